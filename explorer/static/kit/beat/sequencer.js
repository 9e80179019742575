// When each step is due, on the audio clock. The timer only wakes it and may be late: times are computed, never summed.
// After Chris Wilson, "A tale of two clocks" (2013).

import { constants } from '../../core/constants.js';

/** @typedef {Pick<import('../kit.js').Pattern, 'tempo' | 'swing'>} Timing */

const WAKE_MS = 25;
const AHEAD = 0.15; // seconds scheduled in advance
const AHEAD_HIDDEN = 1.6; // browsers wake hidden pages once a second
const LEAD = 0.06; // seconds from the key to the first step
const LATE = 0.03; // seconds; a step later than this is left out, so that nothing piles up
const BEATS = 4; // quarter notes in a bar

/**
 * When a sixteenth falls, in quarter notes from the start of the bar; swing delays every second one.
 * @param {number} step
 * @param {number} swing
 */
export const stepBeats = (step, swing) => Math.floor(step / 2) / 2 + (step % 2 ? swing / 2 : 0);

export class Sequencer {
  #count = 0;
  #tempo = 1;
  #anchor = { beat: 0, time: 0 };
  #last = { beat: 0, time: 0 };
  /** @type {{ step: number, time: number }[]} */
  #scheduled = [];
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  playing = false;

  /**
   * @param {object} props
   * @param {() => number} props.now  the audio clock in s
   * @param {() => Timing} props.pattern
   * @param {(step: number, time: number) => void} props.hit  schedules a step
   */
  constructor({ now, pattern, hit }) {
    this.now = now;
    this.pattern = pattern;
    this.hit = hit;
  }

  start() {
    this.playing = true;
    this.#count = 0;
    this.#tempo = this.pattern().tempo;
    this.#anchor = { beat: 0, time: this.now() + LEAD };
    this.#scheduled = [];
    this.#timer = setInterval(() => this.wake(), WAKE_MS);
    this.wake();
  }

  stop() {
    clearInterval(this.#timer);
    this.playing = false;
    this.#scheduled = [];
  }

  /** Schedules what is due soon. */
  wake() {
    const { tempo, swing } = this.pattern();
    const { steps } = constants.kit;
    const horizon = this.now() + (globalThis.document?.hidden ? AHEAD_HIDDEN : AHEAD);
    if (tempo !== this.#tempo) this.#retime(tempo);
    for (;;) {
      const step = this.#count % steps;
      const beat = BEATS * Math.floor(this.#count / steps) + stepBeats(step, swing);
      const time = this.#timeOf(beat);
      if (time > horizon) return;
      this.#count += 1;
      this.#last = { beat, time };
      if (time < this.now() - LATE) continue;
      this.#scheduled.push({ step, time });
      this.hit(step, time);
    }
  }

  /**
   * The step that sounds at a time, or null before the first.
   * @param {number} time
   */
  stepAt(time) {
    while (this.#scheduled.length > 1 && this.#scheduled[1].time <= time) this.#scheduled.shift();
    const [first] = this.#scheduled;
    return first && first.time <= time ? first.step : null;
  }

  /** @param {number} beat */
  #timeOf(beat) {
    return this.#anchor.time + ((beat - this.#anchor.beat) * 60) / this.#tempo;
  }

  /**
   * Continues from the last scheduled step at another tempo.
   * @param {number} tempo
   */
  #retime(tempo) {
    if (this.#count > 0) this.#anchor = this.#last;
    this.#tempo = tempo;
  }
}
