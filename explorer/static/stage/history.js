// Every sound that was settled on, as {checkpoint, recipe}. Entries of one gesture (a scrub, a slider) count as one.

export class History {
  constructor() {
    this.entries = [];
    this.at = -1;
    this.gesture = null;
  }

  get current() {
    return this.entries[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.entries.length - 1;
  }

  push(entry, gesture = null) {
    const here = this.current;
    if (here && here.recipe === entry.recipe && here.checkpoint === entry.checkpoint) return;
    this.entries.length = this.at + 1;
    if (gesture !== null && gesture === this.gesture) this.entries[this.at] = entry;
    else this.entries.push(entry);
    this.at = this.entries.length - 1;
    this.gesture = gesture;
  }

  move(step) {
    const to = this.at + step;
    if (to < 0 || to >= this.entries.length) return null;
    this.at = to;
    this.gesture = null;
    return this.current;
  }
}
