// A path drawn over the map; the strip plays it in even steps.

import { find, press, svg } from '../../core/dom.js';
import { resample } from '../../core/morph-geometry.js';
import { drawOver, spanOf } from '../../map/drawing.js';

/** @typedef {import('../panel.js').Place} Place */

const LEAST = 24; // pixels that a path must span

export class Path {
  #armed = false;
  /** The path while it is being drawn, in pixels. @type {Place[] | null} */
  #drawn = null;
  /** The finished path, in places on the map. @type {Place[] | null} */
  #line = null;

  /**
   * @param {Pick<import('../panel.js').Host, 'map' | 'overlay' | 'states' | 'say'>} host
   * @param {() => void} onChange
   */
  constructor({ map, overlay, states, say }, onChange) {
    this.states = states;
    this.map = map;
    this.overlay = overlay;
    this.say = say;
    this.onChange = onChange;
    this.button = find(document, '[data-strip=path]');
    this.button.addEventListener('click', () => (this.#line ? this.clear() : this.#arm(!this.#armed)));
    drawOver(map.surface, {
      begins: () => this.#armed,
      drawn: (line) => {
        this.#drawn = line;
        this.#show();
      },
      ended: (line) => this.#take(line),
      cancelled: () => {
        this.#drawn = null;
        this.#show();
      },
    });
  }

  /**
   * n places along the path, at even distances; null if there is no path.
   * @param {number} n
   */
  places(n) {
    return this.#line && resample(this.#line, n);
  }

  /** Leaves drawing mode; false if nothing is being drawn. */
  leave() {
    return this.#armed && this.clear();
  }

  /** Clears the path and leaves drawing mode; false if there is neither. */
  clear() {
    if (!this.#armed && !this.#line) return false;
    this.#line = this.#drawn = null;
    this.#armed = false;
    this.#show();
    this.onChange();
    return true;
  }

  /**
   * Sets whether the next drag on the map draws the path.
   * @param {boolean} on
   */
  #arm(on) {
    this.#armed = on;
    this.#show();
    if (on) this.say('Drag over the map to draw a path: its sounds are then played in a row.');
  }

  /** @param {Place[]} drawn */
  #take(drawn) {
    this.#drawn = null;
    this.#armed = false;
    if (spanOf(drawn) >= LEAST) this.#line = drawn.map((pixel) => this.map.view.toMap(pixel));
    this.#show();
    this.onChange();
  }

  #show() {
    this.map.surface.classList.toggle('selecting', this.#armed);
    press(this.button, Boolean(this.#armed || this.#line));
    this.button.textContent = this.#line ? 'Clear the path' : 'Draw a path';
    const line = this.#drawn?.map((pixel) => this.map.view.toMap(pixel)) ?? this.#line ?? [];
    this.overlay.draw(
      'path',
      line.slice(1).map((place, i) => ({ element: svg('line'), places: [line[i], place] })),
    );
    const state = {
      text: 'path',
      tip: 'The line whose sounds Morph plays in a row. Clear it',
      act: () => void this.clear(),
    };
    this.states.set('path', this.#line ? state : null);
  }
}
