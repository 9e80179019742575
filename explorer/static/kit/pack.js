// Packs text for an address and unpacks it; encodes bytes as base64.

import { Problem } from '../core/server.js';

/** @param {string} text */
export const pack = async (text) =>
  btoa(
    String.fromCharCode(
      ...(await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text))),
    ),
  )
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * The inverse of `pack`; throws on invalid text.
 * @param {string} packed
 */
export const unpack = async (packed) => {
  const raw = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(raw, (c) => c.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes));
};

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
const through = async (stream, bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
export const base64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(new Problem('This file cannot be read.'));
    reader.readAsDataURL(blob);
  });
