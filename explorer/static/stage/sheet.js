// The sheet of small windows: the card, the panels, the pads, or what is rare, one at a time; the dock chooses.
// In large windows all of them are seen, and the dock is not.

import { findAll } from '../core/dom.js';
import { recall, store } from '../core/settings.js';

const KEY = 'sheet';
const REST = 'sound';
const LOW = '(max-height: 599px) and (min-width: 640px)'; // as in size-small.css

/**
 * What the sheet shows: what was chosen; in a low window, where it stands beside the map, it is never empty.
 * @param {string} chosen
 * @param {boolean} low
 */
export const shownFor = (chosen, low) => chosen || (low ? REST : '');

export class Sheet {
  #chosen = '';

  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    this.low = matchMedia(LOW);
    this.buttons = findAll(stage, '.dock button');
    for (const button of this.buttons)
      button.addEventListener('click', () => this.open(isOpen(button) ? '' : nameOf(button)));
    this.low.addEventListener('change', () => this.#show());
    this.open(recall(KEY, ''));
  }

  /**
   * Shows a part by its name, such as 'tools'; an unknown name leaves the map alone.
   * @param {string} name
   */
  open(name) {
    this.#chosen = this.buttons.some((button) => nameOf(button) === name) ? name : '';
    store(KEY, this.#chosen);
    this.#show();
  }

  #show() {
    const shown = shownFor(this.#chosen, this.low.matches);
    this.stage.dataset.sheet = shown;
    for (const button of this.buttons) button.setAttribute('aria-expanded', String(nameOf(button) === shown));
  }
}

/** @param {HTMLElement} button */
const nameOf = (button) => button.dataset.opens ?? '';

/** @param {HTMLElement} button */
const isOpen = (button) => button.getAttribute('aria-expanded') === 'true';
