// The current recipe, made from a base sound and the controls. Everything that a visitor does makes the next one.

import { dressed, initialControls, PLAIN } from '../core/controls.js';
import { controlsOf } from '../core/recipes.js';
import { Newest } from '../core/server.js';

/** @typedef {import('../core/controls.js').Controls} Controls */
/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Recipe} Recipe */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Request} Request */
/** @typedef {import('../core/types.js').Shown} Shown */
/** @typedef {{ checkpoint: string, text: string, request: Request }} Job */
/**
 * @typedef {object} SessionProps
 * @property {import('../core/sounds.js').Sounds} sounds
 * @property {() => boolean} autoplay
 * @property {(rendered: Rendered, checkpoint: string) => void} complete  adds what only the page knows
 * @property {(checkpoint: string, rendered: Rendered, request: Request) => void} play  called first, so that nothing
 *   delays the sound
 * @property {(recipe: Recipe, rendered: Rendered) => Place} placeOf  where to mark a sound
 * @property {(recipe: Recipe) => void} adopted  the controls were set from a recipe
 * @property {(controls: Controls) => void} turned  the controls have changed
 * @property {(entry: import('../timeline/played.js').Entry, gesture: string | null) => void} remember
 * @property {(shown: Shown) => void} shown
 * @property {(busy: boolean) => void} busy
 * @property {(error: unknown) => void} fail
 */

export class Session {
  checkpoint = '';
  /** The checkpoint's fingerprint. */
  version = '';
  /** The current sound. @type {Shown | null} */
  current = null;
  /** The current sound without the controls' changes. @type {Recipe | null} */
  base = null;
  /** Where the next step of a walk begins. @type {Place | null} */
  place = null;
  #controls = initialControls();
  /** @type {Newest<Job>} */
  #newest;

  /** @param {SessionProps} props */
  constructor(props) {
    this.props = props;
    this.#newest = new Newest((job) => this.#work(job));
  }

  /** @returns {Readonly<Controls>} */
  get controls() {
    return this.#controls;
  }

  /**
   * Starts another checkpoint, without a sound.
   * @param {string} checkpoint
   * @param {string} version
   */
  begin(checkpoint, version) {
    Object.assign(this, { checkpoint, version, current: null, base: null, place: null });
    this.#set({ dimensions: {} });
  }

  /**
   * Renders a recipe and plays it, unless the request is silent or autoplay is off. The newest request wins.
   * @param {Recipe | string} recipe
   * @param {Request} request
   */
  request(recipe, request = {}) {
    const text = typeof recipe === 'string' ? recipe : JSON.stringify(recipe);
    const usual = { remember: true, silent: !this.props.autoplay() };
    return this.#newest.run({ checkpoint: this.checkpoint, text, request: { ...usual, ...request } });
  }

  /**
   * Plays a base sound with the controls applied; a new base sound resets the latent dimensions.
   * @param {Recipe} base
   * @param {Request} request
   */
  hear(base, request = {}) {
    const moved = Object.keys(this.#controls.dimensions).length > 0;
    if (base !== this.base && moved) this.#set({ dimensions: {} });
    this.base = base;
    return this.request(this.dress(base), request);
  }

  /**
   * Applies the controls to a sound.
   * @param {Recipe} base
   */
  dress(base) {
    return dressed(base, base === this.base ? this.#controls : { ...this.#controls, dimensions: {} });
  }

  /**
   * Sets controls and plays the base sound, unless the request is null; false if there is no sound yet.
   * @param {Partial<Controls>} change
   * @param {Request | null} request
   */
  turn(change, request = {}) {
    this.#set(change);
    if (!this.base) return false;
    if (request) this.hear(this.base, request);
    return true;
  }

  /**
   * Plays the base sound without the controls' changes.
   * @param {number} since
   */
  plain(since) {
    const base = this.current ? controlsOf(this.current.recipe).base : this.base;
    this.#set(PLAIN);
    if (base) this.hear(base, { since });
  }

  /** @param {Partial<Controls>} change */
  #set(change) {
    this.#controls = { ...this.#controls, ...change };
    this.props.turned(this.#controls);
  }

  /** @param {Job} job */
  async #work({ checkpoint, text, request }) {
    const { sounds, complete, busy, fail } = this.props;
    busy(true);
    try {
      const rendered = await sounds.render(checkpoint, text);
      complete(rendered, checkpoint);
      if (checkpoint === this.checkpoint) this.#show(rendered, request);
    } catch (error) {
      fail(error);
    } finally {
      busy(false);
    }
  }

  /**
   * @param {Rendered} rendered
   * @param {Request} request
   */
  #show(rendered, request) {
    const { play, placeOf, remember, shown } = this.props;
    const { checkpoint, version } = this;
    /** @type {Recipe} */
    const recipe = JSON.parse(rendered.recipe);
    play(checkpoint, rendered, request);
    if (request.adopt) this.#adopt(recipe);
    this.place = placeOf(recipe, rendered);
    this.current = { checkpoint, rendered, recipe, place: this.place, request };
    const { title, label } = rendered.info;
    const entry = { checkpoint, version, recipe: rendered.recipe, title, label, at: Date.now() };
    if (request.remember) remember({ ...entry, sound: rendered.sound }, request.gesture ?? null);
    shown(this.current);
  }

  /** @param {Recipe} recipe */
  #adopt(recipe) {
    const { base, corners, ...controls } = controlsOf(recipe);
    this.base = base;
    this.#set(controls);
    this.props.adopted(recipe);
  }
}
