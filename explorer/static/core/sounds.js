// Rendered sounds, from the server or the cache, and how to pass a sound to the browser's audio.

import { Cache, readSound } from './server.js';

/** @typedef {import('./types.js').Ask} Ask */
/** @typedef {import('./types.js').Recipe} Recipe */
/** @typedef {import('./types.js').Rendered} Rendered */
/** @typedef {import('./types.js').Sound} Sound */

const KEPT = 64;

export class Sounds {
  #ask;
  /** @type {Cache<Rendered>} */
  #kept = new Cache(KEPT);

  /** @param {Ask} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  /**
   * Renders a recipe. With `keep: false`, for sounds that nobody asks for twice, the cache stays as it is.
   * @param {string} checkpoint
   * @param {Recipe | string} recipe  an object, or its JSON text
   * @param {{ keep?: boolean }} [options]
   * @returns {Promise<Rendered>}
   */
  async render(checkpoint, recipe, { keep = true } = {}) {
    const text = typeof recipe === 'string' ? recipe : JSON.stringify(recipe);
    const key = `${checkpoint} ${text}`;
    let rendered = this.#kept.get(key);
    if (!rendered) {
      const reply = await this.#ask('render', { checkpoint, recipe: text });
      rendered = { recipe: reply.recipe, info: reply.info, ticks: reply.ticks, sound: readSound(reply) };
    }
    if (keep) this.#kept.set(key, rendered);
    return rendered;
  }

  /**
   * The original of a sound of the library.
   * @param {string} checkpoint
   * @param {number} id
   * @param {number | null} rounds  rounds of Griffin-Lim in the reconstruction to compare it with
   */
  async original(checkpoint, id, rounds = null) {
    return readSound(await this.#ask('original', { checkpoint, id, rounds }));
  }
}

/**
 * A sound as an audio buffer with one channel.
 * @param {Pick<Sound, 'samples' | 'sampleRate'>} sound
 */
export function bufferOf({ samples, sampleRate }) {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate });
  buffer.copyToChannel(/** @type {Float32Array<ArrayBuffer>} */ (samples), 0);
  return buffer;
}

/**
 * Starts a buffer at a time on a context's clock.
 * @param {BaseAudioContext} context
 * @param {AudioNode} output
 * @param {AudioBuffer} buffer
 * @param {number} gain
 * @param {number} time  in s; 0 is at once
 */
export function strike(context, output, buffer, gain, time) {
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(new GainNode(context, { gain })).connect(output);
  source.start(time);
  return source;
}
