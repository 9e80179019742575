// Hot-swap: while the beat plays, the pad that was pressed last follows the sounds on the map, until the beat stops or its old
// sound comes back. Knows nothing of pages.

/** @typedef {import('../kit.js').Slot} Slot */

export class HotSwap {
  /** The pad that follows, its old sound, and the gesture that all changes are one step of undo in. @type {{ pad: number, before: Slot, gesture: string } | null} */
  #following = null;
  #count = 0;

  /**
   * @param {object} props
   * @param {(pad: number) => Slot | null} props.slotOf
   * @param {(pad: number, slot: Slot, gesture: string | null) => void} props.put
   * @param {() => void} props.changed  which pad follows has changed
   */
  constructor({ slotOf, put, changed }) {
    this.slotOf = slotOf;
    this.put = put;
    this.changed = changed;
  }

  /** The pad that follows, or null. */
  get pad() {
    return this.#following?.pad ?? null;
  }

  /**
   * Lets a pad follow; the one that did so before keeps its new sound. False if it did already, or is empty.
   * @param {number} pad
   */
  begin(pad) {
    const before = this.slotOf(pad);
    if (!before || pad === this.pad) return false;
    this.#count += 1;
    this.#following = { pad, before, gesture: `swap ${this.#count}` };
    this.changed();
    return true;
  }

  /** Ends it; the pad keeps its new sound. */
  end() {
    if (!this.#following) return;
    this.#following = null;
    this.changed();
  }

  /**
   * Puts a sound on the pad that follows; the pad stays as loud, high and far left as it was.
   * @param {Slot} sound
   */
  hear({ recipe, name, checkpoint, choke }) {
    if (!this.#following) return;
    const { pad, gesture } = this.#following;
    const slot = this.slotOf(pad);
    if (!slot) return this.end();
    if (slot.checkpoint === checkpoint && JSON.stringify(slot.recipe) === JSON.stringify(recipe)) return;
    this.put(pad, { ...slot, recipe, name, checkpoint, ...(choke && !slot.choke && { choke }) }, gesture);
  }

  /** Ends it and brings the old sound back; false if no pad follows. */
  leave() {
    if (!this.#following) return false;
    const { pad, before } = this.#following;
    this.#following = null;
    if (this.slotOf(pad) !== before) this.put(pad, before, null);
    this.changed();
    return true;
  }
}
