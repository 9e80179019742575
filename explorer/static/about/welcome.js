// The strip on the map at a first visit: a beat to hear at once, and a tour. A few sounds or its cross close it for good.

import { Tour, STEPS } from './tour.js';
import { find } from '../core/dom.js';
import { recall, store } from '../core/settings.js';

const KEY = 'knows';
const SOUNDS = 4;
const IDLE_MS = 3000; // until the tour begins by itself, where a first visitor does nothing

export class Welcome {
  #heard = 0;
  #done = false;

  /**
   * @param {object} props
   * @param {HTMLElement} props.stage
   * @param {HTMLElement} props.element  the strip
   * @param {HTMLElement} props.surface  the map's: receives the focus
   * @param {() => void} props.hear  plays a beat
   */
  constructor({ stage, element, surface, hear }) {
    this.element = element;
    this.surface = surface;
    this.beat = find(element, '[data-hint=hear]');
    this.next = find(element, '[data-hint=next]');
    this.text = find(element, '.tour-text');
    this.tour = new Tour(stage, {
      say: (text, step) => this.#say(`${step}/${STEPS.length} ${text}`),
      ended: () => this.#say(''),
    });
    element.hidden = recall(KEY, false);
    this.beat.addEventListener('click', () => {
      this.beat.hidden = true;
      this.#show();
      hear();
    });
    this.next.addEventListener('click', () => this.tour.next());
    find(element, '[data-hint=close]').addEventListener('click', () => this.#leave());
    for (const [type, paused] of /** @type {const} */ ([
      ['pointerenter', true],
      ['pointerleave', false],
    ]))
      for (const button of [this.next, this.text])
        button.addEventListener(type, () => this.tour.pause(paused));
  }

  /** The page is ready: the tour begins unless the visitor knows it, or begins to play. */
  begin() {
    if (this.element.hidden) return;
    const timer = setTimeout(() => !this.#done && !this.tour.on && this.#show(), IDLE_MS);
    for (const type of ['pointerdown', 'keydown'])
      addEventListener(
        type,
        (event) => {
          if (event.target instanceof Node && this.element.contains(event.target)) return;
          clearTimeout(timer);
          this.#done = true;
          this.tour.stop();
        },
        { once: true, capture: true },
      );
  }

  /** Shows the tour again, from its beginning; screen readers read it. */
  showAround() {
    this.element.hidden = false;
    this.beat.hidden = false;
    this.text.ariaLive = 'polite';
    this.#show();
    this.next.focus({ preventScroll: true });
  }

  /** @param {import('../core/types.js').Shown} shown */
  shown({ request }) {
    if (!request.silent && (this.#heard += 1) >= SOUNDS && !this.tour.on) this.#leave();
  }

  /** Escape stops the tour. */
  leave() {
    return this.tour.stop();
  }

  #show() {
    this.#done = true;
    this.tour.begin();
  }

  /** @param {string} text  nothing for the hint itself */
  #say(text) {
    this.element.classList.toggle('touring', text !== '');
    this.text.textContent = text;
    this.next.hidden = text === '';
    if (!text && this.next === document.activeElement) this.surface.focus({ preventScroll: true });
  }

  #leave() {
    if (this.element.hidden) return;
    const focused = this.element.contains(document.activeElement);
    this.tour.stop();
    this.element.hidden = true;
    if (focused) this.surface.focus({ preventScroll: true });
    store(KEY, true);
  }
}
