// Marks over the sounds on the map: layers of places and lines that follow the view.

import { svg } from '../core/dom.js';

/** @typedef {import('../core/types.js').Place} Place */
/** A place for a mark, two for a line. @typedef {{ element: SVGElement, places: Place[] }} Item */

const ENDS = /** @type {const} */ ([
  ['x1', 0, 0],
  ['y1', 0, 1],
  ['x2', 1, 0],
  ['y2', 1, 1],
]);

export class Overlay {
  /** @type {Map<string, { group: SVGElement, items: Item[] }>} */
  #layers = new Map();

  /**
   * @param {Element} root
   * @param {import('./view.js').View} view
   */
  constructor(root, view) {
    this.root = root;
    this.view = view;
  }

  /**
   * Redraws a layer.
   * @param {string} name
   * @param {Item[]} items
   */
  draw(name, items) {
    let layer = this.#layers.get(name);
    if (!layer) {
      layer = { group: svg('g', { class: name }), items: [] };
      this.root.append(layer.group);
      this.#layers.set(name, layer);
    }
    layer.items = items;
    layer.group.replaceChildren(...items.map(({ element }) => element));
    this.place();
  }

  /** Moves everything to its place in the current view. */
  place() {
    for (const { items } of this.#layers.values()) {
      for (const { element, places } of items) {
        const pixels = places.map((place) => this.view.toPixel(place).map((v) => v.toFixed(1)));
        if (pixels.length === 1) element.setAttribute('transform', `translate(${pixels[0].join(' ')})`);
        else for (const [name, i, k] of ENDS) element.setAttribute(name, pixels[i][k]);
      }
    }
  }
}
