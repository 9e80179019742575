// Listening tests: ten trials of "which is the original?" or ABX, and blind ratings of every checkpoint's version.
// What is what is kept here and never written into the page before the end.

import { csv, means, randomBelow, shuffled, verdictOf } from './blind-score.js';
import { ask, Problem, readSound } from '../../core/server.js';
import { bufferOf, strike } from '../../core/voices.js';

const TRIALS = 10;
const TRIES = 12; // sounds without an original that are passed over before giving up
const LETTERS = 'ABCDEFGH';
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

export class Blind {
  #trial = null;
  #key = {};

  constructor(stage) {
    this.stage = stage;
    this.box = document.querySelector('.blind');
    this.starts = [...document.querySelectorAll('[data-test]')];
    for (const button of this.starts)
      button.addEventListener('click', () => this.#begin(button.dataset.test));
    this.box.addEventListener('keydown', (event) => this.#typed(event));
  }

  /** Leaves a test without a result. */
  close() {
    this.round = (this.round ?? 0) + 1;
    this.#silence();
    this.box.hidden = true;
    this.box.replaceChildren();
    for (const button of this.starts) button.setAttribute('aria-pressed', false);
  }

  #begin(kind) {
    this.close();
    this.stage.player.unlock();
    this.stage.player.stop();
    this.results = [];
    this.box.hidden = false;
    for (const button of this.starts) button.setAttribute('aria-pressed', button.dataset.test === kind);
    if (kind === 'rate') this.#rate(this.stage.card.info?.has_original ? this.stage.card.info.id : null);
    else this.#ask(kind);
  }

  async #ask(kind) {
    const found = await this.#fetch((id) => this.#pair(id));
    if (!found) return;
    const { id, original, decoded } = found;
    const first = randomBelow(2) === 0;
    const sounds =
      kind === 'abx'
        ? { A: original, B: decoded, X: first ? original : decoded }
        : { 1: first ? original : decoded, 2: first ? decoded : original };
    this.#trial = { id, right: KINDS[kind].answers[first ? 0 : 1][0], sounds, begun: performance.now() };
    this.#show(
      line('p', `${this.results.length + 1} of ${TRIALS}`, 'count'),
      line('p', KINDS[kind].question),
      row(...Object.keys(sounds).map((name) => this.#player(name))),
      row(
        ...KINDS[kind].answers.map(([name, text]) => button(text, () => this.#answer(kind, name), 'answer')),
      ),
      row(button('Stop the test', () => this.close(), 'quiet')),
    );
  }

  async #pair(id) {
    const { stage } = this;
    const { checkpoint } = stage;
    const reply = await ask(stage.server, 'render', {
      checkpoint,
      recipe: JSON.stringify({ kind: 'point', id }),
    });
    const original = readSound(await ask(stage.server, 'original', { checkpoint, id, rounds: null }));
    return {
      id,
      original: { ...original, gain: 1 },
      decoded: { ...readSound(reply), gain: original.matchingGain },
    };
  }

  #answer(kind, name) {
    const { names } = this.stage.map.points;
    const { id, right, begun } = this.#trial;
    const seconds = +((performance.now() - begun) / 1000).toFixed(1);
    this.results.push({
      trial: this.results.length + 1,
      kind,
      checkpoint: this.stage.checkpoint,
      sound: names[id],
      answer: name,
      right: name === right ? 1 : 0,
      seconds,
    });
    if (this.results.length < TRIALS) this.#ask(kind);
    else this.#score(kind);
  }

  #score(kind) {
    this.#silence();
    const right = this.results.filter((one) => one.right).length;
    this.#show(
      line('p', verdictOf(right, TRIALS), 'result'),
      row(
        button('Results as CSV', () => download('hitmap-blind-test.csv', csv(this.results))),
        button('Again', () => this.#begin(kind)),
        button('Close', () => this.close(), 'quiet'),
      ),
    );
  }

