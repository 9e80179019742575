// The two to four corners of a morph: which sounds they are, on the buttons and on the map.

import { svg } from '../core/overlay.js';

const SLOTS = 4;
const SIDES = [
  [0, 2],
  [2, 3],
  [3, 1],
]; // beside the line from A to B, which the map draws

export class Corners {
  constructor(map, overlay, onChange) {
    Object.assign(this, { map, overlay, onChange });
    this.buttons = [...document.querySelectorAll('[data-corner]')];
    this.clear();
  }

  clear() {
    this.slots = Array(SLOTS).fill(null);
    this.newest = 1;
    this.#show();
  }

  get ready() {
    return Boolean(this.slots[0] && this.slots[1]);
  }

  /** The corners {recipe, place, title} that there are. */
  get used() {
    return this.slots.filter(Boolean);
  }

  get recipes() {
    return this.used.map((corner) => corner.recipe);
  }

  /** Sets a corner: A first, then B, then these in turn, unless the slot is given. */
  set(corner, slot = null) {
    const empty = this.slots.slice(0, 2).indexOf(null);
    const into = slot ?? (empty >= 0 ? empty : 1 - this.newest);
    this.slots[into] = corner;
    if (into < 2) this.newest = into;
    this.#show();
  }

  /** Takes a corner away; the later ones move up. */
  remove(slot) {
    this.replace(this.slots.filter((corner, i) => corner && i !== slot));
  }

  replace(corners) {
    this.slots = Array.from({ length: SLOTS }, (_, i) => corners[i] ?? null);
    this.newest = 1;
    this.#show();
  }

  #show() {
    this.slots.forEach((corner, i) => {
      this.map.mark(i, corner?.place ?? null);
      const button = this.buttons[i];
      button.querySelector('span').textContent = corner?.title ?? (i < 2 ? 'take this sound' : 'one more');
      button.classList.toggle('set', Boolean(corner));
      button.nextElementSibling.hidden = !corner;
    });
    const sides = SIDES.map((side) => side.map((i) => this.slots[i]?.place)).filter((places) =>
      places.every(Boolean),
    );
    this.overlay.draw(
      'sides',
      sides.map((places) => ({ element: svg('line'), places })),
    );
    this.onChange(this);
  }
}
