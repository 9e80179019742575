// Every sound that the visitor settled on. One gesture (a scrub, a slider drag) makes one entry.

/** @typedef {{ checkpoint: string, recipe: string, title: string, label: string }} Entry */

export class History {
  /** @type {Entry[]} */
  entries = [];
  at = -1;
  /** @type {string | null} */
  #gesture = null;

  /** @returns {Entry | undefined} */
  get current() {
    return this.entries[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.entries.length - 1;
  }

  /**
   * @param {Entry} entry
   * @param {string | null} gesture
   */
  push(entry, gesture = null) {
    const here = this.current;
    if (here && here.recipe === entry.recipe && here.checkpoint === entry.checkpoint) return;
    this.entries.length = this.at + 1;
    if (gesture !== null && gesture === this.#gesture) this.entries[this.at] = entry;
    else this.entries.push(entry);
    this.at = this.entries.length - 1;
    this.#gesture = gesture;
  }

  /**
   * Moves `step` entries back (below 0) or forward; null if there is no such entry.
   * @param {number} step
   */
  move(step) {
    const to = this.at + step;
    if (to < 0 || to >= this.entries.length) return null;
    this.at = to;
    this.#gesture = null;
    return this.entries[to];
  }
}
