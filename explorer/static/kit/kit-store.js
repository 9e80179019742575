// The kit on the pads, kept by the browser; every change of it can be undone.

import { emptyKit, isKit, withSlot } from './kit.js';
import { recall, store } from '../core/settings.js';
import { PadPast } from './pad/past.js';
import { kitWord } from '../timeline/words.js';

/** @typedef {import('./kit.js').Kit} Kit */
/** @typedef {import('./kit.js').Slot} Slot */

const KEY = 'kit';

export class KitStore {
  pads = new PadPast();

  /**
   * @param {import('../timeline/past.js').Past} past
   * @param {() => void} onChange
   */
  constructor(past, onChange) {
    this.onChange = onChange;
    const stored = recall(KEY, null);
    /** @type {Kit} */
    this.kit = isKit(stored) ? stored : emptyKit();
    this.record = past.keep({ restore: (/** @type {Kit} */ kit) => this.#set(kit), word: kitWord });
  }

  /**
   * Replaces the kit; all changes made in one gesture are one step of undo.
   * @param {Kit} kit
   * @param {string | null} gesture
   */
  change(kit, gesture = null) {
    if (JSON.stringify(kit) === JSON.stringify(this.kit)) return;
    this.pads.note(this.kit, kit, gesture);
    this.#replace(kit, gesture);
  }

  /**
   * Brings back what was on a pad before, whatever happened to the others.
   * @param {number} pad
   */
  back(pad) {
    this.#replace(withSlot(this.kit, pad, this.pads.back(this.kit, pad)), null);
  }

  /**
   * @param {Kit} kit
   * @param {string | null} gesture
   */
  #replace(kit, gesture) {
    this.record(this.kit, kit, gesture);
    this.#set(kit);
  }

  /**
   * Puts a sound on a pad, or empties it with null.
   * @param {number} pad
   * @param {Slot | null} slot
   * @param {string | null} gesture
   */
  put(pad, slot, gesture = null) {
    this.change(withSlot(this.kit, pad, slot), gesture);
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

  /** @param {Kit} kit */
  #set(kit) {
    this.kit = kit;
    store(KEY, kit);
    this.onChange();
  }
}
