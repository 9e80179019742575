// Morph: what lies between two to four sounds, on a slider, on a pad, in steps, or along a path over the map.

import { constants } from '../../core/constants.js';
import { findAll } from '../../core/dom.js';
import { around, weightsAt } from '../../core/morph-geometry.js';
import { controlsOf, isCrossfade, mix, morph, placeAt, withoutPhase } from '../../core/recipes.js';
import { nearest } from '../../map/nearest.js';
import { Corners } from './corners.js';
import { MorphPad } from './morph-pad.js';
import { Path } from './path.js';
import { Strip } from './strip.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('../panel.js').Place} Place */
/** @typedef {import('../panel.js').Recipe} Recipe */
/** @typedef {import('./corners.js').Corner} Corner */

const NO_LATENT = 'A crossfade cannot be a corner. Choose another sound.';

class Morph {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.pad = new MorphPad((handle) => {
      host.turn({ handle }, null);
      this.#hear({ gesture: 'morph', since: performance.now() });
    });
    this.strip = new Strip(host, (n) => this.#steps(n));
    this.path = new Path(host, () => this.strip.refresh());
    this.corners = new Corners(host, () => {
      this.pad.show(this.corners.used.length);
      this.strip.refresh();
    });
    this.corners.buttons.forEach((button, slot) =>
      button.addEventListener('click', (event) => this.#takeCurrent(slot, event.timeStamp)),
    );
    this.corners.clears.forEach((button, slot) =>
      button.addEventListener('click', (event) => {
        this.corners.remove(slot);
        if (this.corners.ready) this.#hear({ since: event.timeStamp });
      }),
    );
    for (const label of findAll(document, '#interpolation label')) label.title = tipOf(label.textContent);
    this.controls = {
      morph: {
        read: () => host.controls().t,
        take: (/** @type {number} */ t) => this.#turn({ t }),
      },
      interpolation: {
        read: () => host.controls().interpolation,
        take: (/** @type {string} */ interpolation) => this.#turn({ interpolation }),
      },
    };
  }

  clear() {
    this.path.clear();
    this.strip.clear();
    this.corners.clear();
  }

  leave() {
    return this.path.leave();
  }

  /** Takes the path away, or the last corner. */
  back() {
    return this.path.clear() || this.corners.back();
  }

  /** @param {Recipe} recipe */
  adopted(recipe) {
    const { corners } = controlsOf(recipe);
    if (corners) this.corners.replace(corners.map((corner) => this.#cornerOf(corner)));
  }

  turned() {
    this.pad.set(this.host.controls().handle);
    this.strip.refresh();
  }

  /**
   * Makes a sound on the map the next corner.
   * @param {Recipe} recipe
   * @param {number} since
   */
  corner(recipe, since) {
    const plain = withoutPhase(recipe);
    if (isCrossfade(plain)) return this.host.say(NO_LATENT);
    this.#take(this.#cornerOf(plain), null, since);
  }

  /**
   * The place of a morph between the corners: between their places.
   * @param {Recipe} recipe
   * @returns {Place | null}
   */
  placeOf(recipe) {
    const { base } = controlsOf(recipe);
    const places = this.corners.used.flatMap(({ place }) => (place ? [place] : []));
    if (base.kind !== 'mix' || base.of.length !== places.length) return null;
    if (this.corners.used.length !== places.length) return null;
    const total = base.weights.reduce((a, b) => a + b, 0);
    const along = (/** @type {0 | 1} */ axis) =>
      places.reduce((sum, place, i) => sum + (base.weights[i] / total) * place[axis], 0);
    return [along(0), along(1)];
  }

  /**
   * Makes the current sound a corner.
   * @param {number} slot
   * @param {number} since
   */
  #takeCurrent(slot, since) {
    const shown = this.host.current();
    if (!shown) return this.host.say('Play a sound first, then set it as a corner.');
    const recipe = withoutPhase(shown.recipe);
    if (isCrossfade(recipe)) return this.host.say(NO_LATENT);
    const { x, y, title } = shown.rendered.info;
    this.#take({ recipe, place: [x, y], title }, slot, since);
  }

  /**
   * @param {Corner} corner
   * @param {number | null} slot
   * @param {number} since
   */
  #take(corner, slot, since) {
    this.corners.set(corner, slot);
    this.host.open('morph');
    if (this.corners.ready) this.#hear({ since });
    else this.host.hear(corner.recipe, { since });
  }

  /** @param {Partial<import('../panel.js').Controls>} change */
  #turn(change) {
    this.host.turn(change, null);
    if (this.corners.ready) this.#hear({ gesture: 'morph', since: performance.now() });
    else this.host.say('Shift-click two places on the map, or set two sounds as A and B, then morph.');
  }

  /** @param {import('../panel.js').Request} request */
  #hear(request) {
    const { t, handle, interpolation } = this.host.controls();
    const { recipes } = this.corners;
    if (recipes.length === 2) return this.host.hear(morph(recipes, t, interpolation), request);
    return this.host.hear(mix(recipes, weightsAt(handle, recipes.length), interpolation), request);
  }

  /**
   * The path in n even steps; without a path, the morph.
   * @param {number} n
   * @returns {Recipe[]}
   */
  #steps(n) {
    const places = this.path.places(n);
    if (places) return places.map(placeAt);
    if (!this.corners.ready) return [];
    const { interpolation } = this.host.controls();
    const { recipes } = this.corners;
    if (recipes.length === 2)
      return Array.from({ length: n }, (_, i) => morph(recipes, i / (n - 1), interpolation));
    return around(recipes.length, n).map((handle) =>
      mix(recipes, weightsAt(handle, recipes.length), interpolation),
    );
  }

  /**
   * What is known of a corner without asking the server.
   * @param {Recipe} recipe
   * @returns {Corner}
   */
  #cornerOf(recipe) {
    const { map } = this.host;
    const { names } = map.points;
    if (recipe.kind === 'point') return { recipe, place: map.placeOf(recipe.id), title: names[recipe.id] };
    if (recipe.kind !== 'place') return { recipe, place: null, title: 'a made sound' };
    const place = /** @type {Place} */ ([recipe.x, recipe.y]);
    const id = nearest(map.seen(), map.view.toPixel(place), Infinity);
    return { recipe, place, title: `near ${names[id]}` };
  }
}

/**
 * The tip of a way of mixing.
 * @param {string} title
 */
const tipOf = (title) => constants.ways.find((way) => way.title === title.trim())?.tip ?? '';

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Morph(host);
