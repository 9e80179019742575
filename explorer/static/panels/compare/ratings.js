// Blind ratings of every checkpoint's version of a sound, with the original among them.

import { create, saveFile } from '../../core/dom.js';
import { readSound } from '../../core/server.js';
import { csv, means, shuffled } from './blind-score.js';
import { button, line, ratingRow, row } from './blind-box.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('./blind-box.js').Heard} Heard */
/** @typedef {{ sound: string, system: string, letter: string, rating: number }} Rating */
/** The server's answer (`explorer/server/comparing.py`). @typedef {{ name: string, systems: { system: string, pcm: string, channels: number, sample_rate: number }[] }} Rated */

const LETTERS = 'ABCDEFGH';

export class Ratings {
  /** @type {Rating[]} */
  #results = [];

  /**
   * @param {import('./blind-box.js').BlindBox} box
   * @param {Pick<Host, 'ask' | 'checkpoint' | 'current'>} host
   */
  constructor(box, host) {
    this.box = box;
    this.host = host;
  }

  /** Begins with the current sound if it has an original. */
  begin() {
    this.#results = [];
    const info = this.host.current()?.rendered.info;
    this.#rate(info?.has_original ? info.id : null);
  }

  /** @param {number | null} wanted */
  async #rate(wanted) {
    const { ask, checkpoint } = this.host;
    /** @type {Rated | null} */
    const found = await this.box.find((id) => ask('rating', { checkpoint: checkpoint(), id }), wanted);
    if (!found) return;
    const systems = shuffled(found.systems);
    /** @type {[letter: string, sound: Heard][]} */
    const sounds = systems.map((one, i) => [
      LETTERS[i],
      { ...readSound({ ...one, shape: [0, 0], spectrogram: '' }), gain: 1 },
    ]);
    const rows = this.box.players(sounds).map((player, i) => ratingRow(player, LETTERS[i]));
    const keep = () =>
      systems.forEach(({ system }, i) =>
        this.#results.push({ sound: found.name, system, letter: LETTERS[i], rating: rows[i].value() }),
      );
    const next = () => {
      keep();
      this.#rate(null);
    };
    const reveal = () => {
      keep();
      this.#reveal();
    };
    const rated = new Set(this.#results.map(({ sound }) => sound)).size;
    this.box.show(
      line('p', `${rated + 1}. How good is each? One of them is the original.`),
      ...rows.map(({ element }) => element),
      row(
        button('Next sound', next, 'answer'),
        button('Reveal', reveal, 'answer'),
        this.box.leaveButton('Stop'),
      ),
    );
  }

  #reveal() {
    this.box.silence();
    const table = create('table', { className: 'means' });
    for (const { system, mean, count } of means(this.#results)) {
      const entry = table.insertRow();
      for (const text of [system, mean.toFixed(0), `${count} sound${count > 1 ? 's' : ''}`])
        entry.insertCell().textContent = text;
    }
    this.box.show(
      table,
      row(
        button('Ratings as CSV', () => saveFile('hitmap-ratings.csv', csv(this.#results), 'text/csv')),
        button('Again', () => this.begin()),
        this.box.leaveButton('Close'),
      ),
    );
  }
}