  async #rate(wanted) {
    const found = await this.#fetch(
      async (id) => ({
        id,
        ...(await ask(this.stage.server, 'rating', { checkpoint: this.stage.checkpoint, id })),
      }),
      wanted,
    );
    if (!found) return;
    const systems = shuffled(found.systems);
    const sounds = Object.fromEntries(
      systems.map((one, i) => [
        LETTERS[i],
        { ...readSound({ ...one, shape: [0, 0], spectrogram: '' }), gain: 1 },
      ]),
    );
    this.#trial = { sounds };
    const rows = systems.map((_, i) => rating(this.#player(LETTERS[i]), LETTERS[i]));
    const keep = () => {
      systems.forEach(({ system }, i) =>
        this.results.push({
          sound: found.name,
          system,
          letter: LETTERS[i],
          rating: Number(rows[i].querySelector('input').value),
        }),
      );
    };
    this.#show(
      line('p', `${this.#rated + 1}. How good is each? One of them is the original.`),
      ...rows,
      row(
        button('Next sound', () => (keep(), this.#rate(null)), 'answer'),
        button('Reveal', () => (keep(), this.#reveal()), 'answer'),
        button('Stop', () => this.close(), 'quiet'),
      ),
    );
  }

  get #rated() {
    return new Set(this.results.map(({ sound }) => sound)).size;
  }

  #reveal() {
    this.#silence();
    const table = document.createElement('table');
    table.className = 'means';
    for (const { system, mean, count } of means(this.results)) {
      const entry = table.insertRow();
      for (const text of [system, mean.toFixed(0), `${count} sound${count > 1 ? 's' : ''}`])
        entry.insertCell().textContent = text;
    }
    this.#show(
      table,
      row(
        button('Ratings as CSV', () => download('hitmap-ratings.csv', csv(this.results))),
        button('Again', () => this.#begin('rate')),
        button('Close', () => this.close(), 'quiet'),
      ),
    );
  }

  /** What `get` makes of a random sound that has an original; null, with a sentence, when there is none. */
  async #fetch(get, wanted = null) {
    const round = (this.round = (this.round ?? 0) + 1);
    this.#silence();
    this.#show(line('p', 'One moment…'));
    for (let tries = 1; ; tries++) {
      try {
        const found = await get(wanted ?? randomBelow(this.stage.map.points.names.length));
        return round === this.round ? found : null;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (round !== this.round) return null;
        if (tries < TRIES && wanted === null) continue;
        this.#show(line('p', error.message), row(button('Close', () => this.close(), 'quiet')));
        return null;
      }
    }
  }

  #player(name) {
    this.#key[name.toLowerCase()] = name;
    const one = button(`▶ ${name}`, () => this.#play(name), 'hear');
    one.setAttribute('aria-label', `Play ${name}`);
    one.dataset.hear = name;
    return one;
  }

  #play(name) {
    const { player } = this.stage;
    player.unlock();
    player.stop();
    this.#silence();
    const sound = this.#trial.sounds[name];
    this.source = strike(player.context, player.master, bufferOf(sound), sound.gain, 0);
    for (const one of this.box.querySelectorAll('[data-hear]'))
      one.classList.toggle('on', one.dataset.hear === name);
  }

  #silence() {
    this.source?.stop();
    this.source = null;
  }

  #typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input')) return;
    const one = this.box.querySelector(
      `[data-hear="${CSS.escape(this.#key[event.key.toLowerCase()] ?? '')}"]`,
    );
    if (!one) return;
    event.preventDefault();
    event.stopPropagation();
    one.click();
  }

  #show(...parts) {
    this.box.replaceChildren(...parts);
    this.box.focus({ preventScroll: true });
    this.box.scrollIntoView({ block: 'nearest' });
  }
}

function line(tag, text, className = '') {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

function row(...parts) {
  const element = document.createElement('div');
  element.className = 'blind-row';
  element.append(...parts);
  return element;
}

function button(text, act, className = '') {
  const element = line('button', text, `small ${className}`);
  element.type = 'button';
  element.addEventListener('click', act);
  return element;
}

function rating(player, letter) {
  const slider = document.createElement('input');
  Object.assign(slider, { type: 'range', min: 0, max: 100, value: 50, step: 1 });
  slider.setAttribute('aria-label', `Rating of ${letter}, 0 to 100`);
  const figure = line('output', '50');
  slider.addEventListener('input', () => (figure.textContent = slider.value));
  return row(player, slider, figure);
}

function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
