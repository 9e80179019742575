// Rendered sounds, from the server or the cache, and how to pass a sound to the browser's audio.

import { Cache, readSound } from './server.js';

/** @typedef {import('./types.js').Ask} Ask */
/** @typedef {import('./types.js').Recipe} Recipe */
/** @typedef {import('./types.js').Rendered} Rendered */
/** @typedef {import('./types.js').Sound} Sound */

const KEPT = 64; // sounds
const PITCHES = 256;
const ROOM = 256; // seconds of one channel in all of them

export class Sounds {
  #ask;
  /** @type {Cache<Rendered>} */
  #kept = new Cache(KEPT, ROOM, ({ sound }) => sound.channels.length * secondsOf(sound));

  /** Pitches in Hz by checkpoint and recipe; null for none. @type {Cache<number | null>} */
  #pitches = new Cache(PITCHES);

  /** What was asked for ahead and has not come yet; null if the server has no time for it. @type {Map<string, Promise<Rendered | null>>} */
  #coming = new Map();

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
    let rendered = this.#kept.get(key) ?? (await this.#coming.get(key));
    rendered ??= renderedOf(await this.#ask('render', { checkpoint, recipe: text }));
    if (keep) this.#kept.set(key, rendered);
    return rendered;
  }

  /**
   * Renders a recipe that may be wanted soon, if the server has nothing else to do; a failure is met when it is wanted.
   * @param {string} checkpoint
   * @param {Recipe} recipe
   */
  async ahead(checkpoint, recipe) {
    const text = JSON.stringify(recipe);
    const key = `${checkpoint} ${text}`;
    if (this.#kept.has(key) || this.#coming.size) return;
    const coming = this.#ask('render', { checkpoint, recipe: text, ahead: true }).then(
      (reply) => (reply.busy ? null : renderedOf(reply)),
      () => null,
    );
    this.#coming.set(key, coming);
    const rendered = await coming;
    this.#coming.delete(key);
    if (rendered) this.#kept.set(key, rendered);
  }

  /**
   * The pitch of a sound in Hz; null if it has none.
   * @param {string} checkpoint
   * @param {Recipe | string} recipe  an object, or its JSON text
   * @returns {Promise<number | null>}
   */
  async pitch(checkpoint, recipe) {
    const text = typeof recipe === 'string' ? recipe : JSON.stringify(recipe);
    const key = `${checkpoint} ${text}`;
    const known = this.#pitches.get(key);
    if (known !== undefined) return known;
    const { hz } = await this.#ask('pitch', { checkpoint, recipe: text });
    this.#pitches.set(key, hz);
    return hz;
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

/** @param {any} reply @returns {Rendered} */
const renderedOf = (reply) => ({
  recipe: reply.recipe,
  info: reply.info,
  ticks: reply.ticks,
  sound: readSound(reply),
});

/** What is heard of a sound. @typedef {Pick<Sound, 'channels' | 'sampleRate'>} Heard */

/**
 * A sound as an audio buffer, with silence at its end if it should last longer.
 * @param {Heard} sound
 * @param {number} [seconds]
 */
export function bufferOf({ channels, sampleRate }, seconds = 0) {
  const length = Math.max(channels[0].length, Math.round(seconds * sampleRate));
  const buffer = new AudioBuffer({ length, sampleRate, numberOfChannels: channels.length });
  for (const [i, samples] of channels.entries())
    buffer.copyToChannel(/** @type {Float32Array<ArrayBuffer>} */ (samples), i);
  return buffer;
}

/** How long a sound lasts, in s. @param {Heard} sound */
export const secondsOf = ({ channels, sampleRate }) => channels[0].length / sampleRate;

/** The energy of a sound, the mean of its channels': mono is heard from both loudspeakers as well. @param {Heard} sound */
export const energyOf = ({ channels, sampleRate }) =>
  channels.reduce((sum, samples) => samples.reduce((all, sample) => all + sample * sample, sum), 0) /
  (channels.length * sampleRate);

/** The highest peak of a sound's channels. @param {Heard} sound */
export const peakOf = ({ channels }) =>
  channels.reduce(
    (most, samples) => samples.reduce((top, sample) => Math.max(top, Math.abs(sample)), most),
    0,
  );

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
