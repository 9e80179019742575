// Vary: noise on the current sound, what the noise keeps, and variations to choose from.

import { LEAST_NOISE } from '../../core/controls.js';
import { find, findAll, press } from '../../core/dom.js';
import { randomSeed } from '../../core/recipes.js';
import { Variations } from './variations.js';

/** @typedef {import('../panel.js').Host} Host */

class Vary {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.variations = new Variations(find(document, '.variations'), host);
    this.locks = findAll(document, '[data-lock]');
    for (const lock of this.locks)
      lock.addEventListener('click', (event) => this.#toggle(lock.dataset.lock ?? '', event.timeStamp));
    this.controls = {
      amount: {
        read: () => host.controls().amount,
        take: (/** @type {number} */ amount) => this.#turn({ amount }),
      },
      seed: {
        read: () => host.controls().seed,
        take: (/** @type {number} */ seed) => Number.isInteger(seed) && this.#turn({ seed }),
      },
    };
  }

  presses = { roll: (/** @type {number} */ since) => this.#roll(since) };
  actions = {
    roll: (/** @type {unknown} */ _, /** @type {number} */ since) => this.#roll(since),
    audition: (/** @type {unknown} */ _, /** @type {number} */ since) => this.variations.audition(since),
  };
  contexts = { variation: () => this.variations.pointed };

  clear() {
    this.variations.clear();
  }

  /** @param {import('../panel.js').Shown} shown */
  shown({ rendered, request }) {
    if (!request.audition) this.variations.gatherAround(rendered.recipe);
  }

  turned() {
    const { lock } = this.host.controls();
    for (const button of this.locks) press(button, lock.includes(button.dataset.lock ?? ''));
    this.variations.refresh();
  }

  active() {
    return this.host.controls().amount > 0;
  }

  /** @param {Partial<import('../panel.js').Controls>} change */
  #turn(change) {
    this.host.turn(change, { gesture: 'vary', since: performance.now() });
  }

  /** @param {number} since */
  #roll(since) {
    if (!this.host.base()) return this.host.say('Play a sound first, then vary it.');
    const { amount } = this.host.controls();
    this.host.turn({ amount: amount || LEAST_NOISE, seed: randomSeed() }, { since });
    this.host.sync();
  }

  /**
   * @param {string} name
   * @param {number} since
   */
  #toggle(name, since) {
    const { lock: kept, amount } = this.host.controls();
    const lock = kept.includes(name) ? kept.filter((other) => other !== name) : [...kept, name];
    this.host.turn({ lock }, amount > 0 ? { since } : null);
  }
}

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Vary(host);
