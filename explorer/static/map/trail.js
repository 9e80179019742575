// The trail of the last sounds, a fading line over the map, and marks of the sounds made in this session.

import { svg } from '../core/dom.js';

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Shown} Shown */
/** @typedef {{ recipe: string, place: Place, title: string, label: string }} Made */

const LENGTH = 12;
const MOST = 200;
const HIT = 8; // pixels
const DIAMOND = 'M0-5.5L5.5 0L0 5.5L-5.5 0z';

export class Trail {
  /** @type {Place[]} */
  #places = [];
  /** The made sounds of each checkpoint. @type {Map<string, Made[]>} */
  #made = new Map();
  /** @type {string | null} */
  #gesture = null;

  /**
   * @param {object} props
   * @param {import('./map.js').SoundMap} props.map
   * @param {import('./overlay.js').Overlay} props.overlay
   * @param {import('./states.js').States} props.states
   * @param {() => string} props.checkpoint
   * @param {import('../own/own-sounds.js').OwnSounds} props.own  sounds that have marks of their own
   */
  constructor({ map, overlay, states, checkpoint, own }) {
    this.map = map;
    this.overlay = overlay;
    this.states = states;
    this.checkpoint = checkpoint;
    this.own = own;
  }

  /** Another library is shown: the trail ends, and that library's made sounds come back. */
  clear() {
    this.#places = [];
    this.#drawTrail();
    this.#drawMade();
  }

  /** Redraws in the theme's colours. */
  themed() {
    this.#drawMade();
  }

  /** @param {Shown} shown */
  shown({ rendered: { recipe, info }, place, request }) {
    const last = this.#places.at(-1);
    if (!request.silent && !(last && last[0] === place[0] && last[1] === place[1])) {
      this.#places = [...this.#places, place].slice(-LENGTH);
      this.#drawTrail();
    }
    const again = Boolean(request.gesture) && request.gesture === this.#gesture;
    if (!again) this.#gesture = null;
    if (info.id !== null || request.recall || this.own.owns(this.checkpoint(), recipe)) return;
    this.#add({ recipe, place, title: info.title, label: info.label }, again);
    this.#gesture = request.gesture ?? null;
  }

  /**
   * The made sound at a pixel.
   * @param {Place} pixel
   */
  madeAt([px, py]) {
    let found = null;
    let least = HIT;
    for (const made of this.#here) {
      const [x, y] = this.map.view.toPixel(made.place);
      const distance = Math.hypot(x - px, y - py);
      if (distance < least) [found, least] = [made, distance];
    }
    return found;
  }

  get #here() {
    return this.#made.get(this.checkpoint()) ?? [];
  }

  /**
   * Adds a made sound; `again` replaces the newest, because the same gesture continues.
   * @param {Made} made
   * @param {boolean} again
   */
  #add(made, again) {
    const before = again ? this.#here.slice(0, -1) : this.#here;
    const others = before.filter(({ recipe }) => recipe !== made.recipe);
    this.#made.set(this.checkpoint(), [...others, made].slice(-MOST));
    this.#drawMade();
  }

  #drawTrail() {
    const places = this.#places;
    const age = (/** @type {number} */ i) => (i + 1) / places.length;
    const lines = places.slice(1).map((place, i) => ({
      element: svg('line', { opacity: 0.6 * age(i + 1) ** 1.5 }),
      places: [places[i], place],
    }));
    const dots = places
      .slice(0, -1)
      .map((place, i) => ({ element: svg('circle', { r: 2.5, opacity: age(i) }), places: [place] }));
    this.overlay.draw('trail', [...lines, ...dots]);
    const mark = svg('svg', { viewBox: '0 0 16 8', class: 'wide' });
    mark.append(svg('path', { d: 'M1 6L6 2L10 5L15 2' }));
    const act = () => {
      this.#places = this.#places.slice(-1);
      this.#drawTrail();
    };
    const tip = 'The line joins the last sounds that you played. Clear it';
    this.states.set('trail', lines.length ? { text: 'your way', mark, tip, act } : null);
  }

  #drawMade() {
    const items = this.#here.map(({ place, label }) => ({
      element: svg('path', { d: DIAMOND, fill: this.map.colourOf(label) }),
      places: [place],
    }));
    this.overlay.draw('made', items);
    const mark = svg('svg', { viewBox: '-6 -6 12 12', class: 'solid' });
    mark.append(svg('path', { d: DIAMOND }));
    const act = () => {
      this.#made.delete(this.checkpoint());
      this.#drawMade();
    };
    const tip = 'Diamonds are new sounds, which are not of the library. Clear their marks';
    const made = { text: 'new', count: String(items.length), mark, tip, act };
    this.states.set('made', items.length ? made : null);
  }
}
