// A list of library sounds: a click plays, arrow keys walk and play.

import { around, create } from '../core/dom.js';
import { isGuess } from '../core/labels.js';
import { LongList } from './long-list.js';
import { colour, markOf } from './mark.js';

const FAR = 2000; // rows that are made at once to show one of them

export class SoundList {
  /** @type {number[]} */
  #ids = [];
  /** @type {number[] | undefined} */
  #likeness;
  /** @type {number | null} */
  #at = null;

  /**
   * @param {HTMLElement} element
   * @param {import('./map.js').SoundMap} map
   * @param {(id: number, request: import('../core/types.js').Request) => void} hear
   */
  constructor(element, map, hear) {
    this.element = element;
    this.map = map;
    this.hear = hear;
    this.options = new LongList(element, (id, i) => this.#option(id, this.#likeness?.[i]));
    element.addEventListener('click', (event) => {
      const option = around(event, '[role=option]');
      if (option) this.#take(Number(option.dataset.id), event.timeStamp);
    });
    element.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * @param {number[]} ids
   * @param {number[]} [likeness]  how alike each of them is, from 0 to 1, if that is shown
   */
  show(ids, likeness) {
    this.#ids = ids;
    this.#likeness = likeness;
    this.options.show(ids);
    this.mark(this.#at);
  }

  /**
   * Marks the current sound if it is in the list.
   * @param {number | null} id
   */
  mark(id) {
    this.#at = id;
    this.element.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    this.element.removeAttribute('aria-activedescendant');
    const i = id === null ? -1 : this.#ids.indexOf(id);
    if (i < 0 || i > this.options.rows.length + FAR) return;
    const option = this.options.row(i);
    option.setAttribute('aria-selected', 'true');
    this.element.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  /**
   * @param {number} id
   * @param {number} since
   */
  #take(id, since) {
    this.mark(id);
    this.hear(id, { since });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const here = this.#ids.indexOf(this.#at ?? -1);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: this.#ids.length - 1 };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to in this.#ids) this.#take(this.#ids[to], event.timeStamp);
  }

  /**
   * @param {number} id
   * @param {number} [alike]
   */
  #option(id, alike) {
    const { names, legend, label, confidences } = this.map.points;
    const entry = legend[label[id]];
    const option = create('li', { id: `${this.element.id}-${id}`, role: 'option' });
    option.dataset.id = String(id);
    option.setAttribute('aria-selected', 'false');
    colour(option, entry);
    const mark = markOf(entry, isGuess(confidences[id]));
    const name = create('span', { textContent: names[id] });
    const detail = create('small', { textContent: this.map.detailOf(id) });
    option.append(mark, name, detail);
    if (alike !== undefined) option.append(meterOf(alike));
    return option;
  }
}

/**
 * How alike a sound is, in percent, over a bar of that length.
 * @param {number} alike
 */
function meterOf(alike) {
  const percent = `${Math.round(100 * alike)} %`;
  const meter = create('b', { className: 'alike', textContent: percent, title: `${percent} alike` });
  meter.style.setProperty('--share', percent.replace(' ', ''));
  return meter;
}
