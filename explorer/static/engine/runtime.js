// What makes sounds in WebAssembly, as `explorer/publish/runtime/` holds it: ONNX Runtime, and PFFFT.

import { Problem, unpacked } from '../core/server.js';

const LOST = 'The part of this page that makes sounds did not arrive. Reload the page.';

/**
 * Loads both.
 * @param {string} folder  its address, ending in a slash
 */
export async function loadRuntime(folder) {
  const [ort, pffft] = await Promise.all([networks(folder), transforms(folder)]);
  return { ort, pffft };
}

/** On one thread: more need a page that is isolated from others, which no plain host gives. @param {string} folder */
async function networks(folder) {
  const packed = fetched(`${folder}ort-wasm-simd-threaded.wasm.gz`);
  packed.catch(() => {}); // told below
  const ort = await import(/* @vite-ignore */ `${folder}ort.wasm.bundle.min.mjs`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = await unpacked(await (await packed).blob());
  return ort;
}

/** @param {string} folder */
async function transforms(folder) {
  const [{ default: open }, answer] = await Promise.all([
    import(/* @vite-ignore */ `${folder}pffft.js`),
    fetched(`${folder}pffft.wasm`),
  ]);
  return open({ wasmBinary: await answer.arrayBuffer() });
}

/** @param {string} url */
async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Problem(LOST);
  return answer;
}
