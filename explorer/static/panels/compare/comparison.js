// A sound next to its original: both spectrograms, their difference, the error in every band, and a verdict.

import { pixelRamp } from '../../core/colours.js';
import { create, find } from '../../core/dom.js';
import { inStep, paint, paintCells } from '../../core/picture.js';
import { bytes, Problem } from '../../core/server.js';
import { offerButton } from '../../core/toast.js';
import { Versions } from './versions.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('../panel.js').Rendered} Rendered */
/** @typedef {{ name: string, low_hz: number, high_hz: number, error_db: number | null, excess_db: number }} Band */
/** The server's answer (`explorer/server/comparing.py`). @typedef {{ error_db: number, words: string[], bands: Band[], difference: string, shape: number[] }} Difference */

const AFTER = 250; // ms; no comparisons during a scrub
const WIDEST_DB = 6; // the error that fills a band's bar
const [QUIET, RIGHT, LOUD] = ['#5ca0ff', '#080808', '#ff7a42'];
const SIZES = 128; // of an 8-bit difference, in either direction

export class Comparison {
  /** @type {Rendered | null} */
  #rendered = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} panel
   * @param {Pick<Host, 'ask' | 'checkpoint' | 'originalOf' | 'plainHelps' | 'plain' | 'sounds' | 'player'>} host
   */
  constructor(panel, host) {
    this.panel = panel;
    this.host = host;
    this.none = find(panel, '.compare-none');
    this.empty = this.none.textContent;
    this.body = find(panel, '.compare-body');
    this.versions = new Versions(find(panel, '.versions'), host);
    new ResizeObserver(() => this.#later()).observe(panel);
  }

  clear() {
    this.#rendered = null;
    this.#say(this.empty);
  }

  /** @param {Rendered} rendered */
  show(rendered) {
    this.#rendered = rendered;
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fill(), AFTER);
  }

  async #fill() {
    const rendered = this.#rendered;
    if (!rendered || !this.panel.offsetParent) return;
    const { info, recipe, sound } = rendered;
    if (!info.has_original) return this.#sayWhyNot(info.original_hint);
    if (this.panel.dataset.for === recipe && !this.body.hidden) return;
    const checkpoint = this.host.checkpoint();
    try {
      const original = await this.host.originalOf(rendered);
      /** @type {Difference} */
      const found = await this.host.ask('difference', { checkpoint, recipe, ...sentOf(info.own) });
      if (rendered !== this.#rendered) return;
      const [theirs, ours] = inStep([original, sound]);
      paint(this.#picture('original'), theirs);
      paint(this.#picture('decoded'), ours);
      paintDifference(this.#picture('difference'), found);
      this.#tell(found);
      this.none.hidden = true;
      this.body.hidden = false;
      this.panel.dataset.for = recipe;
      await this.versions.show(info.rounds === null ? info.id : null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (rendered === this.#rendered) this.#say(error.message);
    }
  }

  /** @param {string | undefined} hint */
  #sayWhyNot(hint) {
    if (!this.host.plainHelps()) return this.#say(hint || this.empty);
    this.#say('This sound is varied: ');
    this.none.append(offerButton({ label: 'hear it plain', act: this.host.plain }));
  }

  /** @param {string} text */
  #say(text) {
    this.none.textContent = text;
    this.none.hidden = false;
    this.body.hidden = true;
    this.panel.dataset.for = '';
  }

  /** @param {Difference} found */
  #tell({ error_db: error, words: [verdict, ...details], bands }) {
    const whole = create('b', { textContent: `${error.toFixed(1)} dB off. ${verdict}` });
    find(this.panel, '.verdict').replaceChildren(whole, details.length ? ` ${details.join(' ')}` : '');
    find(this.panel, '.bands tbody').replaceChildren(...bands.map(rowOf));
  }

  /** @param {string} name */
  #picture(name) {
    return find(this.panel, `[data-picture=${name}]`, HTMLCanvasElement);
  }
}

/** A visitor's own original, as the server reads it. @param {import('../../core/types.js').OwnSound} [own] */
const sentOf = (own) => own && { original: own.pcm, channels: own.sound.channels.length };

/** @param {Band} band */
function rowOf({ name, low_hz: low, high_hz: high, error_db: error, excess_db: excess }) {
  const head = create('th', { scope: 'row', textContent: name, title: `${low} to ${high} Hz` });
  const bar = create('td');
  if (error !== null) {
    const line = create('i', { className: excess > 0 ? 'loud' : 'quiet' });
    line.style.setProperty('--share', String(Math.min(1, error / WIDEST_DB)));
    bar.append(line);
  }
  const figure = create('td', { textContent: error === null ? 'silent' : `${error.toFixed(1)} dB` });
  return create('tr', {}, head, bar, figure);
}

/**
 * Blue where the decoded sound is too quiet, orange where it is too loud, black where it is right.
 * @param {HTMLCanvasElement} canvas
 * @param {Difference} found
 */
function paintDifference(canvas, { difference, shape: [bands, frames] }) {
  const cells = new Int8Array(bytes(difference).buffer);
  const [loud, quiet] = [LOUD, QUIET].map((colour) => pixelRamp([RIGHT, colour], SIZES));
  paintCells(
    canvas,
    bands,
    frames,
    (cell) => (cells[cell] > 0 ? loud : quiet)[Math.min(127, Math.abs(cells[cell]))],
  );
}
