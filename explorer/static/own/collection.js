// The visitor's collection: own sounds as recipes, newest first, kept in this browser until they are cleared. The audio is
// not kept.

import { folded } from '../core/labels.js';
import { withoutPhase } from '../core/recipes.js';
import { Database } from './database.js';

/**
 * @typedef {object} Own
 * @property {string} key  of `keyOf`
 * @property {string} checkpoint
 * @property {string} version  of the checkpoint
 * @property {string} recipe  as text
 * @property {string} name
 * @property {string} label  that of the nearest sound
 * @property {import('../core/types.js').Place} place
 * @property {string} picture  its spectrogram, as the address of a small picture
 * @property {number} at  when it was read, in ms since 1970
 */

export const MOST = 200;

export class Collection {
  /** @type {Map<string, Own>} */
  #sounds = new Map();
  /** Called after every change. @type {(() => void)[]} */
  listeners = [];
  /** Whether the browser keeps it; without, it lasts as long as the page. */
  kept = true;

  constructor(database = new Database()) {
    this.database = database;
  }

  /** Brings back what the browser kept. */
  async begin() {
    try {
      const all = /** @type {unknown[]} */ (await this.database.all());
      const found = all.filter(isOwn).sort((one, other) => one.at - other.at);
      this.#sounds = new Map([...found.map((own) => /** @type {const} */ ([own.key, own])), ...this.#sounds]);
    } catch {
      this.kept = false;
    }
    this.#tell();
  }

  /** Newest first. */
  get sounds() {
    return [...this.#sounds.values()].reverse();
  }

  /** How many more it can hold. */
  get room() {
    return Math.max(0, MOST - this.#sounds.size);
  }

  /**
   * The one with a recipe, in any phase.
   * @param {string} checkpoint
   * @param {string} recipe  as text
   */
  find(checkpoint, recipe) {
    const key = keyOf(checkpoint, recipe);
    return key ? this.#sounds.get(key) : undefined;
  }

  /**
   * Those that have all words of a text in their name or label.
   * @param {string} text
   */
  matching(text) {
    const words = folded(text).split(/\s+/).filter(Boolean);
    return this.sounds.filter(({ name, label }) => {
      const all = folded(`${name} ${label.replaceAll('_', ' ')}`);
      return words.every((word) => all.includes(word));
    });
  }

  /** @param {Own} own */
  add(own) {
    this.#sounds.delete(own.key);
    if (!this.room) return Promise.resolve();
    this.#sounds.set(own.key, own);
    return this.#store((database) => database.put(own));
  }

  /** @param {Own} own */
  remove({ key }) {
    this.#sounds.delete(key);
    return this.#store((database) => database.remove(key));
  }

  clear() {
    this.#sounds.clear();
    return this.#store((database) => database.clear());
  }

  /** @param {(database: Database) => Promise<unknown>} change */
  async #store(change) {
    this.#tell();
    try {
      await change(this.database);
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }

  #tell() {
    for (const listener of this.listeners) listener();
  }
}

/**
 * The key of a latent recipe, in any phase; null for all other recipes.
 * @param {string} checkpoint
 * @param {string} text
 */
export function keyOf(checkpoint, text) {
  const recipe = withoutPhase(JSON.parse(text));
  return recipe.kind === 'latent' ? `${checkpoint} ${recipe.z}` : null;
}

/**
 * Whether a stored value is an own sound.
 * @param {any} value
 * @returns {value is Own}
 */
export function isOwn(value) {
  const texts = ['key', 'checkpoint', 'version', 'recipe', 'name', 'label', 'picture'];
  return (
    texts.every((name) => typeof value?.[name] === 'string') &&
    value.picture.startsWith('data:image/') &&
    Array.isArray(value.place) &&
    value.place.length === 2 &&
    [...value.place, value.at].every(Number.isFinite)
  );
}
