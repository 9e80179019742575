// What was on each pad before: an undo of its own. Knows nothing of patterns.

import { constants } from '../../core/constants.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('../kit.js').Slot} Slot */

const MOST = 50; // earlier sounds of a pad

export class PadPast {
  /** @type {(Slot | null)[][]} */
  #before = Array.from({ length: constants.kit.pads }, () => []);
  /** The last gesture on each pad. @type {(string | null)[]} */
  #gestures = [];

  /**
   * Notes what a change of the kit did to its pads; changes made in one gesture count as one.
   * @param {Kit} before
   * @param {Kit} after
   * @param {string | null} gesture
   */
  note(before, after, gesture) {
    for (const [pad, past] of this.#before.entries()) {
      if (same(before.slots[pad], after.slots[pad])) continue;
      if (gesture === null || gesture !== this.#gestures[pad]) past.push(before.slots[pad]);
      if (past.length > MOST) past.shift();
      this.#gestures[pad] = gesture;
    }
  }

  /**
   * Whether a pad has been otherwise than it is now.
   * @param {Kit} kit
   * @param {number} pad
   */
  has(kit, pad) {
    return this.#before[pad].some((slot) => !same(slot, kit.slots[pad]));
  }

  /**
   * Goes back to what was on a pad last, and forgets what came after.
   * @param {Kit} kit
   * @param {number} pad
   * @returns {Slot | null}
   */
  back(kit, pad) {
    this.#gestures[pad] = null;
    const past = this.#before[pad];
    for (let slot = past.pop(); slot !== undefined; slot = past.pop())
      if (!same(slot, kit.slots[pad])) return slot;
    return kit.slots[pad];
  }
}

/**
 * @param {Slot | null} one
 * @param {Slot | null} other
 */
const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);
