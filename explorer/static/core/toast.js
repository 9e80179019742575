// One sentence at the top of the page; screen readers read it aloud, and it disappears after a while.

import { create } from './dom.js';

const STAYS = 6000;

/** A button in a toast. @typedef {{ label: string, act: (since: number) => void }} Offer */

export class Toast {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    element.addEventListener('click', () => this.hide());
  }

  /**
   * Shows a sentence, and a button for what can be done about it.
   * @param {string} text
   * @param {{ problem?: boolean, offer?: Offer | null }} [options]
   */
  say(text, { problem = false, offer = null } = {}) {
    clearTimeout(this.#timer);
    this.element.replaceChildren(text);
    if (offer) this.element.append(' ', offerButton(offer));
    this.element.classList.toggle('problem', problem);
    this.element.hidden = false;
    this.#timer = setTimeout(() => this.hide(), STAYS);
  }

  /**
   * Hides a sentence if it is still shown.
   * @param {string} text
   */
  unsay(text) {
    if (this.element.textContent === text) this.hide();
  }

  hide() {
    this.element.hidden = true;
  }
}

/**
 * The button of an offer.
 * @param {Offer} offer
 */
export function offerButton({ label, act }) {
  const button = create('button', { type: 'button', className: 'offer', textContent: label });
  button.addEventListener('click', (event) => act(event.timeStamp));
  return button;
}
