// The box of a listening test: its text and buttons, and its sounds, played under letters.
// Which letter is which sound is kept here and not written into the page before the end.

import { create, find } from '../../core/dom.js';
import { cropped, paint } from '../../core/picture.js';
import { Problem } from '../../core/server.js';
import { bufferOf, strike } from '../../core/sounds.js';
import { randomBelow } from './blind-score.js';

/** @typedef {import('../panel.js').Host} Host */
/** A sound of a test, with the gain that makes it as loud as the others. @typedef {import('../../core/sounds.js').Heard & { gain: number }} Heard */
/** One that can be seen as well. @typedef {import('../../core/types.js').Sound & { gain: number }} Seen */
/** A sound to look at and to hear; `name` stands for it where it has no letter. @typedef {{ letter?: string, name: string, title: string, sound: Seen }} Picture */

const TRIES = 12; // sounds without an original to skip before giving up

export class BlindBox {
  /** @type {Record<string, Heard>} */
  #sounds = {};
  /** @type {AudioBufferSourceNode | null} */
  #source = null;
  #round = 0;

  /**
   * @param {HTMLElement} element
   * @param {Pick<Host, 'player' | 'map'>} host
   * @param {() => void} onClose  called when the visitor leaves the test
   */
  constructor(element, host, onClose) {
    this.element = element;
    this.host = host;
    this.onClose = onClose;
  }

  open() {
    this.element.hidden = false;
  }

  close() {
    this.#round += 1;
    this.silence();
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** @param {EventTarget | null} target */
  holds(target) {
    return target instanceof Node && this.element.contains(target);
  }

  /** @param {...Node} parts */
  show(...parts) {
    this.element.replaceChildren(...parts);
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: 'nearest' });
  }

  /**
   * The result of `get` for a random sound that has an original; shows a sentence and returns null if there is none.
   * @template Found
   * @param {(id: number) => Promise<Found>} get
   * @param {number | null} wanted  a sound to use instead of a random one
   * @returns {Promise<Found | null>}
   */
  async find(get, wanted = null) {
    const round = ++this.#round;
    this.silence();
    this.show(line('p', 'One moment…'));
    for (let tries = 1; ; tries++) {
      try {
        const found = await get(wanted ?? randomBelow(this.host.map.points.names.length));
        return round === this.#round ? found : null;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (round !== this.#round) return null;
        if (tries < TRIES && wanted === null) continue;
        this.show(line('p', error.message), row(this.leaveButton('Close')));
        return null;
      }
    }
  }

  /**
   * Creates buttons that play these sounds under their letters.
   * @param {[letter: string, sound: Heard][]} sounds
   */
  players(sounds) {
    this.#sounds = Object.fromEntries(sounds);
    return sounds.map(([letter]) => {
      const one = button(`▶ ${letter}`, () => this.hear(letter), 'hear');
      one.setAttribute('aria-label', `Play ${letter}`);
      one.dataset.hear = letter;
      return one;
    });
  }

  /**
   * Creates a row of small spectrograms side by side, each of which plays its sound.
   * @param {Picture[]} pictures
   */
  pictures(pictures) {
    this.#sounds = {};
    const shown = cropped(pictures.map(({ sound }) => sound));
    const figures = pictures.map(({ letter, title, sound, ...picture }, i) => {
      const name = (letter ?? picture.name).toUpperCase();
      this.#sounds[name] = sound;
      const canvas = create('canvas');
      paint(canvas, shown[i]);
      const one = create('button', { type: 'button', className: 'hear' }, canvas);
      one.ariaLabel = `Play ${[letter, title].filter(Boolean).join(', ')}`;
      one.dataset.hear = name;
      one.addEventListener('click', () => this.hear(name));
      if (letter) one.append(create('b', { textContent: letter }));
      return create('figure', {}, one, create('figcaption', { textContent: title, className: picture.name }));
    });
    return create('div', { className: 'blind-pictures' }, ...figures);
  }

  /**
   * Plays the sound of a letter; false if there is none.
   * @param {string} letter
   */
  hear(letter) {
    const name = letter.toUpperCase();
    const sound = this.#sounds[name];
    if (!sound || !this.element.querySelector(`[data-hear="${name}"]`)) return false;
    const { player } = this.host;
    player.unlock();
    player.stop();
    this.silence();
    const { context, master } = player.output;
    this.#source = strike(context, master, bufferOf(sound), sound.gain, 0);
    for (const one of this.element.querySelectorAll('[data-hear]'))
      one.classList.toggle('on', one.getAttribute('data-hear') === name);
    return true;
  }

  silence() {
    this.#source?.stop();
    this.#source = null;
  }

  /** @param {string} text */
  leaveButton(text) {
    return button(text, this.onClose, 'quiet');
  }
}

/**
 * @param {'p' | 'output'} tag
 * @param {string} text
 */
export const line = (tag, text, className = '') => create(tag, { textContent: text, className });

/** @param {...Node} parts */
export const row = (...parts) => create('div', { className: 'blind-row' }, ...parts);

/**
 * @param {string} text
 * @param {() => void} act
 */
export function button(text, act, className = '') {
  const element = create('button', { type: 'button', textContent: text, className: `small ${className}` });
  element.addEventListener('click', act);
  return element;
}

/**
 * Creates a row with a slider from 0 to 100, and a function that reads it.
 * @param {HTMLElement} player
 * @param {string} letter
 */
export function ratingRow(player, letter) {
  const slider = create('input', { type: 'range', min: 0, max: 100, value: 50, step: 1 });
  slider.setAttribute('aria-label', `Rating of ${letter}, 0 to 100`);
  const figure = line('output', '50');
  slider.addEventListener('input', () => (figure.textContent = slider.value));
  const element = row(player, slider, figure);
  return { element, value: () => find(element, 'input', HTMLInputElement).valueAsNumber };
}
