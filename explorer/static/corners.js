// The two corners of a morph: which sounds they are, on the buttons and on the map.

export class Corners {
  constructor(map, buttons) {
    this.map = map;
    this.buttons = buttons;
    this.clear();
  }

  clear() {
    this.pair = [null, null];
    this.newest = 1;
    this.#show();
  }

  get ready() {
    return this.pair.every(Boolean);
  }

  get recipes() {
    return this.pair.map((corner) => corner.recipe);
  }

  /** Sets a corner {recipe, place, title}: A first, then B, then in turn, unless the slot is given. */
  set(corner, slot = null) {
    const empty = this.pair.indexOf(null);
    const into = slot ?? (empty >= 0 ? empty : 1 - this.newest);
    this.pair[into] = corner;
    this.newest = into;
    this.#show();
  }

  replace(pair) {
    this.pair = pair;
    this.newest = 1;
    this.#show();
  }

  #show() {
    this.pair.forEach((corner, i) => {
      this.map.mark(i, corner?.place ?? null);
      const text = this.buttons()[i]?.querySelector('span');
      if (text) text.textContent = corner?.title ?? 'take this sound';
      this.buttons()[i]?.classList.toggle('set', Boolean(corner));
    });
  }
}
