// Where the last sounds were: a line over the map that fades, and marks of the sounds that were made, for this session.

import { svg } from '../core/overlay.js';

const LENGTH = 12;
const MOST = 200;
const HIT = 8; // pixels
const DIAMOND = 'M0-5.5L5.5 0L0 5.5L-5.5 0z';

export class Trail {
  constructor(stage, overlay) {
    Object.assign(this, { stage, overlay, places: [], made: new Map() });
    this.chip = stage.element.querySelector('.made-chip');
    this.chip.addEventListener('click', () => this.clearMade());
    stage.map.made = (pixel) => this.#madeAt(pixel);
    stage.whenShown.push((reply, job) => this.#shown(reply, job));
  }

  /** Another library is shown: the trail ends, its own made sounds come back. */
  clear() {
    this.places = [];
    this.#drawTrail();
    this.draw();
  }

  clearMade() {
    this.made.delete(this.stage.checkpoint);
    this.draw();
  }

  #shown({ recipe, info }, job) {
    const place = this.stage.place;
    const last = this.places.at(-1);
    if (!job.silent && !(last && last[0] === place[0] && last[1] === place[1])) {
      this.places = [...this.places, place].slice(-LENGTH);
      this.#drawTrail();
    }
    const again = job.gesture && job.gesture === this.gesture;
    if (!again) this.gesture = null;
    if (info.id !== null || job.letter) return;
    this.#add({ recipe, place, title: info.title, label: info.label }, again);
    this.gesture = job.gesture ?? null;
  }

  #drawTrail() {
    const { places } = this;
    const age = (i) => (i + 1) / places.length;
    const lines = places.slice(1).map((place, i) => ({
      element: svg('line', { opacity: 0.6 * age(i + 1) ** 1.5 }),
      places: [places[i], place],
    }));
    const dots = places
      .slice(0, -1)
      .map((place, i) => ({ element: svg('circle', { r: 2.5, opacity: age(i) }), places: [place] }));
    this.overlay.draw('trail', [...lines, ...dots]);
  }

  get #here() {
    return this.made.get(this.stage.checkpoint) ?? [];
  }

  /** Adds a made sound; `again` in the place of the newest, because the same gesture goes on. */
  #add(entry, again) {
    const others = (again ? this.#here.slice(0, -1) : this.#here).filter(
      ({ recipe }) => recipe !== entry.recipe,
    );
    this.made.set(this.stage.checkpoint, [...others, entry].slice(-MOST));
    this.draw();
  }

  /** Draws the marks of the made sounds, in the colours of the theme. */
  draw() {
    const items = this.#here.map(({ place, label }) => ({
      element: svg('path', { d: DIAMOND, fill: this.stage.map.colourOf(label) }),
      places: [place],
    }));
    this.overlay.draw('made', items);
    this.chip.hidden = items.length === 0;
    this.chip.querySelector('small').textContent = items.length;
  }

  #madeAt([px, py]) {
    let found = null;
    let least = HIT;
    for (const entry of this.#here) {
      const [x, y] = this.stage.map.view.toPixel(entry.place);
      const distance = Math.hypot(x - px, y - py);
      if (distance < least) [found, least] = [entry, distance];
    }
    return found;
  }
}
