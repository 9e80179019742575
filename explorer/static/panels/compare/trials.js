// Ten trials of "which is the original?" or ABX, and their result.

import { saveFile } from '../../core/dom.js';
import { csv, randomBelow, verdictOf } from './blind-score.js';
import { button, line, row } from './blind-box.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('./blind-box.js').Heard} Heard */
/** @typedef {{ question: string, answers: [name: string, text: string][] }} Kind */

const TRIALS = 10;
/** @type {Record<string, Kind>} */
const KINDS = {
  original: {
    question: 'Which is the original?',
    answers: [
      ['1', '1 is the original'],
      ['2', '2 is the original'],
    ],
  },
  abx: {
    question: 'A is the original, B the decoded sound. What is X?',
    answers: [
      ['A', 'X is A'],
      ['B', 'X is B'],
    ],
  },
};

export class Trials {
  /** @type {Record<string, string | number>[]} */
  #results = [];

  /**
   * @param {import('./blind-box.js').BlindBox} box
   * @param {Pick<Host, 'map' | 'sounds' | 'checkpoint'>} host
   */
  constructor(box, host) {
    this.box = box;
    this.host = host;
  }

  /** @param {string} kind */
  begin(kind) {
    this.#results = [];
    this.#ask(kind);
  }

  /** @param {string} kind */
  async #ask(kind) {
    const found = await this.box.find((id) => this.#pair(id));
    if (!found) return;
    const { id, original, decoded } = found;
    const first = randomBelow(2) === 0;
    const [one, other] = first ? [original, decoded] : [decoded, original];
    /** @type {Record<string, Heard>} */
    const sounds = kind === 'abx' ? { A: original, B: decoded, X: one } : { 1: one, 2: other };
    const { question, answers } = KINDS[kind];
    const right = answers[first ? 0 : 1][0];
    const begun = performance.now();
    const answer = (/** @type {string} */ name) =>
      this.#take(kind, { id, begun, name, right: name === right });
    this.box.show(
      line('p', `${this.#results.length + 1} of ${TRIALS}`, 'count'),
      line('p', question),
      row(...this.box.players(sounds)),
      row(...answers.map(([name, text]) => button(text, () => answer(name), 'answer'))),
      row(this.box.leaveButton('Stop the test')),
    );
  }

  /**
   * A sound and its original, at equal loudness.
   * @param {number} id
   * @returns {Promise<{ id: number, original: Heard, decoded: Heard }>}
   */
  async #pair(id) {
    const { sounds, checkpoint } = this.host;
    const { sound } = await sounds.render(checkpoint(), { kind: 'point', id });
    const original = await sounds.original(checkpoint(), id);
    return { id, original: { ...original, gain: 1 }, decoded: { ...sound, gain: original.matchingGain } };
  }

  /**
   * @param {string} kind
   * @param {{ id: number, begun: number, name: string, right: boolean }} answer
   */
  #take(kind, { id, begun, name, right }) {
    this.#results.push({
      trial: this.#results.length + 1,
      kind,
      checkpoint: this.host.checkpoint(),
      sound: this.host.map.points.names[id],
      answer: name,
      right: right ? 1 : 0,
      seconds: +((performance.now() - begun) / 1000).toFixed(1),
    });
    if (this.#results.length < TRIALS) this.#ask(kind);
    else this.#score(kind);
  }

  /** @param {string} kind */
  #score(kind) {
    this.box.silence();
    const right = this.#results.filter((one) => one.right).length;
    this.box.show(
      line('p', verdictOf(right, TRIALS), 'result'),
      row(
        button('Results as CSV', () => saveFile('hitmap-blind-test.csv', csv(this.#results), 'text/csv')),
        button('Again', () => this.begin(kind)),
        this.box.leaveButton('Close'),
      ),
    );
  }
}
