// The tour: four sentences in ten seconds, each with a ring around what it speaks of. Blocks nothing.

import { create } from '../core/dom.js';

/** A sentence, and what it is about. @typedef {{ about: string, text: string }} Step */

const EACH_MS = 2500;
const AROUND = 3; // pixels between the ring and what it surrounds

/** @type {Step[]} */
export const STEPS = [
  {
    about: '.map',
    text: 'Every place is a sound: click or tap to hear it, drag to hear all on the way.',
  },
  {
    about: '.card.now',
    text: 'This is what you hear: its picture, and the original to compare it with.',
  },
  {
    about: '#tools',
    text: 'Make others of it: between two sounds, varied, brighter, longer.',
  },
  {
    about: '#pads',
    text: 'Put what you like on the pads, make a beat of it, take the kit with you.',
  },
];

export class Tour {
  #at = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #paused = false;
  #ring = create('div', { className: 'tour-ring', ariaHidden: 'true' });
  #sizes = new ResizeObserver(() => this.#surround());

  /**
   * @param {HTMLElement} stage  what the rings are around is in it or beside it
   * @param {object} actions
   * @param {(text: string, step: number) => void} actions.say  with the number of the step, from 1
   * @param {() => void} actions.ended  after the last step, or when it was stopped
   */
  constructor(stage, { say, ended }) {
    this.stage = stage;
    this.say = say;
    this.ended = ended;
    addEventListener('resize', () => this.#surround());
    addEventListener('scroll', () => this.#surround(), {
      capture: true,
      passive: true,
    });
  }

  get on() {
    return this.#at >= 0;
  }

  begin() {
    this.#go(0);
  }

  next() {
    if (this.#at + 1 < STEPS.length) this.#go(this.#at + 1);
    else this.stop();
  }

  /** Stops; false if it was not on. */
  stop() {
    if (!this.on) return false;
    clearTimeout(this.#timer);
    this.#at = -1;
    this.#paused = false;
    this.#sizes.disconnect();
    this.#ring.remove();
    this.ended();
    return true;
  }

  /**
   * Keeps the step that is shown, or goes on after it.
   * @param {boolean} paused
   */
  pause(paused) {
    this.#paused = paused;
    if (this.on) this.#wait();
  }

  /** @param {number} step */
  #go(step) {
    this.#at = step;
    this.say(STEPS[step].text, step + 1);
    this.#sizes.disconnect();
    if (this.#about)
      this.#sizes.observe(this.#about); // which surrounds it, now and whenever its size changes
    else this.#surround();
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    if (!this.#paused) this.#timer = setTimeout(() => this.next(), EACH_MS);
  }

  /** What the step that is shown is about. */
  get #about() {
    return document.querySelector(STEPS[this.#at].about);
  }

  #surround() {
    if (!this.on) return;
    const box = this.#about?.getBoundingClientRect();
    const seen = box && box.width > 0 && box.top < innerHeight && box.bottom > 0;
    if (!seen) return this.#ring.remove();
    Object.assign(this.#ring.style, {
      left: `${box.left - AROUND}px`,
      top: `${box.top - AROUND}px`,
      width: `${box.width + 2 * AROUND}px`,
      height: `${box.height + 2 * AROUND}px`,
    });
    this.stage.append(this.#ring);
  }
}
