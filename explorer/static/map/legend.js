// The chips of the groups, such as labels: their names, their counts, and which are lit.

import { create, press, svg } from '../core/dom.js';

/** @typedef {import('../core/types.js').LegendEntry} LegendEntry */

export class Legend {
  /** @type {HTMLButtonElement[]} */
  #chips = [];
  /** @type {Set<number>} */
  #lit = new Set();

  /**
   * @param {HTMLElement} element
   * @param {(lit: Set<number>) => void} onChange
   */
  constructor(element, onChange) {
    this.element = element;
    this.onChange = onChange;
  }

  /** @param {LegendEntry[]} entries */
  load(entries) {
    this.#lit = new Set(entries.keys());
    this.#chips = entries.map((entry, i) => this.#chip(entry, i));
    this.element.replaceChildren(...this.#chips);
    this.#show();
  }

  /**
   * Sets whether the chips' marks have no colour, because colour shows something else.
   * @param {boolean} on
   */
  plain(on) {
    this.element.classList.toggle('plain', on);
  }

  /** The lit label, if exactly one is lit. */
  get only() {
    const [first] = this.#lit;
    return this.#lit.size === 1 ? (this.#chips[first].dataset.label ?? null) : null;
  }

  /**
   * @param {LegendEntry} entry
   * @param {number} i
   */
  #chip(entry, i) {
    const mark = svg('svg', { viewBox: '-1.1 -1.1 2.2 2.2', 'aria-hidden': 'true' });
    mark.append(svg('path', { d: entry.outline }));
    const title = create('span', { textContent: entry.title });
    const count = create('small', { textContent: entry.count });
    const chip = create('button', { type: 'button', className: 'chip' }, mark, title, ' ', count);
    chip.dataset.label = entry.label;
    chip.style.setProperty('--dark', entry.dark);
    chip.style.setProperty('--light', entry.light);
    chip.addEventListener('click', () => this.#toggle(i));
    return chip;
  }

  /** @param {number} i */
  #toggle(i) {
    if (this.#lit.size === this.#chips.length) this.#lit = new Set([i]);
    else if (!this.#lit.delete(i)) this.#lit.add(i);
    if (this.#lit.size === 0) this.#lit = new Set(this.#chips.keys());
    this.#show();
    this.onChange(this.#lit);
  }

  #show() {
    this.#chips.forEach((chip, i) => press(chip, this.#lit.has(i)));
  }
}
