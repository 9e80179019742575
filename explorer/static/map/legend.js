// The legend of the groups, such as labels: a chip for each, or for the largest where there are many, and a list of all.

import { create, find, press } from '../core/dom.js';
import { written } from '../core/labels.js';
import { GroupList } from './group-list.js';
import { colour, isGuessed, markOf } from './mark.js';

/** @typedef {import('../core/types.js').LegendEntry} LegendEntry */

const MOST = 20; // groups that all have a chip
const FEW = 12; // chips where there are more groups, and lit groups that may join them

/**
 * The groups that have a chip: all, or the largest and the few that are lit.
 * @param {LegendEntry[]} entries
 * @param {Set<number>} lit
 */
export function chipsOf(entries, lit) {
  const all = [...entries.keys()];
  if (all.length <= MOST) return all;
  const largest = all.toSorted((a, b) => entries[b].count - entries[a].count).slice(0, FEW);
  const chosen = new Set(lit.size > FEW ? largest : [...largest, ...lit]);
  return all.filter((i) => chosen.has(i));
}

/**
 * The groups that are lit after a click on one: it alone if all were, otherwise it changes; never none.
 * @param {Set<number>} lit
 * @param {number} group
 * @param {number} count  of all groups
 */
export function toggled(lit, group, count) {
  if (lit.size === count && count > 1) return new Set([group]);
  const next = new Set(lit);
  if (!next.delete(group)) next.add(group);
  return next.size ? next : new Set(Array(count).keys());
}

/**
 * The label of the sound at a share of the way through all sounds of some groups.
 * @param {Pick<LegendEntry, 'label' | 'count'>[]} entries
 * @param {Set<number>} groups
 * @param {number} share  0 to below 1
 */
export function labelAt(entries, groups, share) {
  const chosen = [...groups].map((i) => entries[i]);
  let left = share * chosen.reduce((sum, { count }) => sum + count, 0);
  return chosen.find(({ count }) => (left -= count) < 0)?.label ?? null;
}

export class Legend {
  /** @type {LegendEntry[]} */
  #entries = [];
  /** The chips made so far, by their group. @type {Map<number, HTMLButtonElement>} */
  #chips = new Map();
  /** @type {Set<number>} */
  #lit = new Set();
  #what = 'label';

  /**
   * @param {HTMLElement} section  the map's
   * @param {import('./states.js').States} states
   * @param {(lit: Set<number>) => void} onChange
   */
  constructor(section, states, onChange) {
    this.states = states;
    this.element = find(section, '.legend .chips');
    this.more = find(section, '.more-chip');
    this.onChange = onChange;
    this.list = new GroupList(find(section, '.groups'), {
      toggle: (group) => this.#light(toggled(this.#lit, group, this.#entries.length)),
      light: (groups) => this.#light(new Set(groups)),
      closed: () => this.#opened(false),
    });
    this.more.addEventListener('click', () => this.#opened(!this.list.isOpen));
  }

  /**
   * @param {LegendEntry[]} entries
   * @param {string} what  one of them is: "label" or "kit"
   */
  load(entries, what) {
    this.#entries = entries;
    this.#what = what;
    this.#lit = new Set(entries.keys());
    this.#chips = new Map();
    this.more.hidden = entries.length <= MOST;
    this.more.textContent = `all ${written(entries.length)} ${what}s …`;
    this.list.load(entries, what);
    if (this.more.hidden) this.close();
    this.#show();
  }

  /** Closes the list of all groups; false if it is closed. */
  close() {
    if (!this.list.isOpen) return false;
    this.#opened(false);
    return true;
  }

  /** Lights all groups; false if they are. */
  lightAll() {
    if (this.#lit.size === this.#entries.length) return false;
    this.#light(new Set(this.#entries.keys()));
    return true;
  }

  /**
   * Sets whether the chips' marks have no colour, because colour shows something else.
   * @param {boolean} on
   */
  plain(on) {
    for (const element of [this.element, this.list.element]) element.classList.toggle('plain', on);
  }

  /**
   * One of the lit groups, the likelier the more sounds it has; null if all are lit.
   * @param {number} share  0 to below 1, where in all of their sounds
   */
  some(share) {
    return this.#lit.size < this.#entries.length || this.#lit.size === 1
      ? labelAt(this.#entries, this.#lit, share)
      : null;
  }

  /** The chip of a group. @param {number} i */
  #chip(i) {
    const made = this.#chips.get(i);
    if (made) return made;
    const entry = this.#entries[i];
    const title = create('span', { textContent: entry.title });
    const count = create('small', { textContent: written(entry.count) });
    const mark = markOf(entry, isGuessed(entry));
    const chip = create('button', { type: 'button', className: 'chip' }, mark, title, ' ', count);
    chip.dataset.label = entry.label;
    chip.title = inFull(entry);
    colour(chip, entry);
    chip.addEventListener('click', () => this.#light(toggled(this.#lit, i, this.#entries.length)));
    this.#chips.set(i, chip);
    return chip;
  }

  /** @param {boolean} open */
  #opened(open) {
    this.more.setAttribute('aria-expanded', String(open));
    if (open) this.list.open();
    else if (this.list.close()) this.more.focus({ preventScroll: true });
  }

  /** @param {Set<number>} lit */
  #light(lit) {
    this.#lit = lit;
    this.#show();
    this.onChange(lit);
  }

  #show() {
    const chips = chipsOf(this.#entries, this.#lit).map((i) => this.#chip(i));
    const focused = document.activeElement;
    if (chips.length !== this.element.children.length || chips.some((chip) => !chip.parentElement))
      this.element.replaceChildren(...chips);
    if (focused instanceof HTMLElement && this.element.contains(focused))
      focused.focus({ preventScroll: true });
    for (const [i, chip] of this.#chips) press(chip, this.#lit.has(i));
    this.list.show(this.#lit);
    this.#tell();
  }

  /** Shows a chip that takes the filter away, if some groups are dim. */
  #tell() {
    const [lit, all] = [this.#lit.size, this.#entries.length];
    const one = lit === 1 ? this.#entries[[...this.#lit][0]]?.title : '';
    const text = `only ${one || `${written(lit)} of ${written(all)} ${this.#what}s`}`;
    const filter = { text, tip: 'Show all sounds again (Esc)', act: () => this.lightAll() };
    this.states.set('filter', lit < all ? filter : null);
  }
}

/**
 * A group in words: "door wood: 120 sounds, 34 of these labels guessed".
 * @param {LegendEntry} entry
 */
function inFull({ title, count, guessed }) {
  const sounds = `${title}: ${count === 1 ? '1 sound' : `${written(count)} sounds`}`;
  if (!guessed) return sounds;
  return `${sounds}, ${guessed === count ? 'by guess' : `${written(guessed)} of them by guess`}`;
}
