// A morph or a drawn path in even steps: small spectrograms to click, or all of them one after the other in time.

import { around, weightsAt } from '../../core/morph-geometry.js';
import { mix, morph } from '../../core/recipes.js';
import { ask, readSound } from '../../core/server.js';
import { paint } from '../../core/spectrogram.js';
import { bufferOf, strike } from '../../core/voices.js';

const AFTER = 350; // ms; while a corner moves, no steps are made
const BEAT = 0.25; // seconds from step to step
const LEAD = 0.06;
const GAIN = 0.7; // sounds overlap

export class Strip {
  constructor(stage) {
    this.stage = stage;
    this.root = document.querySelector('.strip');
    this.steps = this.root.querySelector('.strip-steps');
    this.none = this.root.querySelector('.strip-none');
    this.play = this.root.querySelector('[data-strip=play]');
    this.count = this.root.querySelector('input');
    this.count.addEventListener('change', () => this.refresh());
    this.play.addEventListener('click', () => (this.running ? this.stop() : this.playAll()));
    this.path = null;
    new ResizeObserver(() => this.refresh()).observe(this.root);
  }

  get number() {
    return Math.min(16, Math.max(3, Math.round(Number(this.count.value)) || 8));
  }

  clear() {
    this.path = null;
    this.#take([]);
  }

  /** Steps along a path: `placesOf(n)` gives n places; null for those of the morph. */
  follow(placesOf) {
    this.path = placesOf;
    this.refresh();
  }

  /** Makes the steps anew from the corners or the path, soon. */
  refresh() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.root.offsetParent && this.#take(this.#recipes()), AFTER);
  }

  #recipes() {
    const { corners, controls } = this.stage;
    const n = this.number;
    if (this.path) return this.path(n).map(([x, y]) => ({ kind: 'place', x, y }));
    if (!corners.ready) return [];
    const { recipes } = corners;
    if (recipes.length === 2)
      return Array.from({ length: n }, (_, i) => morph(recipes, i / (n - 1), controls.interpolation));
    return around(recipes.length, n).map((handle) =>
      mix(recipes, weightsAt(handle, recipes.length), controls.interpolation),
    );
  }

  async #take(recipes) {
    const made = recipes.map((recipe) => JSON.stringify(this.stage.dressed(recipe)));
    const key = JSON.stringify([this.stage.checkpoint, made]);
    if (key === this.key) return;
    this.key = key;
    this.stop();
    this.sounds = [];
    this.made = made;
    this.none.hidden = made.length > 0;
    this.play.disabled = true;
    this.buttons = recipes.map((recipe, i) => this.#button(recipe, i));
    this.steps.replaceChildren(...this.buttons);
    this.steps.dataset.filled = '';
    for (const [i, text] of made.entries()) {
      const sound = await this.#fetch(text);
      if (key !== this.key) return;
      if (!sound) return;
      this.sounds.push(sound);
      paint(this.buttons[i].querySelector('canvas'), sound);
    }
    this.play.disabled = made.length === 0;
    this.steps.dataset.filled = made.length;
  }

  async #fetch(text) {
    const { stage } = this;
    const key = `${stage.checkpoint} ${text}`;
    try {
      const reply =
        stage.sounds.get(key) ??
        (await ask(stage.server, 'render', { checkpoint: stage.checkpoint, recipe: text }));
      reply.sound ??= readSound(reply);
      stage.sounds.set(key, reply);
      return reply.sound;
    } catch (error) {
      stage.fail(error);
      return null;
    }
  }

  #button(recipe, i) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', `Step ${i + 1}`);
    button.append(document.createElement('canvas'));
    button.addEventListener('click', ({ timeStamp }) => {
      this.stop();
      this.stage.request(this.made[i], { since: timeStamp, adopt: true });
    });
    return button;
  }

  /** Plays all steps on the audio clock, a beat apart. */
  playAll() {
    const { player } = this.stage;
    player.unlock();
    player.stop();
    const { context, master } = player;
    const start = context.currentTime + LEAD;
    const times = this.sounds.map((_, i) => start + i * BEAT);
    this.running = {
      sources: this.sounds.map((sound, i) => strike(context, master, bufferOf(sound), GAIN, times[i])),
      times,
    };
    this.play.textContent = 'Stop';
    const show = () => {
      if (!this.running) return;
      const now = context.currentTime;
      this.#light(times.findLastIndex((time) => time <= now));
      if (now < times.at(-1) + 2 * BEAT) this.frame = requestAnimationFrame(show);
      else this.#ended();
    };
    show();
  }

  stop() {
    for (const source of this.running?.sources ?? []) source.stop();
    this.#ended();
  }

  #ended() {
    cancelAnimationFrame(this.frame);
    this.running = null;
    this.play.textContent = 'Play all';
    this.#light(-1);
  }

  #light(i) {
    this.buttons?.forEach((button, k) => button.classList.toggle('on', k === i));
  }
}
