// Machine: any sound made on the drum machine, with its engine and knobs to turn and to hear.

import { create, find, press, saveFile } from '../../core/dom.js';
import { Newest } from '../../core/server.js';
import { shareOf, titleOf, titlesOf, valueAt, wordsOf } from './knob.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('../../core/types.js').MachineRecipe} MachineRecipe */
/** @typedef {import('./knob.js').Knob} Knob */
/** @typedef {{ label: string, name: string, title: string, knobs: Knob[] }} Engine */
/** @typedef {{ engines: Engine[], effects: { name: string, knobs: Knob[] }[], take: Knob[] }} Knobs */
/** What is imitated, and what was found. @typedef {{ target: string, title: string, found: MachineRecipe }} Pair */

const STEPS = 200;

class Machine {
  /** @type {Knobs | null} */
  #knobs = null;
  /** @type {Pair | null} */
  #pair = null;
  /** What the knobs show. @type {MachineRecipe | null} */
  #made = null;
  /** Engine and parameters for which knobs were built. */
  #built = '';
  #searching = false;

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    const root = find(document, '.machine');
    const button = (/** @type {string} */ name) => find(root, `[data-machine=${name}]`, HTMLButtonElement);
    this.about = find(root, '.machine-about');
    this.body = find(root, '.machine-body');
    this.ab = find(root, '.joined');
    this.rows = find(root, '.machine-knobs');
    this.engine = find(root, 'select', HTMLSelectElement);
    this.file = find(root, 'input[type=file]', HTMLInputElement);
    this.make = button('make');
    this.target = button('target');
    this.heard = button('made');
    this.make.addEventListener('click', () => this.#imitate());
    this.target.addEventListener('click', ({ timeStamp }) => this.#hear(this.#pair?.target, timeStamp));
    this.heard.addEventListener('click', ({ timeStamp }) =>
      this.#hear(this.#made && JSON.stringify(this.#made), timeStamp),
    );
    button('reset').addEventListener('click', () => this.#pair && this.#play(this.#pair.found, null));
    button('save').addEventListener('click', () => this.#save());
    button('open').addEventListener('click', () => this.file.click());
    this.file.addEventListener('change', () => this.#open());
    this.engine.addEventListener('change', () => this.#switch());
    /** @type {Newest<{ recipe: string, target: string, title: string }>} */
    this.measured = new Newest((job) => this.#measure(job));
  }

  clear() {
    this.#pair = this.#made = null;
    this.make.disabled = true;
    this.body.hidden = true;
  }

  /** @param {import('../panel.js').Shown} shown */
  async shown({ rendered }) {
    this.make.disabled = this.#searching;
    const base = this.host.base();
    const isTarget = this.#pair?.target === rendered.recipe;
    press(this.target, isTarget);
    press(this.heard, !isTarget);
    if (isTarget) return;
    if (base?.kind !== 'machine') {
      this.body.hidden = true;
      return;
    }
    this.#made = base;
    try {
      await this.#learn();
    } catch (error) {
      return this.host.fail(error);
    }
    if (this.#made === base) this.#show(base);
  }

  async #learn() {
    this.#knobs ??= /** @type {Knobs} */ (await this.host.ask('knobs', {}));
    if (this.engine.options.length) return;
    for (const label of new Set(this.#knobs.engines.map((engine) => engine.label))) {
      const named = this.#knobs.engines.filter((engine) => engine.label === label);
      const options = named.map(({ name, title }) =>
        create('option', { value: `${label} ${name}`, textContent: title }),
      );
      this.engine.append(create('optgroup', { label: titleOf(label.replace('_', ' ')) }, ...options));
    }
  }

  /** Finds the nearest sound to the one that is on. */
  async #imitate() {
    const current = this.host.current();
    if (!current || this.#searching) return;
    const { recipe, info } = current.rendered;
    this.#searching = this.make.disabled = true;
    this.about.textContent = 'Trying engines and turning their knobs…';
    try {
      const reply = await this.host.ask('imitate', { recipe, checkpoint: current.checkpoint });
      if (this.host.checkpoint() !== current.checkpoint) return;
      const found = /** @type {MachineRecipe} */ (JSON.parse(reply.recipe));
      this.#pair = { target: recipe, title: info.title, found };
      await this.host.request(found, { adopt: true, since: performance.now() });
    } catch (error) {
      this.about.textContent = '';
      this.host.fail(error);
    } finally {
      this.#searching = false;
      this.make.disabled = !this.host.current();
    }
  }

  /** @param {MachineRecipe} recipe */
  #show(recipe) {
    this.body.hidden = false;
    this.ab.hidden = !this.#pair;
    this.engine.value = `${recipe.label} ${recipe.engine.split('+')[0]}`;
    const knobs = this.#knobsOf(recipe);
    const built = `${recipe.label} ${recipe.engine} ${knobs.map(({ name }) => name)}`;
    const titles = titlesOf(knobs.map(({ name }) => name));
    if (built !== this.#built)
      this.rows.replaceChildren(...knobs.map((knob, i) => this.#row(knob, titles[i])));
    this.#built = built;
    for (const knob of knobs) this.#set(knob, recipe.parameters[knob.name]);
    if (!this.#pair) {
      this.about.textContent = 'A sound of the drum machine: turn its knobs.';
      return;
    }
    const { target, title } = this.#pair;
    this.measured.run({ recipe: JSON.stringify(recipe), target, title });
  }

  /** @param {{ recipe: string, target: string, title: string }} job */
  async #measure({ recipe, target, title }) {
    const checkpoint = this.host.checkpoint();
    try {
      const { error_db: error } = await this.host.ask('imitation_error', { recipe, target, checkpoint });
      this.about.textContent = `${error.toFixed(1)} dB from ${title}.`;
    } catch (error) {
      this.host.fail(error);
    }
  }

  /**
   * The knobs of a sound in order: its engine's, then those of the effects that are on.
   * @param {MachineRecipe} recipe
   * @returns {Knob[]}
   */
  #knobsOf({ label, engine, parameters }) {
    const { engines, effects, take } = /** @type {Knobs} */ (this.#knobs);
    const own = engine.split('+').flatMap((name, i) => {
      const { knobs = [] } = engines.find((one) => one.label === label && one.name === name) ?? {};
      return knobs.map((knob) => (i ? { ...knob, name: `layer.${knob.name}` } : knob));
    });
    return [...own, ...effects.flatMap(({ knobs }) => knobs), ...take].filter(
      ({ name }) => name in parameters,
    );
  }

  /**
   * @param {Knob} knob
   * @param {string} name
   */
  #row(knob, name) {
    const id = `machine-${knob.name.replace('.', '-')}`;
    const input = create('input', { type: 'range', id, min: 0, max: STEPS, step: 1 });
    input.addEventListener('input', () => this.#turn(knob, valueAt(knob, input.valueAsNumber / STEPS)));
    input.addEventListener('dblclick', () => {
      const found = this.#pair?.found.parameters[knob.name];
      if (found !== undefined) this.#turn(knob, found);
    });
    const label = create('label', { htmlFor: id, textContent: name });
    const title = `${name}: ${wordsOf(knob, knob.low)} to ${wordsOf(knob, knob.high)}`;
    return create('div', { title }, label, input, create('output', { htmlFor: id }));
  }

  /**
   * Shows a value on its knob.
   * @param {Knob} knob
   * @param {number} value
   */
  #set(knob, value) {
    const input = find(this.rows, `#machine-${knob.name.replace('.', '-')}`, HTMLInputElement);
    const share = shareOf(knob, value);
    if (document.activeElement !== input) input.value = String(Math.round(share * STEPS));
    input.style.setProperty('--at', `${100 * share}%`);
    input.setAttribute('aria-valuetext', wordsOf(knob, value));
    /** @type {HTMLElement} */ (input.nextElementSibling).textContent = wordsOf(knob, value);
  }

  /**
   * @param {Knob} knob
   * @param {number} value
   */
  #turn(knob, value) {
    if (!this.#made) return;
    const parameters = { ...this.#made.parameters, [knob.name]: value };
    this.#set(knob, value);
    this.#play({ ...this.#made, parameters }, `machine ${knob.name}`);
  }

  /** Another engine, in the middle of its knobs; the effects stay. */
  #switch() {
    const made = this.#made;
    const [label, name] = this.engine.value.split(' ');
    const engine = this.#knobs?.engines.find((one) => one.label === label && one.name === name);
    if (!made || !engine) return;
    const own = new Set(this.#knobsOf(made).map((knob) => knob.name));
    for (const { knobs } of this.#knobs?.effects ?? []) for (const knob of knobs) own.delete(knob.name);
    for (const knob of this.#knobs?.take ?? []) own.delete(knob.name);
    const kept = Object.entries(made.parameters).filter(([key]) => !own.has(key) && key !== 'layer_db');
    const middle = engine.knobs.map((knob) => [knob.name, valueAt(knob, 0.5)]);
    this.#play({ ...made, label, engine: name, parameters: Object.fromEntries([...middle, ...kept]) }, null);
  }

  /**
   * Plays a sound of the drum machine; one drag makes one history entry.
   * @param {MachineRecipe} recipe
   * @param {string | null} gesture
   */
  #play(recipe, gesture) {
    this.#made = recipe;
    this.host.hear(recipe, { gesture, since: performance.now() });
  }

  /**
   * @param {string | null | undefined} recipe
   * @param {number} since
   */
  #hear(recipe, since) {
    if (recipe) this.host.request(recipe, { adopt: true, since });
  }

  #save() {
    if (!this.#made) return;
    const name = `${this.#made.label} ${this.#made.engine}.json`;
    saveFile(name, `${JSON.stringify(this.#made, null, 1)}\n`, 'application/json');
  }

  async #open() {
    const [file] = this.file.files ?? [];
    this.file.value = '';
    if (!file) return;
    this.#pair = null;
    await this.host.request(await file.text(), { adopt: true, since: performance.now() });
  }
}

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Machine(host);
