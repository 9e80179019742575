// The visitor's own sounds: their names, and their originals, which only this page keeps, by the latent of each.

import { Cache, readSound } from '../core/server.js';
import { energyOf, peakOf } from '../core/sounds.js';
import { Collection, keyOf } from './collection.js';

/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/types.js').OwnSound} OwnSound */
/**
 * The server's reply to an uploaded file (`explorer/server/uploads.py`).
 * @typedef {{ checkpoint: string, version: string, recipe: string, name: string, original: any, error_db: number | null }} Upload
 */

const MOST = 16;
const PEAK = 0.99;
const LOST = 'Only the page that you gave your sound to kept its original. Drop the file again to compare.';

export class OwnSounds {
  collection = new Collection();
  /** @type {Cache<OwnSound>} */
  #kept = new Cache(MOST);

  /**
   * Keeps the original of an uploaded file, as the server sent it back.
   * @param {Upload} upload
   */
  keep({ checkpoint, recipe, name, original, error_db: error }) {
    const key = keyOf(checkpoint, recipe);
    if (key) this.#kept.set(key, { name, error, pcm: original.pcm, sound: readSound(original) });
  }

  /**
   * Whether a sound is one of these, in any phase.
   * @param {string} checkpoint
   * @param {string} recipe  as text
   */
  owns(checkpoint, recipe) {
    const key = keyOf(checkpoint, recipe);
    return key !== null && (this.#kept.has(key) || Boolean(this.collection.find(checkpoint, recipe)));
  }

  /**
   * If a rendered sound is one of these, adds its file's name to its info, and its original while the page has it.
   * @param {import('../core/types.js').Rendered} rendered
   * @param {string} checkpoint
   */
  complete({ recipe, info }, checkpoint) {
    const key = keyOf(checkpoint, recipe);
    if (!key) return;
    const own = this.#kept.get(key);
    const name = own?.name || this.collection.find(checkpoint, recipe)?.name;
    if (name) info.title = info.rounds === null ? name : `${name}, ${info.title.split(', ').at(-1)}`;
    if (!own) return void (info.original_hint = LOST);
    Object.assign(info, {
      own,
      has_original: true,
      original_hint: '',
      error_db: info.rounds === null ? own.error : null,
    });
  }
}

/**
 * An original with the energy of its reconstruction as far as its peak allows, and the reconstruction's gain for the rest.
 * @param {Sound} original
 * @param {Sound} decoded
 * @returns {Sound}
 */
export function matched(original, decoded) {
  const gain = Math.sqrt(energyOf(decoded) / energyOf(original));
  const rest = Math.min(1, PEAK / (gain * peakOf(original)));
  const channels = original.channels.map((samples) => samples.map((sample) => sample * gain * rest));
  return { ...original, channels, matchingGain: rest };
}
