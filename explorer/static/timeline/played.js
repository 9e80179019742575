// Every sound that the visitor settled on, oldest first, kept by the browser. One gesture (a scrub, a slider drag) makes
// one entry.

import { recall, store } from '../core/settings.js';

/**
 * @typedef {object} Entry
 * @property {string} checkpoint
 * @property {string} version  of the checkpoint
 * @property {string} recipe  as text
 * @property {string} title
 * @property {string} label
 * @property {number} at  when it was played, in ms since 1970
 * @property {string} [picture]  its spectrogram, as the address of a small picture
 * @property {import('../core/types.js').Sound} [sound]  until there is a picture; not kept
 */

const KEY = 'played';
const MOST = 100;
const LARGEST = 1_000_000; // characters of all entries; a browser keeps about five million for the whole page

export class Played {
  /** @type {Entry[]} */
  entries = [recall(KEY, [])].flat().filter(isEntry);
  /** The one that is on. @type {Entry | null} */
  current = null;
  /** @type {string | null} */
  #gesture = null;

  /**
   * Adds a sound and makes it the current one; false if it is the current one already.
   * @param {Entry} entry
   * @param {string | null} gesture
   */
  add(entry, gesture = null) {
    const here = this.current ?? this.entries.at(-1);
    if (here && here.recipe === entry.recipe && here.checkpoint === entry.checkpoint) {
      const again = here === this.current;
      if (!again) this.go(here);
      return !again;
    }
    const same = gesture !== null && gesture === this.#gesture;
    const place = same && this.current ? this.entries.indexOf(this.current) : -1;
    this.entries.splice(place < 0 ? this.entries.length : place, place < 0 ? 0 : 1, entry);
    this.entries.splice(0, this.entries.length - MOST);
    this.current = entry;
    this.#gesture = gesture;
    return true;
  }

  /**
   * Makes an entry the current one.
   * @param {Entry} entry
   */
  go(entry) {
    this.current = entry;
    this.settle();
  }

  /** Ends the gesture: the next sound has an entry of its own. */
  settle() {
    this.#gesture = null;
  }

  /** Forgets all but the current one. */
  forget() {
    this.entries = this.current ? [this.current] : [];
    this.save();
  }

  /** Stores the entries, the oldest left out if they are too many; false if the browser has no room. */
  save() {
    let size = 0;
    const texts = this.entries
      .map(({ sound: _, ...entry }) => JSON.stringify(entry))
      .reverse()
      .filter((text) => (size += text.length) <= LARGEST)
      .reverse();
    return store(
      KEY,
      texts.map((text) => JSON.parse(text)),
    );
  }
}

/**
 * Whether a stored value is an entry.
 * @param {any} entry
 * @returns {entry is Entry}
 */
function isEntry(entry) {
  const texts = ['checkpoint', 'version', 'recipe', 'title', 'label'];
  if (!texts.every((name) => typeof entry?.[name] === 'string') || typeof entry.at !== 'number') return false;
  return entry.picture === undefined || /^data:image\//.test(entry.picture);
}
