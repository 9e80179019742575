// The visitor's favourites: sounds as recipes, newest first, with words of their own, kept by the browser. Pure
// functions, and the list as kept.

import { recall, store } from '../core/settings.js';
import { tagsOf } from './tags.js';

/**
 * @typedef {object} Favourite
 * @property {string} checkpoint
 * @property {string} recipe  as `plainText` writes it
 * @property {string} title
 * @property {string} label
 * @property {string[]} tags  the visitor's own words for it
 * @property {string} [picture]  its spectrogram, as the address of a small picture
 */
/** @typedef {Pick<Favourite, 'checkpoint' | 'recipe'>} Key */

const KEY = 'favourites';
export const MOST = 500;

/**
 * A recipe as text that is the same for the same recipe, whoever wrote it.
 * @param {object | string} recipe
 */
export const plainText = (recipe) =>
  JSON.stringify(typeof recipe === 'string' ? JSON.parse(recipe) : recipe, (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );

/**
 * Whether two are the same sound.
 * @param {Key} one
 * @param {Key} other
 */
const same = (one, other) => one.checkpoint === other.checkpoint && one.recipe === other.recipe;

/**
 * @param {Favourite[]} list
 * @param {Key} sound
 */
export const includes = (list, sound) => list.some((one) => same(one, sound));

/**
 * The list with a sound at its beginning, or without it if it was in the list.
 * @param {Favourite[]} list
 * @param {Favourite} sound
 */
export const toggled = (list, sound) =>
  includes(list, sound) ? list.filter((one) => !same(one, sound)) : [sound, ...list].slice(0, MOST);

/**
 * The list with these tags on a sound.
 * @param {Favourite[]} list
 * @param {Key} sound
 * @param {string[]} tags
 */
export const tagged = (list, sound, tags) => list.map((one) => (same(one, sound) ? { ...one, tags } : one));

/**
 * The list with other favourites at its beginning; of one that is in both, the tags of both are kept.
 * @param {Favourite[]} list
 * @param {Favourite[]} others
 */
export function joined(list, others) {
  const fresh = others.filter((other) => !includes(list, other));
  const known = list.map((one) => {
    const other = others.find((each) => same(each, one));
    return other ? { ...one, tags: tagsOf([...one.tags, ...other.tags].join()) } : one;
  });
  return [...fresh, ...known].slice(0, MOST);
}

/**
 * The favourites in a value that a browser kept, which anything may have written; what is none is left out.
 * @param {unknown} kept
 * @returns {Favourite[]}
 */
export function read(kept) {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one) => favouriteIn(one) ?? []).slice(0, MOST);
}

/** @param {any} value @returns {Favourite | null} */
function favouriteIn(value) {
  const fields = /** @type {const} */ (['checkpoint', 'recipe', 'title', 'label']);
  if (!fields.every((field) => typeof value?.[field] === 'string')) return null;
  const { checkpoint, title, label, tags, picture } = value;
  try {
    const recipe = plainText(value.recipe);
    const words = Array.isArray(tags) ? tagsOf(tags.filter((tag) => typeof tag === 'string').join()) : [];
    const drawn = typeof picture === 'string' && picture.startsWith('data:image/');
    return { checkpoint, recipe, title, label, tags: words, ...(drawn && { picture }) };
  } catch {
    return null; // what it says is no recipe
  }
}

export class Favourites {
  list = read(recall(KEY, []));
  kept = true;

  /**
   * Adds a sound, or takes it away; `kept` says whether the browser will remember.
   * @param {Favourite} sound
   */
  toggle(sound) {
    this.#change((list) => toggled(list, sound));
  }

  /**
   * @param {Key} sound
   * @param {string[]} tags
   */
  tag(sound, tags) {
    this.#change((list) => tagged(list, sound, tags));
  }

  /** @param {Favourite[]} others */
  join(others) {
    this.#change((list) => joined(list, others));
  }

  /** @param {(list: Favourite[]) => Favourite[]} change */
  #change(change) {
    if (this.kept) this.list = read(recall(KEY, this.list)); // another page may have changed them
    this.list = change(this.list);
    this.kept = store(KEY, this.list);
  }
}
