// Draws the current sound: the spectrogram with its axes, the waveform, and a playhead over both.

import { create, find } from '../core/dom.js';
import { paint } from '../core/picture.js';

/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/types.js').Tick} Tick */

const SHARES = [0, 0.25, 0.5, 0.75, 1];

export class SoundView {
  /** @type {Sound | null} */
  #sound = null;
  #frame = 0;

  /** @param {HTMLElement} card */
  constructor(card) {
    this.views = find(card, '.views');
    this.spec = find(card, '.spec canvas', HTMLCanvasElement);
    this.ticks = find(card, '.ticks');
    this.times = find(card, '.times');
    this.wave = find(card, '.wave', HTMLCanvasElement);
    this.head = find(card, '.head');
    new ResizeObserver(() => this.#drawWave()).observe(this.wave);
  }

  clear() {
    cancelAnimationFrame(this.#frame);
    this.#sound = null;
    this.head.hidden = true;
    this.views.classList.remove('on');
    for (const canvas of [this.spec, this.wave]) canvas.width = 0;
  }

  /**
   * @param {Sound} sound
   * @param {Tick[]} ticks
   */
  show(sound, ticks) {
    this.views.classList.add('on');
    this.#sound = sound;
    paint(this.spec, sound);
    this.#drawWave();
    this.#label(ticks);
  }

  /**
   * Follows the audio clock.
   * @param {() => number | null} position  in s; null when the sound is over
   */
  follow(position) {
    cancelAnimationFrame(this.#frame);
    const step = () => {
      const seconds = position();
      this.head.hidden = seconds === null;
      if (seconds === null) return;
      this.head.style.left = `${(100 * seconds) / this.#seconds}%`;
      this.#frame = requestAnimationFrame(step);
    };
    step();
  }

  /** @param {string} colour */
  setColour(colour) {
    this.views.style.setProperty('--label', colour);
    this.#drawWave();
  }

  get #seconds() {
    return this.#sound ? this.#sound.samples.length / this.#sound.sampleRate : 1;
  }

  #drawWave() {
    if (!this.#sound) return;
    const { samples } = this.#sound;
    const ratio = window.devicePixelRatio || 1;
    const width = (this.wave.width = Math.max(1, Math.round(this.wave.clientWidth * ratio)));
    const height = (this.wave.height = Math.max(1, Math.round(this.wave.clientHeight * ratio)));
    const pen = this.wave.getContext('2d');
    if (!pen) return;
    pen.fillStyle = getComputedStyle(this.wave).color;
    for (let x = 0; x < width; x++) {
      let low = 0;
      let high = 0;
      const end = Math.floor(((x + 1) * samples.length) / width);
      for (let i = Math.floor((x * samples.length) / width); i < end; i++) {
        if (samples[i] < low) low = samples[i];
        if (samples[i] > high) high = samples[i];
      }
      const top = ((1 - high) * height) / 2;
      pen.fillRect(x, Math.min(top, height / 2 - ratio / 2), 1, Math.max(((high - low) * height) / 2, ratio));
    }
  }

  /** @param {Tick[]} ticks */
  #label(ticks) {
    this.ticks.replaceChildren(
      ...ticks.map(({ at, text }) => {
        const tick = create('span', { textContent: text });
        tick.style.setProperty('--at', `${100 * at}%`);
        return tick;
      }),
    );
    this.times.replaceChildren(
      ...SHARES.map((share) => {
        const text = `${+(share * this.#seconds).toFixed(2)}${share === 1 ? ' s' : ''}`;
        const time = create('span', { textContent: text });
        time.style.left = `${100 * share}%`;
        return time;
      }),
    );
  }
}
