// Asks the thread that searches.

export class Finder {
  #number = 0;
  /** @type {Map<number, (ids: Int32Array<ArrayBuffer>) => void>} */
  #asked = new Map();
  #worker = new Worker(new URL('./search-worker.js', import.meta.url), { type: 'module' });

  constructor() {
    this.#worker.addEventListener('message', ({ data: { number, ids } }) => {
      this.#asked.get(number)?.(ids);
      this.#asked.delete(number);
    });
  }

  /**
   * Takes the sounds to search from now on.
   * @param {import('./matching.js').Sounds} sounds
   */
  take(sounds) {
    this.#worker.postMessage({ sounds });
  }

  /**
   * Ids of the sounds that match, best first.
   * @param {string} text
   * @returns {Promise<Int32Array<ArrayBuffer>>}
   */
  find(text) {
    const number = ++this.#number;
    this.#worker.postMessage({ text, number });
    return new Promise((resolve) => this.#asked.set(number, resolve));
  }
}
