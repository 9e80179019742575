// The tempo of a MIDI clock, 24 ticks to a quarter note, and when a moment of the audio clock is heard. Knows no devices.

const TICKS = 24; // in a quarter note
const KEPT = 2 * TICKS; // ticks that a tempo is measured over
const GAP = 250; // ms; after a longer silence the clock begins anew. 24 ticks a beat at 10 bpm
const STEADY = 0.3; // bpm; a tempo that differs less is the same

export class Clock {
  /** @type {number[]} */
  #times = [];
  /** @type {number | null} */
  #tempo = null;

  /**
   * Hears a tick.
   * @param {number} time  in ms
   * @returns {number | null}  the tempo in bpm, if it is new; null otherwise
   */
  tick(time) {
    const last = this.#times.at(-1);
    if (last !== undefined && (time - last > GAP || time < last)) this.reset();
    this.#times.push(time);
    if (this.#times.length > KEPT + 1) this.#times.shift();
    if (this.#times.length <= TICKS) return null;
    const span = this.#times[this.#times.length - 1] - this.#times[0];
    const tempo = Math.round((600_000 * (this.#times.length - 1)) / (TICKS * span)) / 10;
    if (!Number.isFinite(tempo) || Math.abs(tempo - (this.#tempo ?? 0)) < STEADY) return null;
    this.#tempo = tempo;
    return tempo;
  }

  reset() {
    this.#times = [];
    this.#tempo = null;
  }
}

/**
 * When a moment of the audio clock is heard, on the page's clock in ms.
 * @param {number} time  in s
 * @param {AudioTimestamp} heard  what is heard when, as far as the browser says it
 * @param {Required<AudioTimestamp>} now  both clocks, where it does not
 */
export function pageTime(time, { contextTime, performanceTime }, now) {
  const pair = contextTime && performanceTime ? { contextTime, performanceTime } : now;
  return pair.performanceTime + (time - pair.contextTime) * 1000;
}
