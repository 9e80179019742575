// Sliders for the latent dimensions that change the sound most: offsets from the base sound, reset when it changes.

import { constants } from '../../core/constants.js';
import { create, find } from '../../core/dom.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {{ dimension: number, row: HTMLElement, input: HTMLInputElement, output: HTMLOutputElement }} Row */

const STEP = 0.1;

export class Dimensions {
  /** The checkpoint whose dimensions were requested. @type {string | null} */
  #asked = null;
  /** @type {Row[]} */
  #rows = [];
  #moves = false;

  /** @param {Pick<Host, 'ask' | 'checkpoint' | 'controls' | 'turn' | 'say' | 'fail'>} host */
  constructor(host) {
    this.host = host;
    this.section = find(document, '#dimensions', HTMLDetailsElement);
    this.about = find(this.section, '[role=status]');
    this.sliders = find(this.section, '.dimension-sliders');
    this.reset = find(this.section, '[data-dimensions=reset]');
    this.reset.addEventListener('click', () => this.#turn({}));
    this.section.addEventListener('toggle', () => this.#ask());
    this.#build([]);
  }

  /** Another checkpoint has other dimensions. */
  clear() {
    this.#asked = null;
    this.#build([]);
    this.#ask();
  }

  /** Shows the controls' settings; opens the section when they begin to move a dimension. */
  show() {
    const { dimensions } = this.host.controls();
    for (const { dimension, input, output } of this.#rows) {
      input.value = String(dimensions[dimension] ?? 0);
      input.style.setProperty('--at', `${50 + (50 * input.valueAsNumber) / this.#limit}%`);
      output.textContent = input.value;
    }
    const moves = Object.values(dimensions).some(Boolean);
    if (moves && !this.#moves) this.section.open = true;
    this.#moves = moves;
  }

  get #limit() {
    return constants.offset_range[1];
  }

  async #ask() {
    const { ask, checkpoint, fail } = this.host;
    const asked = checkpoint();
    if (!this.section.open || !asked || this.#asked === asked) return;
    this.#asked = asked;
    this.about.textContent = 'Measuring which sliders are heard most…';
    try {
      const reply = await ask('dimensions', { checkpoint: asked });
      if (asked === checkpoint()) this.#take(reply);
    } catch (error) {
      if (this.#asked === asked) this.#asked = null;
      this.about.textContent = '';
      fail(error);
    }
  }

  /** @param {{ dimensions: number[], changes_db: number[], latent_dim: number }} reply */
  #take({ dimensions, changes_db: changes, latent_dim: count }) {
    this.about.textContent =
      `Behind every sound are ${count} numbers that the model has learned (its latent). ` +
      'These are heard most. They have no names: move them and listen.';
    this.#build(dimensions, changes);
    this.show();
  }

  /**
   * @param {number[]} dimensions
   * @param {number[]} changes  in dB
   */
  #build(dimensions, changes = []) {
    this.#rows = dimensions.map((dimension, i) => this.#row(dimension, changes[i]));
    this.sliders.replaceChildren(...this.#rows.map(({ row }) => row));
    this.reset.hidden = !dimensions.length;
  }

  /**
   * @param {number} dimension
   * @param {number} change  in dB
   * @returns {Row}
   */
  #row(dimension, change) {
    const id = `dimension-${dimension}`;
    const [min, max] = constants.offset_range;
    const input = create('input', { type: 'range', id, min, max, step: STEP });
    const output = create('output', { htmlFor: id });
    input.addEventListener('input', () => this.#move(dimension, input.valueAsNumber, id));
    input.addEventListener('dblclick', () => this.#move(dimension, 0));
    const label = create('label', { htmlFor: id, textContent: `Inner ${dimension}` });
    const title = `Latent dimension ${dimension}: one standard deviation changes the mean sound by ${change} dB`;
    return { dimension, row: create('div', { title }, label, input, output), input, output };
  }

  /**
   * @param {number} dimension
   * @param {number} amount
   * @param {string | null} gesture
   */
  #move(dimension, amount, gesture = null) {
    this.#turn({ ...this.host.controls().dimensions, [dimension]: amount }, gesture);
  }

  /**
   * Plays the base sound with other offsets; one drag makes one history entry.
   * @param {import('../../core/recipes.js').Amounts} dimensions
   * @param {string | null} gesture
   */
  #turn(dimensions, gesture = null) {
    if (this.host.turn({ dimensions }, { gesture, since: performance.now() })) return;
    this.host.turn({ dimensions: {} }, null);
    this.host.say('Play a sound first, then move its inner sliders.');
  }
}
