// The kit on the pads, kept by the browser, and the earlier ones for undo.

import { emptyKit, isKit, KitHistory, withSlot } from './kit.js';
import { recall, store } from '../core/settings.js';

/** @typedef {import('./kit.js').Kit} Kit */
/** @typedef {import('./kit.js').Slot} Slot */

const KEY = 'kit';

export class KitStore {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    const stored = recall(KEY, null);
    /** @type {Kit} */
    this.kit = isKit(stored) ? stored : emptyKit();
    this.history = new KitHistory(this.kit);
  }

  /**
   * Replaces the kit; all changes made in one gesture are one step of undo.
   * @param {Kit} kit
   * @param {string | null} gesture
   */
  change(kit, gesture = null) {
    this.history.push(kit, gesture);
    this.#set(kit);
  }

  /**
   * Puts a sound on a pad, or empties it with null.
   * @param {number} pad
   * @param {Slot | null} slot
   */
  put(pad, slot) {
    this.change(withSlot(this.kit, pad, slot));
  }

  /**
   * Changes what is on a pad.
   * @param {number} pad
   * @param {(slot: Slot) => Partial<Slot>} change
   * @param {string | null} gesture
   */
  alter(pad, change, gesture = null) {
    const slot = this.kit.slots[pad];
    if (slot) this.change(withSlot(this.kit, pad, { ...slot, ...change(slot) }), gesture);
  }

  /**
   * Undoes (below 0) or redoes.
   * @param {number} step
   */
  travel(step) {
    this.#set(this.history.move(step));
  }

  /** @param {Kit} kit */
  #set(kit) {
    this.kit = kit;
    store(KEY, kit);
    this.onChange();
  }
}
