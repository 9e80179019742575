// A list of library sounds: a click plays, arrow keys walk and play.

import { around, create } from '../core/dom.js';
import { isGuess } from '../core/labels.js';
import { colour, markOf } from './mark.js';

export class SoundList {
  /** @type {number[]} */
  #ids = [];
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
    element.addEventListener('click', (event) => {
      const option = around(event, '[role=option]');
      if (option) this.#take(Number(option.dataset.id), event.timeStamp);
    });
    element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {number[]} ids */
  show(ids) {
    this.#ids = ids;
    this.element.replaceChildren(...ids.map((id) => this.#option(id)));
    this.mark(this.#at);
  }

  /**
   * Marks the current sound if it is in the list.
   * @param {number | null} id
   */
  mark(id) {
    this.#at = id;
    this.element.removeAttribute('aria-activedescendant');
    for (const option of /** @type {Iterable<HTMLElement>} */ (this.element.children)) {
      const here = Number(option.dataset.id) === id;
      option.setAttribute('aria-selected', String(here));
      if (!here) continue;
      this.element.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    }
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

  /** @param {number} id */
  #option(id) {
    const { names, legend, label, confidences } = this.map.points;
    const entry = legend[label[id]];
    const option = create('li', { id: `${this.element.id}-${id}`, role: 'option' });
    option.dataset.id = String(id);
    colour(option, entry);
    const mark = markOf(entry, isGuess(confidences[id]));
    const name = create('span', { textContent: names[id] });
    const detail = create('small', { textContent: this.map.detailOf(id) });
    option.append(mark, name, detail);
    return option;
  }
}
