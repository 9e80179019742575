// Draws the current sound: the spectrogram with its axes, the waveform, and a playhead over both.

import { create, find } from '../core/dom.js';
import { ofFrames, paint } from '../core/picture.js';
import { secondsOf } from '../core/sounds.js';

/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/types.js').Tick} Tick */

const STEPS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5]; // s, between the times under the picture
const MOST_STEPS = 4;
const AT_END = 0.97; // of the width; a time further right is written to its left

export class SoundView {
  /** @type {Sound | null} */
  #sound = null;
  #seconds = 1;
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
   * @param {number} [seconds]  what the pictures are as wide as, if the sound does not last that long
   */
  show(sound, ticks, seconds = 0) {
    this.views.classList.add('on');
    this.#sound = sound;
    this.#seconds = Math.max(seconds, secondsOf(sound));
    paint(this.spec, ofFrames(sound, Math.round((sound.frames * this.#seconds) / secondsOf(sound))));
    this.wave.ariaLabel = `Waveform${sound.channels.length > 1 ? ': left above, right below' : ''}`;
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
      this.head.hidden = seconds === null || seconds > this.#seconds;
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

  /** The channels, the left one above the right one. */
  #drawWave() {
    if (!this.#sound) return;
    const { channels, sampleRate } = this.#sound;
    const ratio = window.devicePixelRatio || 1;
    const width = (this.wave.width = Math.max(1, Math.round(this.wave.clientWidth * ratio)));
    const height = (this.wave.height = Math.max(1, Math.round(this.wave.clientHeight * ratio)));
    const pen = this.wave.getContext('2d');
    if (!pen) return;
    pen.fillStyle = getComputedStyle(this.wave).color;
    const lane = height / channels.length;
    for (const [i, samples] of channels.entries())
      for (const [x, [low, high]] of extremes(samples, width, this.#seconds * sampleRate).entries()) {
        const [top, tall] = [((1 - high) * lane) / 2, ((high - low) * lane) / 2];
        pen.fillRect(x, i * lane + Math.min(top, lane / 2 - ratio / 2), 1, Math.max(tall, ratio));
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
      ...timesOf(this.#seconds).map((at, i, all) => {
        const time = create('span', { textContent: `${at}${i === all.length - 1 ? ' s' : ''}` });
        time.style.left = `${(100 * at) / this.#seconds}%`;
        time.classList.toggle('end', at > AT_END * this.#seconds);
        return time;
      }),
    );
  }
}

/**
 * Round times in even steps from 0, up to four steps of them, in s.
 * @param {number} seconds  how long the sound lasts
 */
export function timesOf(seconds) {
  const step = STEPS.find((one) => seconds <= MOST_STEPS * one + 1e-6) ?? seconds / MOST_STEPS;
  const count = Math.floor(seconds / step + 1e-6);
  return Array.from({ length: count + 1 }, (_, i) => +(i * step).toFixed(2));
}

/**
 * The lowest and the highest sample under each of the pixels, 0 among them.
 * @param {Float32Array} samples
 * @param {number} width  in pixels
 * @param {number} length  in samples, of all pixels
 * @returns {[low: number, high: number][]}
 */
export function extremes(samples, width, length) {
  return Array.from({ length: width }, (_, x) => {
    const end = Math.min(samples.length, Math.floor(((x + 1) * length) / width));
    let low = 0;
    let high = 0;
    for (let i = Math.floor((x * length) / width); i < end; i++) {
      if (samples[i] < low) low = samples[i];
      if (samples[i] > high) high = samples[i];
    }
    return [low, high];
  });
}
