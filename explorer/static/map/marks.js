// The marks of the current sound and of a morph's corners, the line from A to B, and the tooltip beside the pointer.

import { create, find, findAll } from '../core/dom.js';

/** @typedef {import('../core/types.js').Place} Place */

const TIP_WIDTH = 220; // pixels that the tooltip may need

export class Marks {
  /** @type {Map<string, Place | null>} */
  #places = new Map();

  /**
   * @param {HTMLElement} section
   * @param {import('./view.js').View} view
   */
  constructor(section, view) {
    this.view = view;
    this.elements = findAll(section, '.mark');
    this.now = find(section, '[data-mark=now]');
    this.line = find(section, '.line line', SVGElement);
    this.tip = find(section, '.tip');
  }

  /**
   * Puts a mark at a place, or removes it for null.
   * @param {'now' | number} name  'now' for the current sound, or the number of a corner
   * @param {Place | null} place
   */
  set(name, place) {
    this.#places.set(String(name), place);
    this.place();
  }

  /**
   * Shows or hides the ring around the playing sound.
   * @param {boolean} on
   */
  ring(on) {
    this.now.classList.remove('ringing');
    if (!on) return;
    void this.now.offsetWidth;
    this.now.classList.add('ringing');
  }

  /**
   * Shows two lines of text beside a pixel.
   * @param {string} text
   * @param {string} detail
   * @param {Place} pixel
   */
  tell(text, detail, pixel) {
    this.tip.hidden = false;
    this.tip.replaceChildren(text, create('small', { textContent: detail }));
    this.tip.classList.toggle('left', pixel[0] > this.view.width - TIP_WIDTH);
    this.tip.style.translate = `${pixel[0]}px ${pixel[1]}px`;
  }

  hush() {
    this.tip.hidden = true;
  }

  /** Moves everything to its place in the current view. */
  place() {
    for (const element of this.elements) {
      const place = this.#places.get(element.dataset.mark ?? '');
      element.hidden = !place;
      if (place) element.style.translate = this.#pixels(place, 'px').join(' ');
    }
    const [a, b] = [this.#places.get('0'), this.#places.get('1')];
    this.line.parentElement?.classList.toggle('on', Boolean(a && b));
    if (!a || !b) return;
    const [[x1, y1], [x2, y2]] = [this.#pixels(a), this.#pixels(b)];
    for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) this.line.setAttribute(name, value);
  }

  /**
   * @param {Place} place
   * @param {string} unit
   */
  #pixels(place, unit = '') {
    return this.view.toPixel(place).map((v) => v.toFixed(1) + unit);
  }
}
