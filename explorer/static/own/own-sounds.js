// Originals of the visitor's own sounds, which only this page keeps, by the latent of each.

import { withoutPhase } from '../core/recipes.js';
import { Cache, readSound } from '../core/server.js';
import { energyOf, peakOf } from '../core/sounds.js';

/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/types.js').OwnSound} OwnSound */
/**
 * The server's reply to an uploaded file (`explorer/server/uploads.py`).
 * @typedef {{ checkpoint: string, recipe: string, name: string, original: any, error_db: number | null }} Upload
 */

const MOST = 16;
const PEAK = 0.99;
const LOST = 'Only the page that you gave your sound to kept its original. Drop the file again to compare.';

export class OwnSounds {
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
   * If a rendered sound is one of these, adds its file's name and its original to its info.
   * @param {import('../core/types.js').Rendered} rendered
   * @param {string} checkpoint
   */
  complete({ recipe, info }, checkpoint) {
    const key = keyOf(checkpoint, recipe);
    if (!key) return;
    const own = this.#kept.get(key);
    if (!own) return void (info.original_hint = LOST);
    Object.assign(info, {
      own,
      has_original: true,
      original_hint: '',
      error_db: info.rounds === null ? own.error : null,
    });
    if (own.name)
      info.title = info.rounds === null ? own.name : `${own.name}, ${info.title.split(', ').at(-1)}`;
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

/**
 * The key of a latent recipe, in any phase; null for all other recipes.
 * @param {string} checkpoint
 * @param {string} text
 */
function keyOf(checkpoint, text) {
  const recipe = withoutPhase(JSON.parse(text));
  return recipe.kind === 'latent' ? `${checkpoint} ${recipe.z}` : null;
}
