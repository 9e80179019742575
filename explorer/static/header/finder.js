// Asks the thread that searches. Where its script is lost, searches here: slower while one types, but it answers.

import { indexOf, matches } from './matching.js';

/** What of a worker is used. @typedef {Pick<Worker, 'postMessage' | 'addEventListener'>} Thread */

/** @returns {Thread} */
const newThread = () => new Worker(new URL('./search-worker.js', import.meta.url), { type: 'module' });

export class Finder {
  #number = 0;
  /** @type {Map<number, { text: string, resolve: (ids: Int32Array<ArrayBuffer>) => void }>} */
  #asked = new Map();
  /** @type {import('./matching.js').Sounds} */
  #sounds = { names: [], labels: [], label: [], kits: [], kit: [] };
  /** @type {import('./matching.js').Index | null} */
  #index = null;
  /** @type {Thread | null} */
  #thread = null;

  /** @param {() => Thread} start  starts the thread */
  constructor(start = newThread) {
    try {
      this.#thread = start();
    } catch {
      return; // the browser allows none
    }
    this.#thread.addEventListener('error', () => this.#searchHere());
    this.#thread.addEventListener('message', (event) => {
      const { number, ids } = /** @type {MessageEvent} */ (event).data;
      this.#asked.get(number)?.resolve(ids);
      this.#asked.delete(number);
    });
  }

  /**
   * Takes the sounds to search from now on.
   * @param {import('./matching.js').Sounds} sounds
   */
  take(sounds) {
    this.#sounds = sounds;
    this.#index = null;
    this.#thread?.postMessage({ sounds });
  }

  /**
   * Ids of the sounds that match, best first.
   * @param {string} text
   * @returns {Promise<Int32Array<ArrayBuffer>>}
   */
  find(text) {
    if (!this.#thread) return Promise.resolve(this.#found(text));
    const number = ++this.#number;
    this.#thread.postMessage({ text, number });
    return new Promise((resolve) => this.#asked.set(number, { text, resolve }));
  }

  #searchHere() {
    this.#thread = null;
    for (const { text, resolve } of this.#asked.values()) resolve(this.#found(text));
    this.#asked.clear();
  }

  /** @param {string} text */
  #found(text) {
    this.#index ??= indexOf(this.#sounds);
    return matches(text, this.#index);
  }
}
