// A morph or a drawn path in even steps: small spectrograms to click, or to play one after the other in time.

import { create, find } from '../../core/dom.js';
import { inStep, paint } from '../../core/picture.js';
import { bufferOf, secondsOf, strike } from '../../core/sounds.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('../panel.js').Recipe} Recipe */

const AFTER = 350; // ms; no steps are made while a corner moves
const BEAT = 0.25; // seconds from step to step
const LEAD = 0.06;
const GAIN = 0.7; // sounds overlap
const STEPS = { least: 3, most: 16, usual: 8 };

export class Strip {
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {import('../../core/types.js').Sound[]} */
  #sounds = [];
  /** @type {{ sources: AudioBufferSourceNode[], times: number[] } | null} */
  #running = null;
  #key = '';
  #frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Pick<Host, 'sounds' | 'player' | 'checkpoint' | 'dress' | 'request' | 'fail'>} host
   * @param {(n: number) => Recipe[]} recipesOf  n steps; empty if there are none
   */
  constructor(host, recipesOf) {
    this.host = host;
    this.recipesOf = recipesOf;
    this.root = find(document, '.strip');
    this.steps = find(this.root, '.strip-steps');
    this.none = find(this.root, '.strip-none');
    this.play = find(this.root, '[data-strip=play]', HTMLButtonElement);
    this.count = find(this.root, 'input', HTMLInputElement);
    this.count.addEventListener('change', () => this.refresh());
    this.play.addEventListener('click', () => (this.#running ? this.stop() : this.#playAll()));
    new ResizeObserver(() => this.refresh()).observe(this.root);
  }

  clear() {
    this.#take([]);
  }

  /** Schedules new steps, if the strip is visible. */
  refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.root.offsetParent && this.#take(this.recipesOf(this.#number)), AFTER);
  }

  stop() {
    for (const source of this.#running?.sources ?? []) source.stop();
    this.#ended();
  }

  get #number() {
    const wanted = Math.round(this.count.valueAsNumber) || STEPS.usual;
    return Math.min(STEPS.most, Math.max(STEPS.least, wanted));
  }

  /** @param {Recipe[]} recipes */
  async #take(recipes) {
    const checkpoint = this.host.checkpoint();
    const made = recipes.map((recipe) => JSON.stringify(this.host.dress(recipe)));
    const key = JSON.stringify([checkpoint, made]);
    if (key === this.#key) return;
    this.#key = key;
    this.stop();
    this.#sounds = [];
    this.none.hidden = made.length > 0;
    this.play.disabled = true;
    this.#buttons = made.map((recipe, i) => this.#button(recipe, i));
    this.steps.replaceChildren(...this.#buttons);
    this.steps.dataset.filled = '';
    for (const recipe of made) {
      const sound = await this.#fetch(checkpoint, recipe);
      if (!sound || key !== this.#key) return;
      this.#sounds.push(sound);
      inStep(this.#sounds).forEach((one, k) =>
        paint(find(this.#buttons[k], 'canvas', HTMLCanvasElement), one),
      );
    }
    this.play.disabled = made.length === 0;
    this.steps.dataset.filled = String(made.length);
  }

  /**
   * @param {string} checkpoint
   * @param {string} recipe
   */
  async #fetch(checkpoint, recipe) {
    try {
      return (await this.host.sounds.render(checkpoint, recipe)).sound;
    } catch (error) {
      this.host.fail(error);
      return null;
    }
  }

  /**
   * @param {string} recipe
   * @param {number} i
   */
  #button(recipe, i) {
    const button = create('button', { type: 'button', ariaLabel: `Step ${i + 1}` }, create('canvas'));
    button.addEventListener('click', ({ timeStamp }) => {
      this.stop();
      this.host.request(recipe, { since: timeStamp, adopt: true });
    });
    return button;
  }

  /** Plays all steps on the audio clock, a beat apart. */
  #playAll() {
    const { player } = this.host;
    player.unlock();
    player.stop();
    const { context, master } = player.output;
    const start = context.currentTime + LEAD;
    const times = this.#sounds.map((_, i) => start + i * BEAT);
    const sources = this.#sounds.map((sound, i) => strike(context, master, bufferOf(sound), GAIN, times[i]));
    this.#running = { sources, times };
    this.play.textContent = 'Stop';
    const end = Math.max(...times.map((time, i) => time + secondsOf(this.#sounds[i])));
    const show = () => {
      if (!this.#running) return;
      const now = context.currentTime;
      this.#light(times.findLastIndex((time) => time <= now));
      if (now < end) this.#frame = requestAnimationFrame(show);
      else this.#ended();
    };
    show();
  }

  #ended() {
    cancelAnimationFrame(this.#frame);
    this.#running = null;
    this.play.textContent = 'Play all';
    this.#light(-1);
  }

  /** @param {number} i */
  #light(i) {
    this.#buttons.forEach((button, k) => button.classList.toggle('on', k === i));
  }
}
