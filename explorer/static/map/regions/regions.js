// The names of regions, over the map: what sounds lie where, as long as one sees the whole or most of it.

import { apart } from './apart.js';
import { regionsOf } from './together.js';
import { create, findAll } from '../../core/dom.js';

/** @typedef {import('./apart.js').Box} Box */
/** @typedef {import('./together.js').Region} Region */

const MOST = 24; // names
const CLOSEST = 1.8; // times the whole map: closer, one looks at single sounds
const SPOTS = 16; // places at which a name is tried
const LIT = 0.5; // share of a region's sounds that must not be dimmed
const COVERS = '.hint, .zoom, .legend'; // what lies over the map

export class Regions {
  /** @type {{ region: Region, name: HTMLElement }[]} */
  #named = [];
  /** Those of them whose sounds are lit. */
  #lit = this.#named;
  /** @type {Uint8Array | null} which sounds were lit then */
  #litOf = null;

  /** @param {import('../map.js').SoundMap} map */
  constructor(map) {
    this.map = map;
    this.element = create('div', { className: 'regions', ariaHidden: 'true' });
    map.dots.canvas.after(this.element);
  }

  /** A library is on the map. */
  opened() {
    const { x, y, label, legend, confidences } = this.map.points;
    const named = new Set(label.filter((_, id) => !Number.isNaN(confidences[id])));
    this.#named = regionsOf(x, y, label, named)
      .slice(0, MOST)
      .map((region) => ({ region, name: create('span', { textContent: legend[region.label].title }) }));
    this.#litOf = null;
    this.element.replaceChildren(...this.#named.map(({ name }) => name));
  }

  /** Moves the names to where their regions are in the current view. */
  place() {
    const { view } = this.map;
    const far = view.closer <= CLOSEST;
    this.element.classList.toggle('off', !far);
    if (!far) return;
    const seen = this.#seen();
    const names = seen.map(({ region, name }) => ({
      width: name.offsetWidth,
      height: name.offsetHeight,
      spots: region.spots.slice(0, SPOTS).map((spot) => view.toPixel(spot)),
    }));
    const boxes = apart(names, this.#covered(), view);
    for (const { name } of this.#named) name.classList.remove('on');
    boxes.forEach((box, i) => {
      if (!box) return;
      seen[i].name.style.translate = `${box.left.toFixed(1)}px ${box.top.toFixed(1)}px`;
      seen[i].name.classList.add('on');
    });
  }

  /** The regions whose sounds are lit. */
  #seen() {
    const { lit } = this.map;
    if (lit === this.#litOf) return this.#lit;
    this.#litOf = lit;
    const isLit = (/** @type {Region} */ { members }) =>
      members.reduce((sum, id) => sum + lit[id], 0) >= LIT * members.length;
    return (this.#lit = this.#named.filter(({ region }) => isLit(region)));
  }

  /** What lies over the map, in pixels of the map. @returns {Box[]} */
  #covered() {
    const { left: x, top: y } = this.element.getBoundingClientRect();
    return findAll(this.map.section, COVERS)
      .map((element) => element.getBoundingClientRect())
      .filter(({ width }) => width > 0)
      .map(({ left, top, right, bottom }) => ({
        left: left - x,
        top: top - y,
        right: right - x,
        bottom: bottom - y,
      }));
  }
}
