// The pad of a morph between three or four corners: drag its handle, or move it with the arrow keys.

import { clamp, MARGIN } from '../../core/morph-geometry.js';

const STEP = 0.05;
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export class MorphPad {
  /** `onMove(handle)`: the visitor moved the handle to (u, v). */
  constructor(onMove) {
    this.root = document.querySelector('.morph-pad');
    this.panel = this.root.closest('.tool');
    this.handle = this.root.querySelector('i');
    this.letters = [...this.root.querySelectorAll('b')];
    this.onMove = onMove;
    this.at = [0.5, 0.5];
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
      this.#move(this.at.map((value, axis) => value + step[axis]));
    });
  }

  /** Shows the pad for 3 or 4 corners, and for fewer the slider. */
  show(count) {
    this.root.hidden = count < 3;
    this.panel.classList.toggle('with-pad', count >= 3);
    this.letters[3].hidden = count < 4;
  }

  set([u, v]) {
    this.at = [u, v];
    [u, v].forEach((value, axis) => {
      this.handle.style[axis ? 'top' : 'left'] = `${(100 * (value + MARGIN)) / (1 + 2 * MARGIN)}%`;
    });
    this.root.setAttribute('aria-valuenow', Math.round(100 * u));
    this.root.setAttribute('aria-valuetext', `${Math.round(100 * u)} across, ${Math.round(100 * v)} down`);
  }

  #drag(event) {
    const box = this.root.getBoundingClientRect();
    const shares = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    this.#move(shares.map((share) => share * (1 + 2 * MARGIN) - MARGIN));
  }

  #move(to) {
    this.set(to.map((value) => Math.round(1000 * clamp(value)) / 1000));
    this.onMove(this.at);
  }
}
