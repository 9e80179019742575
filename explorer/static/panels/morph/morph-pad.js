// The pad of a morph between three or four corners: drag its handle, or move it with the arrow keys.

import { find, findAll } from '../../core/dom.js';
import { clamp, MARGIN } from '../../core/morph-geometry.js';

/** @typedef {import('../../core/morph-geometry.js').Handle} Handle */

const STEP = 0.05;
/** @type {Record<string, Handle>} */
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export class MorphPad {
  /** @type {Handle} */
  #at = [0.5, 0.5];

  /** @param {(handle: Handle) => void} onMove  called when the visitor moves the handle */
  constructor(onMove) {
    this.onMove = onMove;
    this.root = find(document, '.morph-pad');
    this.panel = this.root.closest('.tool');
    this.handle = find(this.root, 'i');
    this.letters = findAll(this.root, 'b');
    this.root.addEventListener('pointerdown', (event) => {
      this.root.setPointerCapture(event.pointerId);
      this.#drag(event);
    });
    this.root.addEventListener(
      'pointermove',
      (event) => this.root.hasPointerCapture(event.pointerId) && this.#drag(event),
    );
    this.root.addEventListener('keydown', (event) => {
      const step = KEYS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      this.#move(this.#at[0] + step[0], this.#at[1] + step[1]);
    });
  }

  /**
   * Shows the pad for 3 or 4 corners, or the slider for fewer.
   * @param {number} count
   */
  show(count) {
    this.root.hidden = count < 3;
    this.panel?.classList.toggle('with-pad', count >= 3);
    this.letters[3].hidden = count < 4;
  }

  /** @param {Handle} handle */
  set([u, v]) {
    this.#at = [u, v];
    const [left, top] = [u, v].map((value) => `${(100 * (value + MARGIN)) / (1 + 2 * MARGIN)}%`);
    Object.assign(this.handle.style, { left, top });
    this.root.setAttribute('aria-valuenow', String(Math.round(100 * u)));
    this.root.setAttribute('aria-valuetext', `${Math.round(100 * u)} across, ${Math.round(100 * v)} down`);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const box = this.root.getBoundingClientRect();
    const along = (/** @type {number} */ share) => share * (1 + 2 * MARGIN) - MARGIN;
    this.#move(along((event.clientX - box.left) / box.width), along((event.clientY - box.top) / box.height));
  }

  /**
   * @param {number} u
   * @param {number} v
   */
  #move(u, v) {
    const rounded = (/** @type {number} */ value) => Math.round(1000 * clamp(value)) / 1000;
    this.set([rounded(u), rounded(v)]);
    this.onMove(this.#at);
  }
}
