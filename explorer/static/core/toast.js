// One sentence at the bottom of the page, read aloud by screen readers, gone after a while.

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
   * Shows a sentence, and what may be done about it.
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
   * Takes a sentence back, if it is still there.
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
