// When each step is due, on the audio clock. The timer only wakes it and may be late: times are computed, never summed.
// After Chris Wilson, "A tale of two clocks" (2013).

import { stepBeats } from './hits.js';

/** @typedef {Pick<import('../kit.js').Pattern, 'tempo' | 'swing'>} Timing */
/**
 * A step of the song.
 * @typedef {object} Moment
 * @property {number} round  how often the song has been played
 * @property {number} place  in the song
 * @property {number} step  of the pattern at that place
 */

const WAKE_MS = 25;
const AHEAD = 0.15; // seconds scheduled in advance
const AHEAD_HIDDEN = 1.6; // browsers wake hidden pages once a second
const LEAD = 0.06; // seconds from the key to the first step
const LATE = 0.03; // seconds; a step later than this is left out, so that nothing piles up
const STEPS = 4; // in a quarter note

export class Sequencer {
  /** What comes next. @type {Moment} */
  #next = { round: 0, place: 0, step: 0 };
  /** When the pattern that is played began, in quarter notes. */
  #start = 0;
  #tempo = 1;
  #anchor = { beat: 0, time: 0 };
  #last = { beat: 0, time: 0 };
  /** @type {{ moment: Moment, time: number }[]} */
  #scheduled = [];
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  playing = false;

  /**
   * @param {object} props
   * @param {() => number} props.now  the audio clock in s
   * @param {() => Timing} props.pattern
   * @param {() => number[]} props.lengths  how many steps there are at each place of the song
   * @param {(moment: Moment, time: number) => void} props.hit  schedules a step
   */
  constructor({ now, pattern, lengths, hit }) {
    this.now = now;
    this.pattern = pattern;
    this.lengths = lengths;
    this.hit = hit;
  }

  start() {
    this.playing = true;
    this.#next = { round: 0, place: 0, step: 0 };
    this.#start = 0;
    this.#tempo = this.pattern().tempo;
    this.#anchor = this.#last = { beat: 0, time: this.now() + LEAD };
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
    const lengths = this.lengths();
    const horizon = this.now() + (globalThis.document?.hidden ? AHEAD_HIDDEN : AHEAD);
    if (tempo !== this.#tempo) this.#retime(tempo);
    for (;;) {
      this.#settle(lengths);
      const moment = this.#next;
      const beat = this.#start + stepBeats(moment.step, swing);
      const time = this.#timeOf(beat);
      if (time > horizon) return;
      this.#next = { ...moment, step: moment.step + 1 };
      this.#last = { beat, time };
      if (time < this.now() - LATE) continue;
      this.#scheduled.push({ moment, time });
      this.hit(moment, time);
    }
  }

  /**
   * The step that sounds at a time, or null before the first.
   * @param {number} time
   */
  momentAt(time) {
    while (this.#scheduled.length > 1 && this.#scheduled[1].time <= time) this.#scheduled.shift();
    const [first] = this.#scheduled;
    return first && first.time <= time ? first.moment : null;
  }

  /**
   * Goes on to the next place of the song after the last step of one, and to the next round after the last place.
   * @param {number[]} lengths
   */
  #settle(lengths) {
    const { round, place, step } = this.#next;
    if (step < lengths[place]) return;
    this.#start += step / STEPS;
    const last = place + 1 >= lengths.length;
    this.#next = last ? { round: round + 1, place: 0, step: 0 } : { round, place: place + 1, step: 0 };
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
    this.#anchor = this.#last;
    this.#tempo = tempo;
  }
}
