// Sliders of the raw latent dimensions that are heard most: offsets from the base sound, which go when it goes.

import { ask } from '../../core/server.js';

const LIMIT = 3; // standard deviations of the library
const STEP = 0.1;

export class Dimensions {
  constructor(stage) {
    this.stage = stage;
    this.section = document.querySelector('#dimensions');
    this.about = this.section.querySelector('[role=status]');
    this.reset = this.section.querySelector('[data-dimensions=reset]');
    this.reset.addEventListener('click', () => this.#hear({}));
    this.section.addEventListener('toggle', () => this.#ask());
    this.#build([]);
  }

  /** Back to the base sound as it is, without hearing it. */
  clear() {
    this.stage.controls.dimensions = {};
    this.show();
  }

  /** Another checkpoint has other dimensions. */
  forget() {
    this.asked = null;
    this.clear();
    this.#build([]);
    this.#ask();
  }

  /** Shows what a recipe moves, and opens the section when it moves anything. */
  adopt() {
    this.show();
    if (Object.values(this.stage.controls.dimensions).some(Boolean)) this.section.open = true;
  }

  show() {
    for (const { dimension, input, output } of this.rows) {
      input.value = this.stage.controls.dimensions[dimension] ?? 0;
      input.style.setProperty('--at', `${50 + (50 * input.valueAsNumber) / LIMIT}%`);
      output.textContent = input.value;
    }
  }

  async #ask() {
    const { checkpoint } = this.stage;
    if (!this.section.open || !checkpoint || this.asked === checkpoint) return;
    this.asked = checkpoint;
    this.about.textContent = 'Measuring which dimensions are heard most…';
    try {
      const reply = await ask(this.stage.server, 'dimensions', { checkpoint });
      if (checkpoint === this.stage.checkpoint) this.#take(reply);
    } catch (error) {
      if (this.asked === checkpoint) this.asked = null;
      this.about.textContent = '';
      this.stage.fail(error);
    }
  }

  #take({ dimensions, changes_db: changes, latent_dim: count }) {
    this.about.textContent = `Of the ${count} numbers behind a sound, these change the spectrogram of the mean sound most; each slider adds up to ${LIMIT} standard deviations of this library to the sound that is on.`;
    this.#build(dimensions, changes);
    this.show();
  }

  #build(dimensions, changes = []) {
    this.rows = dimensions.map((dimension, i) => this.#row(dimension, changes[i]));
    this.section.querySelector('.dimension-sliders').replaceChildren(...this.rows.map(({ row }) => row));
    this.reset.hidden = !dimensions.length;
  }

  #row(dimension, change) {
    const id = `dimension-${dimension}`;
    const row = create('div', { title: `One standard deviation changes the mean sound by ${change} dB` });
    const input = create('input', { type: 'range', id, min: -LIMIT, max: LIMIT, step: STEP });
    const output = create('output', { htmlFor: id });
    input.addEventListener('input', () => this.#move(dimension, input.valueAsNumber, id));
    input.addEventListener('dblclick', () => this.#move(dimension, 0));
    row.append(create('label', { htmlFor: id, textContent: `Dimension ${dimension}` }), input, output);
    return { dimension, row, input, output };
  }

  #move(dimension, amount, gesture = null) {
    this.#hear({ ...this.stage.controls.dimensions, [dimension]: amount }, gesture);
  }

  /** Hears the base sound with other offsets {dimension: amount}; one drag counts as one in the history. */
  #hear(offsets, gesture = null) {
    const { stage } = this;
    if (stage.base) stage.controls.dimensions = offsets;
    else stage.say('Play a sound first, then move its dimensions.');
    this.show();
    if (stage.base) stage.hear(stage.base, { gesture, since: performance.now() });
  }
}

const create = (tag, properties) => Object.assign(document.createElement(tag), properties);
