// Undo and redo of everything that can be undone, in the order in which it was done. Knows neither sounds nor kits.

/**
 * A kind of thing that can be undone, such as the kit.
 * @template T
 * @typedef {object} Line
 * @property {(value: T) => unknown} restore  makes a value the current one again
 * @property {(before: T, after: T) => string} word  what changed from one value to the other: "step"
 */
/** @typedef {{ line: Line<any>, before: any, after: any }} Step */

const MOST = 500; // steps

export class Timeline {
  /** @type {Step[]} */
  #steps = [];
  #at = 0;
  /** @type {string | null} */
  #gesture = null;

  /** @param {() => void} changed  what can be undone or redone has changed */
  constructor(changed) {
    this.changed = changed;
  }

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.#steps.length;
  }

  /**
   * Adds a kind of thing; returns the function to call after each of its changes. Changes made in one gesture are one step.
   * @template T
   * @param {Line<T>} line
   * @returns {(before: T, after: T, gesture?: string | null) => void}
   */
  keep(line) {
    return (before, after, gesture = null) => this.#push({ line, before, after }, gesture);
  }

  /**
   * Undoes the last step (below 0) or redoes the next one; what it was, in a word, or null if there is none.
   * @param {number} direction
   */
  move(direction) {
    const step = this.#steps[direction < 0 ? this.#at - 1 : this.#at];
    if (!step) return null;
    this.#at += direction < 0 ? -1 : 1;
    this.#gesture = null;
    step.line.restore(direction < 0 ? step.before : step.after);
    this.changed();
    return step.line.word(step.before, step.after);
  }

  /**
   * @param {Step} step
   * @param {string | null} gesture
   */
  #push(step, gesture) {
    this.#steps.length = this.#at;
    const last = this.#steps.at(-1);
    const goes = gesture !== null && gesture === this.#gesture && last?.line === step.line;
    if (last && goes) this.#steps[this.#at - 1] = { ...last, after: step.after };
    else this.#steps = [...this.#steps, step].slice(-MOST);
    this.#at = this.#steps.length;
    this.#gesture = gesture;
    this.changed();
  }
}
