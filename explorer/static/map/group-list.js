// The list of all groups, for legends with more of them than chips have room: found by their words, lit and dimmed.

import { around, create, find } from '../core/dom.js';
import { folded, written } from '../core/labels.js';
import { LongList } from './long-list.js';
import { colour, isGuessed, markOf } from './mark.js';

/** @typedef {import('../core/types.js').LegendEntry} LegendEntry */

/**
 * The groups whose titles hold every word.
 * @param {Pick<LegendEntry, 'title'>[]} entries
 * @param {string} text
 */
export function groupsWith(entries, text) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const titles = entries.map(({ title }) => folded(title));
  return [...entries.keys()].filter((i) => words.every((word) => titles[i].includes(word)));
}

export class GroupList {
  /** @type {LegendEntry[]} */
  #entries = [];
  /** @type {number[]} */
  #found = [];
  /** @type {Set<number>} */
  #lit = new Set();
  #at = -1;
  #what = 'label';

  /**
   * @param {HTMLElement} element
   * @param {object} actions
   * @param {(group: number) => void} actions.toggle
   * @param {(groups: number[]) => void} actions.light  lights these alone
   * @param {() => void} actions.closed  the visitor closes the list
   */
  constructor(element, { toggle, light, closed }) {
    this.element = element;
    this.toggle = toggle;
    this.light = light;
    this.closed = closed;
    this.input = find(element, 'input', HTMLInputElement);
    this.only = find(element, '[data-groups=only]', HTMLButtonElement);
    this.list = find(element, '[role=listbox]');
    this.rows = new LongList(this.list, (group) => this.#rowOf(group));
    this.status = find(element, '[role=status]');
    this.input.addEventListener('input', () => this.#find());
    this.only.addEventListener('click', () => this.#lightFound());
    find(element, '[data-groups=close]').addEventListener('click', closed);
    this.list.addEventListener('click', (event) => {
      const row = around(event, '[role=option]');
      if (row) this.#take(Number(row.dataset.group));
    });
    element.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * @param {LegendEntry[]} entries
   * @param {string} what  one of them is: "label" or "kit"
   */
  load(entries, what) {
    this.#entries = entries;
    this.#what = what;
    this.#lit = new Set(entries.keys());
    this.input.value = '';
    this.input.placeholder = `Find a ${what} …`;
    this.input.setAttribute('aria-label', `Find a ${what}`);
    this.element.setAttribute('aria-label', `All ${what}s`);
    this.list.setAttribute('aria-label', `All ${what}s`);
    if (this.isOpen) this.#find();
  }

  /** @param {Set<number>} lit */
  show(lit) {
    this.#lit = lit;
    if (!this.isOpen) return;
    this.rows.rows.forEach((row, i) => row.setAttribute('aria-selected', String(lit.has(this.#found[i]))));
    this.#tell();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Opens the list, ready to type; on a touch screen, where that would open a keyboard over it, ready to scroll. */
  open() {
    this.element.hidden = false;
    this.#find();
    const ready = matchMedia('(hover: hover)').matches ? this.input : this.list;
    ready.focus({ preventScroll: true });
  }

  /** Closes the list; whether the focus was in it. */
  close() {
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = true;
    return focused;
  }

  #find() {
    this.#found = groupsWith(this.#entries, this.input.value);
    this.rows.show(this.#found);
    this.#mark(-1);
    this.#tell();
  }

  #tell() {
    const sounds = this.#found.reduce((sum, i) => sum + this.#entries[i].count, 0);
    const all = this.#entries.length;
    const words = this.input.value.trim() !== '';
    this.only.textContent = words ? 'Only these' : 'Show all';
    this.only.disabled = words ? this.#found.length === 0 : this.#lit.size === all;
    const shown = this.#lit.size < all ? ` · ${written(this.#lit.size)} shown` : '';
    this.status.textContent = this.#found.length
      ? `${words ? `${written(this.#found.length)} of ` : ''}${written(all)} ${this.#what}s · ${written(sounds)} sounds${shown}`
      : `No ${this.#what} matches.`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = {
      ArrowDown: this.#at + 1,
      ArrowUp: this.#at - 1,
      Home: 0,
      End: this.#found.length - 1,
    };
    if (event.key === 'Escape') {
      if (this.input.value) this.#clear();
      else this.closed();
    } else if (event.target === this.input) {
      if (event.key === 'Enter') this.#lightFound();
      else if (event.key === 'ArrowDown') this.#mark(0);
      else return;
    } else if (event.target !== this.list) return;
    else if (event.key === ' ' || event.key === 'Enter') this.#take(this.#found[this.#at]);
    else if (Object.hasOwn(steps, event.key))
      this.#mark(steps[/** @type {keyof typeof steps} */ (event.key)]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #clear() {
    this.input.value = '';
    this.#find();
    this.input.focus({ preventScroll: true });
  }

  /** Lights what was found alone; all groups without a search. */
  #lightFound() {
    if (this.#found.length) this.light(this.#found);
  }

  /** @param {number | undefined} group */
  #take(group) {
    if (group === undefined) return;
    this.#mark(this.#found.indexOf(group));
    this.toggle(group);
  }

  /**
   * Marks a row as the one that keys act on; before the first is the search field.
   * @param {number} at  a place in the list, -1 for none
   */
  #mark(at) {
    this.list.querySelector('.here')?.classList.remove('here');
    this.list.removeAttribute('aria-activedescendant');
    const before = this.#at;
    this.#at = Math.min(at, this.#found.length - 1);
    if (this.#at < 0) {
      if (before >= 0 && document.activeElement === this.list) this.input.focus({ preventScroll: true });
      return;
    }
    const here = this.rows.row(this.#at);
    here.classList.add('here');
    here.scrollIntoView({ block: 'nearest' });
    this.list.setAttribute('aria-activedescendant', here.id);
    this.list.focus({ preventScroll: true });
  }

  /** @param {number} group */
  #rowOf(group) {
    const entry = this.#entries[group];
    const row = create('li', { id: `group-${group}`, role: 'option' });
    row.dataset.group = String(group);
    row.dataset.label = entry.label;
    row.setAttribute('aria-selected', String(this.#lit.has(group)));
    colour(row, entry);
    row.append(markOf(entry, isGuessed(entry)), create('span', { textContent: entry.title }));
    row.title = entry.title;
    const guesses = isGuessed(entry) ? 'guessed' : `${entry.guessed} guessed`;
    if (entry.guessed) row.append(create('em', { textContent: guesses }));
    row.append(create('small', { textContent: written(entry.count) }));
    return row;
  }
}
