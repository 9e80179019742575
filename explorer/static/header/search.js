// Search by name, label or kit: dims what does not match, suggests, plays the best match. A chip on the map shows it.

import { around, create, find } from '../core/dom.js';
import { folded } from '../core/labels.js';

const SHOWN = 8;

export class Search {
  /** @type {number[]} */
  #found = [];
  #at = -1;

  /**
   * @param {object} props
   * @param {HTMLElement} props.box
   * @param {HTMLElement} props.chip  on the map: shows the search, and clears it
   * @param {import('../map/map.js').SoundMap} props.map
   * @param {(id: number) => void} props.hear  plays a sound and centres it
   * @param {(ids: number[]) => void} props.choose  selects all matches
   */
  constructor({ box, chip, map, hear, choose }) {
    this.chip = chip;
    this.words = find(chip, 'b');
    this.map = map;
    this.hear = hear;
    this.choose = choose;
    this.input = find(box, 'input', HTMLInputElement);
    this.cross = find(box, 'button');
    this.list = find(box, '[role=listbox]');
    this.status = find(box, '[role=status]');
    this.panel = find(box, '.suggestions');
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
      const option = around(event, '[role=option]');
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

  /** Clears the search; false if there is none. */
  leave() {
    if (!this.input.value) return false;
    this.clear();
    this.map.surface.focus({ preventScroll: true });
    return true;
  }

  #search() {
    const { points } = this.map;
    const text = this.input.value.trim();
    this.#found = text ? matches(text, points) : [];
    this.map.filter('search', this.#found.length ? new Set(this.#found) : null);
    this.cross.hidden = this.input.value === '';
    this.chip.hidden = this.#found.length === 0;
    this.words.textContent = text;
    this.#at = -1;
    this.list.replaceChildren(...this.#found.slice(0, SHOWN).map((id, rank) => this.#option(id, rank)));
    this.status.textContent = this.#found.length
      ? `${this.#found.length} of ${points.names.length} sounds · ⇧ Enter lists them`
      : 'No sounds match.';
    this.#show(text !== '');
    this.#mark();
  }

  /**
   * @param {number} id
   * @param {number} rank
   */
  #option(id, rank) {
    const detail = create('small', { textContent: this.map.detailOf(id) });
    const option = create(
      'li',
      { id: `suggestion-${rank}`, role: 'option' },
      this.map.points.names[id],
      detail,
    );
    Object.assign(option.dataset, { rank, id });
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = Math.min(SHOWN, this.#found.length) - 1;
    if (event.key === 'Escape') {
      this.clear();
      this.input.blur();
    } else if (event.key === 'Enter') {
      if (event.shiftKey) this.#chooseAll();
      else this.#take(this.#at < 0 ? 0 : this.#at);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#at = Math.min(last, Math.max(0, this.#at + step));
      this.#show(this.input.value !== '');
      this.#mark();
    } else return;
    event.preventDefault();
  }

  /** @param {number} rank */
  #take(rank) {
    if (!(rank in this.#found)) return;
    this.#at = rank;
    this.#mark();
    this.#show(false);
    this.hear(this.#found[rank]);
  }

  /** Selects all matches and clears the search: the selection dims the others, and closes on its own. */
  #chooseAll() {
    const found = this.#found;
    if (found.length === 0) return;
    this.clear();
    this.choose(found);
  }

  #mark() {
    for (const option of /** @type {Iterable<HTMLElement>} */ (this.list.children))
      option.setAttribute('aria-selected', String(Number(option.dataset.rank) === this.#at));
    if (this.#at >= 0) this.input.setAttribute('aria-activedescendant', `suggestion-${this.#at}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  /** @param {boolean} open */
  #show(open) {
    this.panel.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
  }
}

/**
 * Ids of the sounds that hold every word, best first: by where the words are, then by the shorter name.
 * @param {string} text
 * @param {Pick<import('../core/types.js').Points, 'names' | 'kits' | 'legend' | 'label'>} points
 */
export function matches(text, { names, kits, legend, label }) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const labels = legend.map(({ title }) => folded(title));
  /** @type {[cost: number, length: number, id: number][]} */
  const found = [];
  names.forEach((name, id) => {
    const low = folded(name);
    const all = `${low} ${labels[label[id]]} ${folded(kits[id]).replaceAll('_', ' ')}`;
    if (!words.every((word) => all.includes(word))) return;
    const cost = words.reduce((sum, word) => sum + costOf(word, low), 0);
    found.push([cost, name.length, id]);
  });
  return found
    .sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2])
    .map(([, , id]) => id);
}

/**
 * How far a word is from being what a name begins with.
 * @param {string} word
 * @param {string} name  folded
 */
function costOf(word, name) {
  if (name.startsWith(word)) return 0;
  if (` ${name}`.includes(` ${word}`)) return 1;
  return name.includes(word) ? 2 : 3;
}
