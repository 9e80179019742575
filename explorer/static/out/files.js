// Files that the server gives at an address: to drag out of the page, to download, to open elsewhere.

import { saveFile } from '../core/dom.js';
import { contentOf } from '../core/server.js';

/** A file at an address. @typedef {{ name: string, type: string, url: string }} OutFile */
/** What a sound's file is made from. @typedef {{ recipe: import('../core/types.js').Recipe, name: string, checkpoint: string }} Named */
/** @typedef {Record<string, string | number | boolean>} Options */

const LONGEST = 48_000; // characters; servers refuse much longer addresses
const WAV = 'audio/wav';

export class Files {
  /**
   * @param {string | null} root  where the server's addresses begin; null without one
   * @param {(error: unknown) => void} fail
   */
  constructor(root, fail) {
    this.root = root;
    this.fail = fail;
  }

  /**
   * A sound as WAV.
   * @param {Named} sound
   * @param {Options} options
   */
  sound({ recipe, name, checkpoint }, options = {}) {
    return this.#at('sound.wav', fileName(name), WAV, {
      recipe: JSON.stringify(recipe),
      checkpoint,
      ...options,
    });
  }

  /**
   * The beat of a kit as WAV.
   * @param {string} kit  its text, packed or not
   * @param {Options} options
   */
  loop(kit, options) {
    return this.#at('loop.wav', 'hitmap-loop.wav', WAV, { kit, ...options });
  }

  /**
   * A kit with everything in it.
   * @param {string} kit  its text, packed or not
   * @param {Options} options
   */
  kit(kit, options) {
    return this.#at('kit.zip', 'hitmap-kit.zip', 'application/zip', { kit, ...options });
  }

  /**
   * Downloads a file.
   * @param {OutFile} file
   */
  async save({ name, type, url }) {
    try {
      saveFile(name, await contentOf(url), type);
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * @param {string} path
   * @param {string} name
   * @param {string} type
   * @param {Options} query
   * @returns {OutFile | null}  null if the address would be too long, or there is no server
   */
  #at(path, name, type, query) {
    if (this.root === null) return null;
    const texts = Object.entries(query).map(([key, value]) => [key, String(value)]);
    const url = new URL(`${this.root}/${path}?${new URLSearchParams(texts)}`, location.href).href;
    return url.length > LONGEST ? null : { name, type, url };
  }
}

/**
 * The name of a sound's file: "snare-brush-018.wav" for "Snare Brush 018".
 * @param {string} name
 */
export const fileName = (name) =>
  `${
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 80)
      .replace(/^-|-$/g, '') || 'sound'
  }.wav`;
