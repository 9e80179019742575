// A sound beside its original: both spectrograms, their difference, the error in every band, in words.

import { ask, bytes, Problem } from '../../core/server.js';
import { paint } from '../../core/spectrogram.js';

const AFTER = 250; // ms; a scrub compares nothing
const QUIET = [92, 160, 255];
const LOUD = [255, 122, 66];

export class Compare {
  constructor(stage) {
    this.stage = stage;
    this.panel = document.querySelector('.compare');
    this.none = this.#find('.compare-none');
    this.empty = this.none.textContent;
    this.body = this.#find('.compare-body');
    stage.whenShown.push((reply) => this.#shown(reply));
    new ResizeObserver(() => this.#later()).observe(this.panel);
  }

  clear() {
    this.reply = null;
    this.#say(this.empty);
  }

  #shown(reply) {
    this.reply = reply;
    this.#later();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fill(), AFTER);
  }

  async #fill() {
    const { stage, reply } = this;
    if (!reply || !this.panel.offsetParent) return;
    const { info, recipe, sound } = reply;
    if (!info.has_original) return this.#say(info.original_hint ?? this.empty);
    if (this.panel.dataset.for === recipe && !this.body.hidden) return;
    const { checkpoint } = stage;
    try {
      const original = await stage.originalOf(info, sound);
      const found = await ask(stage.server, 'difference', { checkpoint, recipe, original: info.own?.pcm });
      if (reply !== this.reply || !original) return;
      paint(this.#find('[data-picture=original]'), original);
      paint(this.#find('[data-picture=decoded]'), sound);
      paintDifference(this.#find('[data-picture=difference]'), found);
      this.#tell(found);
      this.none.hidden = true;
      this.body.hidden = false;
      this.panel.dataset.for = recipe;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (reply === this.reply) this.#say(error.message);
    }
  }

  #say(text) {
    this.none.textContent = text;
    this.none.hidden = false;
    this.body.hidden = true;
    this.panel.dataset.for = '';
  }

  #tell({ error_db: error, words, bands }) {
    const [verdict, ...details] = words;
    const whole = document.createElement('b');
    whole.textContent = `${error.toFixed(1)} dB off. ${verdict}`;
    this.#find('.verdict').replaceChildren(whole, details.length ? ` ${details.join(' ')}` : '');
    this.#find('.bands tbody').replaceChildren(...bands.map(rowOf));
  }

  #find(selector) {
    return this.panel.querySelector(selector);
  }
}

function rowOf({ name, low_hz: low, high_hz: high, error_db: error, excess_db: excess }) {
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  head.title = `${low} to ${high} Hz`;
  const bar = document.createElement('td');
  const line = document.createElement('i');
  line.style.setProperty('--share', Math.min(1, (error ?? 0) / 6));
  line.className = excess > 0 ? 'loud' : 'quiet';
  if (error !== null) bar.append(line);
  const figure = document.createElement('td');
  figure.textContent = error === null ? 'silent' : `${error.toFixed(1)} dB`;
  row.append(head, bar, figure);
  return row;
}

/** Blue where the decoded sound is too quiet, orange where it is too loud, black where it is right. */
function paintDifference(canvas, { difference, shape: [bands, frames] }) {
  const cells = new Int8Array(bytes(difference).buffer);
  const pixels = new Uint8ClampedArray(4 * bands * frames);
  for (let band = 0; band < bands; band++) {
    for (let t = 0; t < frames; t++) {
      const value = cells[band * frames + t] / 127;
      const colour = value > 0 ? LOUD : QUIET;
      const at = 4 * ((bands - 1 - band) * frames + t);
      for (let i = 0; i < 3; i++) pixels[at + i] = 8 + Math.abs(value) * (colour[i] - 8);
      pixels[at + 3] = 255;
    }
  }
  canvas.width = frames;
  canvas.height = bands;
  canvas.getContext('2d').putImageData(new ImageData(pixels, frames, bands), 0, 0);
}
