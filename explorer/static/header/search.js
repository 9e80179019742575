// Search by name, label or kit: dims what does not match, suggests, plays the best match. A chip on the map shows it.

import { around, create, find } from '../core/dom.js';
import { Finder } from './finder.js';

const KEYS = ['Escape', 'Enter', 'ArrowDown', 'ArrowUp'];
const SHOWN = 8;
const MOST_OTHERS = 4; // of those shown

/** A sound that is none of the library's. @typedef {{ name: string, detail: string, hear: () => void }} Other */

export class Search {
  /** Ids of the sounds that match, best first. */
  #found = new Int32Array();
  /** What the visitor has typed was searched. @type {Promise<void>} */
  #searched = Promise.resolve();
  #finder = new Finder();
  #at = -1;
  /** What is listed before them. @type {Other[]} */
  #others = [];
  /** Sounds besides the library's with these words. @type {(text: string) => Other[]} */
  others = () => [];

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

  /** The sounds of the library on the map have names. */
  named() {
    const { names, legend, label, groupings } = this.map.points;
    const { kit } = groupings;
    const labels = legend.map(({ title }) => title);
    const kits = kit.legend.map((entry) => entry.label);
    this.#finder.take({ names, labels, label, kits, kit: kit.index });
    this.#search();
  }

  #search() {
    const text = this.input.value.trim();
    this.list.setAttribute('aria-busy', String(text !== ''));
    if (text) this.#searched = this.#find(text);
    else this.#tell(text, new Int32Array());
  }

  /** @param {string} text */
  async #find(text) {
    const found = await this.#finder.find(text);
    if (text === this.input.value.trim()) this.#tell(text, found);
  }

  /**
   * Shows what was found.
   * @param {string} text
   * @param {Int32Array<ArrayBuffer>} ids
   */
  #tell(text, ids) {
    const { points } = this.map;
    this.list.setAttribute('aria-busy', 'false');
    this.#found = ids;
    const others = text ? this.others(text) : [];
    this.#others = others.slice(0, MOST_OTHERS);
    this.map.filter('search', ids.length ? ids : null);
    this.cross.hidden = this.input.value === '';
    this.chip.hidden = this.#found.length === 0;
    this.words.textContent = text;
    this.#at = -1;
    this.list.replaceChildren(...this.#options());
    const yours = others.length ? `${others.length} of yours` : '';
    const found = this.#found.length
      ? `${this.#found.length} of ${points.names.length} sounds · ⇧ Enter lists them`
      : '';
    this.status.textContent = [yours, found].filter(Boolean).join(' · ') || 'No sounds match.';
    this.#show(text !== '');
    this.#mark();
  }

  /** What can be chosen: other sounds first, then the best of the library's. */
  #options() {
    const others = this.#others.map(({ name, detail }, rank) => optionOf(rank, name, detail));
    const shown = Array.from(this.#found.subarray(0, SHOWN - others.length), (id, i) => {
      const option = optionOf(others.length + i, this.map.points.names[id], this.map.detailOf(id));
      option.dataset.id = String(id);
      return option;
    });
    return [...others, ...shown];
  }

  /** @param {KeyboardEvent} event */
  async #key(event) {
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    if (event.key === 'Escape') {
      this.clear();
      this.input.blur();
      return;
    }
    await this.#searched;
    const last = this.list.children.length - 1;
    if (event.key === 'Enter') {
      if (event.shiftKey) this.#chooseAll();
      else this.#take(this.#at < 0 ? 0 : this.#at);
    } else {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#at = Math.min(last, Math.max(0, this.#at + step));
      this.#show(this.input.value !== '');
      this.#mark();
    }
  }

  /** @param {number} rank */
  #take(rank) {
    if (!(rank in this.list.children)) return;
    this.#at = rank;
    this.#mark();
    this.#show(false);
    const other = this.#others[rank];
    if (other) other.hear();
    else this.hear(this.#found[rank - this.#others.length]);
  }

  /** Selects all matches and clears the search: the selection dims the others, and closes on its own. */
  #chooseAll() {
    const found = Array.from(this.#found);
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
 * @param {number} rank
 * @param {string} name
 * @param {string} detail
 */
function optionOf(rank, name, detail) {
  const small = create('small', { textContent: detail });
  const option = create('li', { id: `suggestion-${rank}`, role: 'option' }, name, small);
  option.dataset.rank = String(rank);
  return option;
}
