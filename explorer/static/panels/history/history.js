// The sounds that the visitor settled on, newest first; a click returns to one, like undo and redo.

import { create, find, findAll } from '../../core/dom.js';

const AFTER = 90; // ms; a scrub writes no lists

class HistoryList {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Pick<import('../panel.js').Host, 'history' | 'travel'>} host */
  constructor({ history, travel }) {
    this.history = history;
    this.travel = travel;
    this.list = find(document, '#history');
    this.none = find(document, '.history-none');
  }

  /** The history stays: it knows the checkpoint of each of its sounds. */
  clear() {
    clearTimeout(this.#timer);
  }

  shown() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#list(), AFTER);
  }

  #list() {
    const { entries } = this.history;
    const rows = entries.map((entry, i) => this.#row(entry, i)).reverse();
    const focused = this.#buttons.findIndex((button) => button === document.activeElement);
    this.list.replaceChildren(...rows);
    if (focused >= 0) (this.#buttons[focused] ?? this.#buttons.at(-1))?.focus({ preventScroll: true });
    this.none.hidden = rows.length > 0;
  }

  get #buttons() {
    return findAll(this.list, 'button');
  }

  /**
   * @param {import('../../core/history.js').Entry} entry
   * @param {number} i
   */
  #row({ title, label }, i) {
    const button = create(
      'button',
      { type: 'button' },
      create('span', { textContent: title }),
      create('small', { textContent: label.replaceAll('_', ' ') }),
    );
    if (i === this.history.at) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => this.travel(i - this.history.at));
    return create('li', {}, button);
  }
}

/**
 * @param {import('../panel.js').Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new HistoryList(host);
