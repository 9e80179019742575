// What the panel History lists: what was played, favourites, or own sounds; one at a time.

import { find, findAll, press } from '../../core/dom.js';

export class Lists {
  /** Opens the panel, wherever it is. @type {() => void} */
  open = () => {};

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.buttons = findAll(element, '.lists button');
    for (const button of this.buttons)
      button.addEventListener('click', () => this.show(button.dataset.list ?? ''));
  }

  /** Opens the panel with a list. @param {string} name */
  reveal(name) {
    this.open();
    this.show(name);
  }

  /** @param {string} name */
  show(name) {
    for (const button of this.buttons) press(button, button.dataset.list === name);
    for (const section of findAll(this.element, ':scope > [data-listed]'))
      section.hidden = section.dataset.listed !== name;
  }

  /**
   * Shows how many a list has.
   * @param {string} name
   * @param {number} count
   */
  count(name, count) {
    find(this.element, `[data-list=${name}] small`).textContent = count ? String(count) : '';
  }
}
