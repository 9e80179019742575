// Marks on the map that are drawn over the sounds: layers of places and of lines that follow the view.

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export class Overlay {
  constructor(root, map) {
    this.root = root;
    this.map = map;
    this.layers = new Map();
    map.onMoved = () => this.#place();
  }

  /** Draws a layer: `items` are {element, places}, a place each for marks, two for lines. */
  draw(name, items) {
    if (!this.layers.has(name)) {
      const group = svg('g', { class: name });
      this.root.append(group);
      this.layers.set(name, { group, items: [] });
    }
    const layer = this.layers.get(name);
    layer.items = items;
    layer.group.replaceChildren(...items.map(({ element }) => element));
    this.#place();
  }

  #place() {
    for (const { items } of this.layers.values()) {
      for (const { element, places } of items) {
        const pixels = places.map((place) => this.map.view.toPixel(place).map((v) => v.toFixed(1)));
        if (pixels.length === 1) element.setAttribute('transform', `translate(${pixels[0].join(' ')})`);
        else
          [
            ['x1', 0, 0],
            ['y1', 0, 1],
            ['x2', 1, 0],
            ['y2', 1, 1],
          ].forEach(([name, i, k]) => element.setAttribute(name, pixels[i][k]));
      }
    }
  }
}
