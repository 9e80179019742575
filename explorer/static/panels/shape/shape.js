// Shape: a slider for each quality, and one for each of the latent dimensions that change the sound most.

import { constants } from '../../core/constants.js';
import { find } from '../../core/dom.js';
import { Dimensions } from './dimensions.js';
import { showMatrix } from './matrix.js';

/** @typedef {import('../panel.js').Host} Host */

class Shape {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.dimensions = new Dimensions(host);
    this.controls = Object.fromEntries(
      constants.qualities.map((name) => [
        `shape-${name}`,
        {
          read: () => host.controls().shape[name] ?? 0,
          take: (/** @type {number} */ steps) => this.#turn({ [name]: steps }, `shape ${name}`),
        },
      ]),
    );
    find(document, '[data-shape=reset]').addEventListener('click', () =>
      this.#set(Object.fromEntries(constants.qualities.map((name) => [name, 0]))),
    );
    for (const name of constants.qualities) {
      find(document, `#shape-${name}`).addEventListener('dblclick', (event) => {
        if (event.target instanceof Element && event.target.matches('[type=range]')) this.#set({ [name]: 0 });
      });
    }
  }

  clear() {
    this.dimensions.clear();
  }

  /** @param {import('../../core/types.js').Library} library */
  opened({ shape }) {
    showMatrix(shape, constants.qualities);
  }

  turned() {
    this.dimensions.show();
  }

  active() {
    const { shape, dimensions } = this.host.controls();
    return [...Object.values(shape), ...Object.values(dimensions)].some(Boolean);
  }

  /**
   * Sets sliders and updates them in Gradio.
   * @param {Record<string, number>} steps
   */
  #set(steps) {
    this.#turn(steps, null);
    this.host.sync();
  }

  /**
   * Sets sliders and plays the result; one drag makes one history entry.
   * @param {Record<string, number>} steps
   * @param {string | null} gesture
   */
  #turn(steps, gesture) {
    const shape = { ...this.host.controls().shape, ...steps };
    if (!this.host.turn({ shape }, { gesture, since: performance.now() }))
      this.host.say('Play a sound first, then shape it.');
  }
}

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Shape(host);
