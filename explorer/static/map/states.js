// What is on the map besides its sounds, as chips in the legend: each says what it is, and a click takes it away.

import { create } from '../core/dom.js';

/**
 * @typedef {object} State
 * @property {string} text
 * @property {string} [count]  a small number after the text
 * @property {Node} [mark]  how it looks on the map
 * @property {string} tip
 * @property {() => void} act  takes it away; or, if `stays`, shows more of it
 * @property {boolean} [stays]  whether it explains something that comes and goes by itself
 */

/** All kinds of states, in the order of their chips. */
const NAMES = /** @type {const} */ ([
  'selection',
  'filter',
  'alike',
  'own',
  'trail',
  'made',
  'corners',
  'path',
]);
/** @typedef {(typeof NAMES)[number]} Name */

/** What "clear all marks" takes away. @type {Name[]} */
const MARKS = ['trail', 'made', 'corners', 'path'];
const MANY = 2; // marks that are worth a chip for all of them

export class States {
  /** @type {Map<Name, State>} */
  #states = new Map();

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /**
   * Shows the chip of a state, or removes it for null.
   * @param {Name} name
   * @param {State | null} state
   */
  set(name, state) {
    if (state) this.#states.set(name, state);
    else if (!this.#states.delete(name)) return;
    this.#show();
  }

  #show() {
    const chips = NAMES.flatMap((name) => {
      const state = this.#states.get(name);
      return state ? [chipOf(name, state)] : [];
    });
    const marks = MARKS.flatMap((name) => this.#states.get(name) ?? []);
    if (marks.length >= MANY) {
      const act = () => marks.forEach((state) => state.act());
      chips.push(chipOf('all', { text: 'all marks', tip: 'Clear all marks from the map', act }));
    }
    const focused = document.activeElement;
    const name = focused instanceof HTMLElement && this.element.contains(focused) && focused.dataset.state;
    this.element.replaceChildren(...chips);
    if (name) chips.find(({ dataset }) => dataset.state === name)?.focus({ preventScroll: true });
  }
}

/**
 * @param {string} name
 * @param {State} state
 */
function chipOf(name, { text, count, mark, tip, act, stays }) {
  const chip = create('button', { type: 'button', className: 'state-chip', title: tip });
  chip.dataset.state = name;
  if (mark) chip.append(mark.cloneNode(true));
  chip.append(create('span', { textContent: text }));
  if (count) chip.append(' ', create('small', { textContent: count }));
  if (!stays) {
    const cross = create('i', { textContent: '✕' });
    cross.setAttribute('aria-hidden', 'true');
    chip.append(' ', cross);
    chip.setAttribute('aria-label', `${text}${count ? ` ${count}` : ''}: clear`);
  }
  chip.addEventListener('click', act);
  return chip;
}
