// The two to four corners of a morph: their sounds, on the buttons and on the map.

import { find, findAll, svg } from '../../core/dom.js';

/** @typedef {import('../panel.js').Place} Place */
/** @typedef {import('../panel.js').Recipe} Recipe */
/** @typedef {{ recipe: Recipe, place: Place | null, title: string }} Corner  place: on the map; null if unknown */

const SLOTS = 4;
const SIDES = [
  [0, 2],
  [2, 3],
  [3, 1],
]; // beside the line from A to B, which the map draws

export class Corners {
  /** @type {(Corner | null)[]} */
  #slots = Array(SLOTS).fill(null);
  #newest = 1;

  /**
   * @param {Pick<import('../panel.js').Host, 'map' | 'overlay' | 'states'>} host
   * @param {() => void} onChange
   */
  constructor({ map, overlay, states }, onChange) {
    this.states = states;
    this.map = map;
    this.overlay = overlay;
    this.onChange = onChange;
    this.buttons = findAll(document, '[data-corner]');
    this.clears = findAll(document, '[data-clear]');
  }

  clear() {
    this.replace([]);
  }

  get ready() {
    return Boolean(this.#slots[0] && this.#slots[1]);
  }

  /** The corners that are set. */
  get used() {
    return this.#slots.filter((corner) => corner !== null);
  }

  get recipes() {
    return this.used.map((corner) => corner.recipe);
  }

  /**
   * Sets a corner: the given slot, or A first, then B, then A and B in turn.
   * @param {Corner} corner
   * @param {number | null} slot
   */
  set(corner, slot = null) {
    const empty = this.#slots.slice(0, 2).indexOf(null);
    const into = slot ?? (empty >= 0 ? empty : 1 - this.#newest);
    this.#slots[into] = corner;
    if (into < 2) this.#newest = into;
    this.#show();
  }

  /**
   * Removes a corner; the later ones move up.
   * @param {number} slot
   */
  remove(slot) {
    this.replace(this.#slots.flatMap((corner, i) => (corner && i !== slot ? [corner] : [])));
  }

  /** Removes the last corner; false if there is none. */
  back() {
    const last = this.#slots.findLastIndex(Boolean);
    if (last < 0) return false;
    this.remove(last);
    return true;
  }

  /** @param {Corner[]} corners */
  replace(corners) {
    this.#slots = Array.from({ length: SLOTS }, (_, i) => corners[i] ?? null);
    this.#newest = 1;
    this.#show();
  }

  #show() {
    this.#slots.forEach((corner, i) => {
      this.map.marks.set(i, corner?.place ?? null);
      const button = this.buttons[i];
      find(button, 'span').textContent = corner?.title ?? (i < 2 ? 'set this sound' : 'add this sound');
      button.classList.toggle('set', Boolean(corner));
      this.clears[i].hidden = !corner;
    });
    const lines = SIDES.flatMap(([i, k]) => {
      const [from, to] = [this.#slots[i]?.place, this.#slots[k]?.place];
      return from && to ? [{ element: svg('line'), places: [from, to] }] : [];
    });
    this.overlay.draw('sides', lines);
    const letters = this.#slots.flatMap((corner, i) => (corner ? ['ABCD'[i]] : [])).join(' ');
    const tip = 'The sounds that Morph mixes. Clear them';
    const state = { text: `corners ${letters}`, tip, act: () => this.clear() };
    this.states.set('corners', letters ? state : null);
    this.onChange();
  }
}
