// A list of library sounds: a click plays, arrow keys walk and play.

import { svg } from '../core/overlay.js';

export class SoundList {
  constructor(element, map, hear) {
    Object.assign(this, { element, map, hear, ids: [] });
    element.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.#take(Number(option.dataset.id), event.timeStamp);
    });
    element.addEventListener('keydown', (event) => this.#key(event));
  }

  show(ids) {
    this.ids = ids;
    this.element.replaceChildren(...ids.map((id) => this.#option(id)));
    this.mark(this.at);
  }

  /** Marks the sound that is on, if it is here. */
  mark(id) {
    this.at = id;
    for (const option of this.element.children)
      option.setAttribute('aria-selected', Number(option.dataset.id) === id);
    const option = this.element.querySelector('[aria-selected=true]');
    if (option) this.element.setAttribute('aria-activedescendant', option.id);
    else this.element.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  }

  #take(id, since) {
    this.mark(id);
    this.hear(id, { since });
  }

  #key(event) {
    const here = this.ids.indexOf(this.at);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: this.ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to in this.ids) this.#take(this.ids[to], event.timeStamp);
  }

  #option(id) {
    const { names, legend, label } = this.map.points;
    const entry = legend[label[id]];
    const option = document.createElement('li');
    option.id = `${this.element.id}-${id}`;
    option.dataset.id = id;
    option.setAttribute('role', 'option');
    option.style.setProperty('--dark', entry.dark);
    option.style.setProperty('--light', entry.light);
    const mark = svg('svg', { viewBox: '-1.1 -1.1 2.2 2.2', 'aria-hidden': 'true' });
    mark.append(svg('path', { d: entry.outline }));
    const [name, detail] = ['span', 'small'].map((tag) => document.createElement(tag));
    name.textContent = names[id];
    detail.textContent = this.map.detailOf(id);
    option.append(mark, name, detail);
    return option;
  }
}
