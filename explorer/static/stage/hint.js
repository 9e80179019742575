// The hint on the map for a first visit: a few sounds or its button close it for good.

import { find } from '../core/dom.js';
import { recall, store } from '../core/settings.js';

const KEY = 'knows';
const SOUNDS = 4;

export class Hint {
  #heard = 0;

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} surface  the map's: receives the focus
   */
  constructor(element, surface) {
    this.element = element;
    this.surface = surface;
    element.hidden = recall(KEY, false);
    find(element, 'button').addEventListener('click', () => this.#leave());
  }

  /** @param {import('../core/types.js').Shown} shown */
  shown({ request }) {
    if (!request.silent && (this.#heard += 1) >= SOUNDS) this.#leave();
  }

  #leave() {
    if (this.element.hidden) return;
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (focused) this.surface.focus({ preventScroll: true });
    store(KEY, true);
  }
}
