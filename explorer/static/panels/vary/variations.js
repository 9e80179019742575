// Eight variations of the current sound, as small spectrograms.

import { constants } from '../../core/constants.js';
import { LEAST_NOISE } from '../../core/controls.js';
import { create, find } from '../../core/dom.js';
import { inStep, paint } from '../../core/picture.js';
import { depthOf, isCrossfade, vary, withoutPhase } from '../../core/recipes.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('../panel.js').Recipe} Recipe */

const PLACES = 9;
const CENTRE = 4;
const ORDER = [CENTRE, 0, 1, 2, 3, 5, 6, 7, 8];
const AFTER = 350; // ms; no variations are made while a slider moves

export class Variations {
  /** The recipe that they vary, as text. @type {string | null} */
  #centre = null;
  /** @type {Recipe[]} */
  #recipes = [];
  /** @type {Map<HTMLButtonElement, import('../../core/types.js').Sound>} */
  #drawn = new Map();
  #round = 0;
  #made = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} grid
   * @param {Pick<Host, 'sounds' | 'checkpoint' | 'controls' | 'request' | 'fail'>} host
   */
  constructor(grid, host) {
    this.grid = grid;
    this.host = host;
    this.buttons = Array.from({ length: PLACES }, (_, i) => this.#button(i));
    grid.append(...this.buttons);
    new ResizeObserver(() => this.refresh()).observe(grid);
  }

  clear() {
    this.#centre = null;
    this.#recipes = [];
    this.#made = '';
    this.#drawn.clear();
    this.#round += 1;
    for (const button of this.buttons) {
      button.disabled = true;
      find(button, 'canvas', HTMLCanvasElement).width = 0;
    }
  }

  /**
   * Schedules variations of another sound.
   * @param {string} recipe  as text
   */
  gatherAround(recipe) {
    this.#centre = recipe;
    this.refresh();
  }

  /** Schedules new variations, if anything has changed and they are visible. */
  refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fill(), AFTER);
  }

  /** Whether the pointer or the focus is on a variation. */
  get pointed() {
    return this.#pointed >= 0;
  }

  /**
   * Plays the variation under the pointer; the others stay variations of the same sound.
   * @param {number} since
   */
  audition(since) {
    const recipe = this.#recipes[this.#pointed];
    if (!recipe) return false;
    this.host.request(recipe, { since, remember: false, audition: true, silent: false });
    return true;
  }

  get #pointed() {
    return this.buttons.findIndex((button) => button.matches(':hover, :focus-visible'));
  }

  /** @param {number} i */
  #button(i) {
    const button = create('button', { type: 'button', disabled: true }, create('canvas'));
    button.classList.toggle('centre', i === CENTRE);
    button.setAttribute('aria-label', i === CENTRE ? 'This sound' : `Variation ${i < CENTRE ? i + 1 : i}`);
    button.addEventListener('click', (event) =>
      this.host.request(this.#recipes[i], { since: event.timeStamp, adopt: true }),
    );
    return button;
  }

  async #fill() {
    const { amount, seed, lock } = this.host.controls();
    const checkpoint = this.host.checkpoint();
    if (!this.#centre || !this.grid.offsetParent) return;
    const made = JSON.stringify([checkpoint, this.#centre, amount, seed, lock]);
    if (made === this.#made) return;
    this.#made = made;
    const round = ++this.#round;
    const centre = this.#centre;
    this.#drawn.clear();
    this.#recipes = variationsOf(JSON.parse(centre), amount || LEAST_NOISE, seed, lock);
    for (const i of ORDER) {
      if (!(await this.#draw(i, checkpoint, round))) return;
    }
    this.grid.dataset.filled = centre;
  }

  /** Paints all at one scale of time. */
  #paint() {
    const pictures = inStep([...this.#drawn.values()]);
    [...this.#drawn.keys()].forEach((button, i) =>
      paint(find(button, 'canvas', HTMLCanvasElement), pictures[i]),
    );
  }

  /**
   * Draws one of them; false if it is no longer wanted.
   * @param {number} i
   * @param {string} checkpoint
   * @param {number} round
   */
  async #draw(i, checkpoint, round) {
    try {
      const { sound } = await this.host.sounds.render(checkpoint, this.#recipes[i]);
      if (round !== this.#round) return false;
      this.#drawn.set(this.buttons[i], sound);
      this.buttons[i].disabled = false;
      this.#paint();
      return true;
    } catch (error) {
      if (round === this.#round) this.host.fail(error);
      return false;
    }
  }
}

/**
 * A sound and its variations, in their places. A sound nested to the limit loses the noise around it.
 * @param {Recipe} centre
 * @param {number} amount
 * @param {number} seed
 * @param {string[]} lock
 */
function variationsOf(centre, amount, seed, lock) {
  let around = withoutPhase(centre);
  while (depthOf(around) >= constants.max_depth - 1 && around.kind === 'noise') around = around.of;
  const keep = isCrossfade(around) ? [] : lock;
  return Array.from({ length: PLACES }, (_, i) =>
    i === CENTRE ? centre : vary(around, amount, (seed + i + 1) % (constants.max_seed + 1), keep),
  );
}
