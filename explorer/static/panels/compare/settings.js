// What the listening tests of what lies between compare: two ways of mixing, and whether all is heard through the model.

import { constants } from '../../core/constants.js';
import { find, findAll } from '../../core/dom.js';

/** @typedef {import('../../core/types.js').Interpolation} Interpolation */
/** @typedef {{ way: Interpolation, against: Interpolation }} Pair */
/** @typedef {Pair & { model: boolean }} Settings  `model`: real sounds are heard as the model reproduces them */

const OTHER = 'crossfade'; // what the default way is compared with at first

export class SettingsForm {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.pair = firstPair(constants.ways.map(({ name }) => name));
    this.model = find(element, '[name=model]', HTMLInputElement);
    this.selects = findAll(element, 'select', HTMLSelectElement);
    for (const select of this.selects) {
      select.replaceChildren(...constants.ways.map(({ name, title }) => new Option(title, name)));
      select.addEventListener('change', () => {
        this.pair = differing(this.pair, { [select.name]: select.value });
        this.#show();
      });
    }
    this.#show();
  }

  /** @returns {Settings} */
  get value() {
    return { ...this.pair, model: this.model.checked };
  }

  #show() {
    for (const select of this.selects) select.value = this.pair[select.name === 'way' ? 'way' : 'against'];
  }
}

/**
 * The ways to compare at first.
 * @param {Interpolation[]} ways  the default first
 * @returns {Pair}
 */
export function firstPair([way, ...others]) {
  return { way, against: others.includes(OTHER) ? OTHER : others[0] };
}

/**
 * The two ways after one of them was chosen: if the other is the same, it becomes what this one was.
 * @param {Pair} before
 * @param {Partial<Pair>} change
 * @returns {Pair}
 */
export function differing(before, change) {
  const { way, against } = { ...before, ...change };
  if (way !== against) return { way, against };
  return change.way ? { way, against: before.way } : { way: before.against, against };
}
