// Compare: a sound next to its original, and listening tests.

import { Between } from './between.js';
import { BlindBox } from './blind-box.js';
import { Comparison } from './comparison.js';
import { againstOriginals } from './originals.js';
import { Ratings } from './ratings.js';
import { SettingsForm } from './settings.js';
import { Trials } from './trials.js';
import { find, findAll, press } from '../../core/dom.js';

/** @typedef {import('../panel.js').Host} Host */

class Compare {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.comparison = new Comparison(find(document, '.compare'), host);
    this.box = new BlindBox(find(document, '.blind'), host, () => this.#close());
    this.trials = new Trials(this.box, host);
    this.ratings = new Ratings(this.box, host);
    this.originals = againstOriginals(this.box, host);
    this.between = new Between(this.box, host);
    this.settings = new SettingsForm(find(document, '.between'));
    this.starts = findAll(document, '[data-test]');
    for (const button of this.starts)
      button.addEventListener('click', () => this.#begin(button.dataset.test ?? ''));
  }

  actions = { hear: (/** @type {string} */ letter) => this.box.hear(letter) };
  contexts = { blind: (/** @type {KeyboardEvent} */ event) => this.box.holds(event.target) };

  clear() {
    this.comparison.clear();
    this.#close();
  }

  /** @param {import('../panel.js').Shown} shown */
  shown({ rendered }) {
    this.comparison.show(rendered);
  }

  /** @param {string} test */
  #begin(test) {
    this.#close();
    this.host.player.unlock();
    this.host.player.stop();
    this.box.open();
    for (const button of this.starts) press(button, button.dataset.test === test);
    if (test === 'rate') this.ratings.begin();
    else this.trials.begin({ ...this.originals, ...this.between.kinds(this.settings.value) }[test]);
  }

  /** Ends a test without a result. */
  #close() {
    this.box.close();
    for (const button of this.starts) press(button, false);
  }
}

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Compare(host);
