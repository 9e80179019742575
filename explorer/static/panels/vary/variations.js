// Eight variations around the sound that is on, as small spectrograms, and what all variations keep.

import { depthOf, isCrossfade, vary, withoutPhase } from '../../core/recipes.js';
import { ask, readSound } from '../../core/server.js';
import { paint } from '../../core/spectrogram.js';

const PLACES = 9;
const CENTRE = 4;
const AFTER = 350; // ms; while a slider moves, no variations are made
const LEAST_NOISE = 0.5;
const MAX_DEPTH = 7;

export class Variations {
  constructor(stage) {
    this.stage = stage;
    this.grid = document.querySelector('.variations');
    this.panel = this.grid.closest('.tool');
    this.buttons = Array.from({ length: PLACES }, (_, i) => this.#button(i));
    this.grid.append(...this.buttons);
    this.locks = [...document.querySelectorAll('[data-lock]')];
    for (const lock of this.locks) lock.addEventListener('click', () => this.#toggle(lock.dataset.lock));
    stage.whenShown.push((reply, job) => this.#shown(reply, job));
    new ResizeObserver(() => this.#later()).observe(this.panel);
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key.toLowerCase() !== 'p' || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
          return;
        const over = this.buttons.findIndex((button) => button.matches(':hover, :focus-visible'));
        if (over < 0 || !this.recipes) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        this.#play(over, { remember: false, variation: true, silent: false }, event.timeStamp);
      },
      true,
    );
  }

  clear() {
    this.recipes = this.centre = null;
    this.round = (this.round ?? 0) + 1;
    for (const button of this.buttons) {
      button.disabled = true;
      button.querySelector('canvas').width = 0;
    }
  }

  showLocks() {
    for (const lock of this.locks)
      lock.setAttribute('aria-pressed', this.stage.controls.lock.includes(lock.dataset.lock));
  }

  #button(i) {
    const button = document.createElement('button');
    button.type = 'button';
    button.disabled = true;
    button.classList.toggle('centre', i === CENTRE);
    button.setAttribute('aria-label', i === CENTRE ? 'This sound' : `Variation ${i < CENTRE ? i + 1 : i}`);
    button.append(document.createElement('canvas'));
    button.addEventListener('click', (event) => this.#play(i, { adopt: true }, event.timeStamp));
    return button;
  }

  #play(i, options, since) {
    this.stage.request(this.recipes[i], { since, ...options });
  }

  #toggle(name) {
    const { stage } = this;
    const kept = stage.controls.lock;
    stage.controls.lock = kept.includes(name) ? kept.filter((other) => other !== name) : [...kept, name];
    this.showLocks();
    if (stage.base && stage.controls.amount > 0) stage.hear(stage.base, { since: performance.now() });
    else this.#later();
  }

  #shown(reply, job) {
    if (job.variation) return;
    this.centre = reply.recipe;
    this.#later();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fill(), AFTER);
  }

  async #fill() {
    const { stage } = this;
    const { amount, seed, lock } = stage.controls;
    if (!this.centre || !this.panel.offsetParent) return;
    const asked = JSON.stringify([stage.checkpoint, this.centre, amount, seed, lock]);
    if (asked === this.asked && this.recipes) return;
    this.asked = asked;
    const round = (this.round = (this.round ?? 0) + 1);
    const centre = JSON.parse(this.centre);
    let around = withoutPhase(centre);
    while (depthOf(around) >= MAX_DEPTH && around.kind === 'noise') around = around.of;
    const recipes = this.buttons.map((_, i) =>
      i === CENTRE
        ? centre
        : vary(around, amount || LEAST_NOISE, (seed + i + 1) % 2 ** 31, isCrossfade(around) ? [] : lock),
    );
    this.recipes = recipes;
    for (const i of [CENTRE, 0, 1, 2, 3, 5, 6, 7, 8]) {
      if (!(await this.#draw(i, recipes[i], round))) return;
    }
    this.grid.dataset.filled = this.centre;
  }

  async #draw(i, recipe, round) {
    const { stage } = this;
    const text = JSON.stringify(recipe);
    const key = `${stage.checkpoint} ${text}`;
    try {
      const reply =
        stage.sounds.get(key) ??
        (await ask(stage.server, 'render', { checkpoint: stage.checkpoint, recipe: text }));
      if (round !== this.round) return false;
      reply.sound ??= readSound(reply);
      stage.sounds.set(key, reply);
      paint(this.buttons[i].querySelector('canvas'), reply.sound);
      this.buttons[i].disabled = false;
      return true;
    } catch (error) {
      if (round === this.round) stage.fail(error);
      return false;
    }
  }
}
