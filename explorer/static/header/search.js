// Search by name, label or kit: dims what does not match, suggests, and goes to the best. A chip on the map says so.

const SHOWN = 8;

export class Search {
  /** `hear(id)` plays a sound and brings it to the middle; `choose(ids)` selects all that were found. */
  constructor(box, chip, map, hear, choose) {
    Object.assign(this, { chip, map, hear, choose });
    this.input = box.querySelector('input');
    this.cross = box.querySelector('button');
    this.list = box.querySelector('[role=listbox]');
    this.status = box.querySelector('[role=status]');
    this.panel = box.querySelector('.suggestions');
    this.found = [];
    this.input.addEventListener('input', () => this.#search());
    this.input.addEventListener('keydown', (event) => this.#key(event));
    this.input.addEventListener('focus', () => this.#show(this.input.value !== ''));
    this.input.addEventListener('blur', () => this.#show(false));
    this.cross.addEventListener('click', () => {
      this.clear();
      this.input.focus();
    });
    chip.addEventListener('click', () => this.leave());
    this.list.addEventListener('pointerdown', (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest('[role=option]');
      if (option) this.#take(Number(option.dataset.rank));
    });
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  clear() {
    this.input.value = '';
    this.#search();
  }

  /** Clears the search; false where there is none. */
  leave() {
    if (!this.input.value) return false;
    this.clear();
    this.map.surface.focus({ preventScroll: true });
    return true;
  }

  #search() {
    const text = this.input.value.trim();
    this.found = text ? matches(text, this.map.points, this.map.colours.groupings) : [];
    this.map.filter('search', this.found.length ? new Set(this.found) : null);
    this.cross.hidden = this.input.value === '';
    this.chip.hidden = this.found.length === 0;
    this.chip.querySelector('b').textContent = text;
    this.at = -1;
    this.list.replaceChildren(...this.found.slice(0, SHOWN).map((id, rank) => this.#option(id, rank)));
    this.status.textContent = this.found.length
      ? `${this.found.length} of ${this.map.points.names.length} sounds · ⇧ Enter lists them`
      : 'No sound is called that.';
    this.#show(text !== '');
    this.#mark();
  }

  #option(id, rank) {
    const option = document.createElement('li');
    const more = document.createElement('small');
    more.textContent = this.map.detailOf(id);
    Object.assign(option, { id: `suggestion-${rank}`, textContent: this.map.points.names[id] });
    option.setAttribute('role', 'option');
    option.dataset.rank = rank;
    option.append(more);
    return option;
  }

  #key(event) {
    const last = Math.min(SHOWN, this.found.length) - 1;
    if (event.key === 'Escape') {
      this.clear();
      this.input.blur();
    } else if (event.key === 'Enter') {
      if (event.shiftKey) this.#chooseAll();
      else this.#take(this.at < 0 ? 0 : this.at);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = Math.min(last, Math.max(0, this.at + step));
      this.#show(this.input.value !== '');
      this.#mark();
    } else return;
    event.preventDefault();
  }

  #take(rank) {
    if (!(rank in this.found)) return;
    this.at = rank;
    this.#mark();
    this.#show(false);
    this.hear(this.found[rank]);
  }

  /** Selects all that were found: from then on the selection dims the others, and has its own way out. */
  #chooseAll() {
    const { found } = this;
    if (found.length === 0) return;
    this.clear();
    this.choose(found);
  }

  #mark() {
    for (const option of this.list.children)
      option.setAttribute('aria-selected', Number(option.dataset.rank) === this.at);
    if (this.at >= 0) this.input.setAttribute('aria-activedescendant', `suggestion-${this.at}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  #show(open) {
    this.panel.hidden = !open;
    this.input.setAttribute('aria-expanded', open);
  }
}

/** Ids of the sounds that hold every word, best first: by where the words are, then by the shorter name. */
export function matches(text, { names, kits }, { label }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  names.forEach((name, id) => {
    const low = name.toLowerCase();
    const all = `${low} ${label.legend[label.index[id]].title} ${kits[id].toLowerCase().replaceAll('_', ' ')}`;
    if (!words.every((word) => all.includes(word))) return;
    const costs = words.map((word) =>
      low.startsWith(word) ? 0 : ` ${low}`.includes(` ${word}`) ? 1 : low.includes(word) ? 2 : 3,
    );
    found.push([costs.reduce((sum, cost) => sum + cost), name.length, id]);
  });
  return found
    .sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2])
    .map(([, , id]) => id);
}
