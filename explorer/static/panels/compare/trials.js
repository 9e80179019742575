// A listening test of ten trials, and its result. What is heard and asked in a trial is its kind's business.

import { saveFile } from '../../core/dom.js';
import { csv, verdictOf } from './blind-score.js';
import { button, line, row } from './blind-box.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('./blind-box.js').Heard} Heard */
/**
 * @typedef {object} Trial
 * @property {[letter: string, sound: Heard][]} sounds  in their order
 * @property {string} right  the name of the right answer
 * @property {Record<string, string | number>} facts  what the table says about it
 * @property {(right: boolean) => Node[]} [reveal]  what is shown after the answer
 */
/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} question
 * @property {[name: string, text: string][]} answers
 * @property {() => Promise<Trial | null>} draw  null if the box says why there is none
 */

const TRIALS = 10;

export class Trials {
  /** @type {Record<string, string | number>[]} */
  #results = [];

  /**
   * @param {import('./blind-box.js').BlindBox} box
   * @param {Pick<Host, 'checkpoint'>} host
   */
  constructor(box, host) {
    this.box = box;
    this.host = host;
  }

  /** @param {Kind} kind */
  begin(kind) {
    this.#results = [];
    this.#ask(kind);
  }

  /** @param {Kind} kind */
  async #ask(kind) {
    const trial = await kind.draw();
    if (!trial) return;
    const begun = performance.now();
    const answer = (/** @type {string} */ name) => this.#take(kind, trial, name, performance.now() - begun);
    this.box.show(
      line('p', `${this.#results.length + 1} of ${TRIALS}`, 'count'),
      line('p', kind.question),
      row(...this.box.players(trial.sounds)),
      row(
        ...kind.answers.map(([name, text]) => button(text, () => answer(name), 'answer')),
        this.box.leaveButton('Stop the test'),
      ),
    );
  }

  /**
   * @param {Kind} kind
   * @param {Trial} trial
   * @param {string} name
   * @param {number} ms
   */
  #take(kind, trial, name, ms) {
    const right = name === trial.right;
    this.#results.push({
      trial: this.#results.length + 1,
      kind: kind.name,
      checkpoint: this.host.checkpoint(),
      ...trial.facts,
      answer: name,
      right: right ? 1 : 0,
      seconds: +(ms / 1000).toFixed(1),
    });
    const last = this.#results.length === TRIALS;
    const go = () => (last ? this.#score(kind) : this.#ask(kind));
    if (!trial.reveal) return go();
    this.box.silence();
    this.box.show(
      line('p', `${this.#results.length} of ${TRIALS}`, 'count'),
      ...trial.reveal(right),
      row(button(last ? 'Result' : 'Next', go, 'answer'), this.box.leaveButton('Stop the test')),
    );
  }

  /** @param {Kind} kind */
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
