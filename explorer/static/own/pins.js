// The visitor's own sounds on the map: a pin for each.

import { svg } from '../core/dom.js';

/** @typedef {import('./collection.js').Own} Own */

const PIN = 'M0 0C-1.6-4-5.6-6.2-5.6-10.2A5.6 5.6 0 1 1 5.6-10.2C5.6-6.2 1.6-4 0 0z';
const HEAD = 10; // pixels over its place
const HIT = 8; // pixels

export class Pins {
  /**
   * @param {object} props
   * @param {import('../map/map.js').SoundMap} props.map
   * @param {import('../map/overlay.js').Overlay} props.overlay
   * @param {import('../map/states.js').States} props.states
   * @param {() => Own[]} props.sounds  those of the open checkpoint, newest first
   * @param {() => void} props.list  shows the list of them
   */
  constructor({ map, overlay, states, sounds, list }) {
    this.map = map;
    this.overlay = overlay;
    this.states = states;
    this.sounds = sounds;
    this.list = list;
  }

  draw() {
    const items = this.sounds()
      .map(({ place, label }) => {
        const element = svg('g');
        element.append(
          svg('path', { d: PIN, fill: this.map.colourOf(label) }),
          svg('circle', { cy: -HEAD, r: 2 }),
        );
        return { element, places: [place] };
      })
      .reverse();
    this.overlay.draw('own', items);
    const mark = svg('svg', { viewBox: '-7 -17 14 18', class: 'solid' });
    mark.append(svg('path', { d: PIN }));
    const tip = 'Pins are sounds of your own. List them';
    const count = String(items.length);
    this.states.set(
      'own',
      items.length ? { text: 'yours', count, mark, tip, act: this.list, stays: true } : null,
    );
  }

  /**
   * The own sound at a pixel: its pin's head, or its tip.
   * @param {import('../core/types.js').Place} pixel
   */
  at([px, py]) {
    const found = this.sounds().find(({ place }) => {
      const [x, y] = this.map.view.toPixel(place);
      return Math.abs(x - px) < HIT && Math.min(Math.abs(y - HEAD - py), Math.abs(y - py)) < HIT;
    });
    return found
      ? { place: found.place, recipe: found.recipe, title: found.name, detail: 'your sound' }
      : null;
  }
}
