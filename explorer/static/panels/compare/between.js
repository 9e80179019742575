// Trials of what lies between two sounds: "which is the real sound in between?", and ABX of two ways of mixing.

import { constants } from '../../core/constants.js';
import { randomSeed } from '../../core/recipes.js';
import { readSound } from '../../core/server.js';
import { randomBelow } from './blind-score.js';
import { line } from './blind-box.js';
import { equalised } from './levels.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('../../core/types.js').Interpolation} Interpolation */
/** @typedef {import('../../core/types.js').Sound} Sound */
/** @typedef {import('./blind-box.js').Seen} Seen */
/** @typedef {import('./trials.js').Kind} Kind */
/** @typedef {import('./trials.js').Trial} Trial */
/** @typedef {import('./settings.js').Settings} Settings */
/** @typedef {Parameters<typeof readSound>[0] & { recipe: string }} Real */
/**
 * The server's answer (`explorer/server/between.py`).
 * @typedef {{ seed: number, name: string, changed: string, first: Real, middle: Real, second: Real,
 *   mixes: Record<Interpolation, string> }} Triple
 */
/** Both ends, the true middle and the mixes by interpolation, at equal energy. @typedef {{ first: Seen, middle: Seen, second: Seen, mixes: Record<Interpolation, Seen> }} Drawn */
/**
 * A drawn triple as a trial of one kind; `truth` is told after the answer.
 * @typedef {Omit<Trial, 'reveal'> & { truth: string, seen: import('./blind-box.js').Picture[] }} Lettered
 */

/** @typedef {{ triple: Triple, drawn: Drawn }} Found */

export class Between {
  /** The next triple, made while this one is heard. @type {{ checkpoint: string, model: boolean, found: Promise<Found> } | null} */
  #ahead = null;

  /**
   * @param {import('./blind-box.js').BlindBox} box
   * @param {Pick<Host, 'ask' | 'sounds' | 'checkpoint'>} host
   */
  constructor(box, host) {
    this.box = box;
    this.host = host;
  }

  /**
   * @param {Settings} settings
   * @returns {Record<string, Kind>}
   */
  kinds(settings) {
    const [a, b] = [settings.way, settings.against].map(titleOf);
    return {
      middle: {
        name: 'middle',
        question: 'Half way between A and B: which one is real?',
        answers: [
          ['1', '1 is real'],
          ['2', '2 is real'],
        ],
        draw: () => this.#draw(middleOf, settings),
      },
      ways: {
        name: 'ways',
        question: `A middle mixed in two ways: A is ${a}, B is ${b}. What is X?`,
        answers: [
          ['A', 'X is A'],
          ['B', 'X is B'],
        ],
        draw: () => this.#draw(waysOf, settings),
      },
    };
  }

  /**
   * @param {(drawn: Drawn, settings: Settings, first: boolean) => Lettered} lettered
   * @param {Settings} settings
   * @returns {Promise<Trial | null>}
   */
  async #draw(lettered, settings) {
    const found = await this.box.find(() => this.#next(settings.model), 0);
    if (!found) return null;
    this.#ahead = this.#made(settings.model);
    const { triple, drawn } = found;
    const trial = lettered(drawn, settings, randomBelow(2) === 0);
    const reveal = (/** @type {boolean} */ right) => [
      line('p', `${right ? 'Right' : 'No'}: ${trial.truth}`, right ? 'told right' : 'told'),
      this.box.pictures(trial.seen),
      line('p', `${triple.name}. The ends differ in ${triple.changed}.`, 'about'),
    ];
    const { seed, name: sound, changed } = triple;
    return { ...trial, facts: { sound, changed, seed, ...trial.facts }, reveal };
  }

  /**
   * A triple: the one that was made ahead if it fits.
   * @param {boolean} model  whether the real sounds are heard as the model reproduces them
   */
  #next(model) {
    const ahead = this.#ahead;
    this.#ahead = null;
    const fits = ahead?.model === model && ahead.checkpoint === this.host.checkpoint();
    return (fits ? ahead : this.#made(model)).found;
  }

  /** @param {boolean} model */
  #made(model) {
    const checkpoint = this.host.checkpoint();
    const found = this.#triple(checkpoint, model);
    found.catch(() => {}); // told once it is asked for
    return { checkpoint, model, found };
  }

  /**
   * @param {string} checkpoint
   * @param {boolean} model
   * @returns {Promise<Found>}
   */
  async #triple(checkpoint, model) {
    const seed = randomSeed();
    const render = async (/** @type {string} */ recipe) =>
      (await this.host.sounds.render(checkpoint, recipe, { keep: false })).sound;
    /** @type {Omit<Triple, 'seed'>} */
    const triple = await this.host.ask('triple', { seed, checkpoint });
    const { first, middle, second } = triple;
    const real = await Promise.all(
      [first, middle, second].map((one) => (model ? render(one.recipe) : readSound(one))),
    );
    const mixes = Object.entries(triple.mixes);
    const mixed = await Promise.all(mixes.map(([, recipe]) => render(recipe)));
    return {
      triple: { ...triple, seed },
      drawn: atEqualEnergy(real, Object.fromEntries(mixes.map(([way], i) => [way, mixed[i]]))),
    };
  }
}

/**
 * @param {Sound[]} real  one end, the middle, the other end
 * @param {Record<Interpolation, Sound>} mixes
 * @returns {Drawn}
 */
export function atEqualEnergy([first, middle, second], mixes) {
  const { 0: one, 1: half, 2: other, ...rest } = equalised({ 0: first, 1: middle, 2: second, ...mixes });
  return { first: one, middle: half, second: other, mixes: rest };
}

/**
 * "Which is the real sound in between?": the ends are A and B, the real middle and a mix are 1 and 2.
 * @param {Drawn} drawn
 * @param {Settings} settings
 * @param {boolean} realFirst
 * @returns {Lettered}
 */
export function middleOf({ first, middle, second, mixes }, { way, model }, realFirst) {
  const right = realFirst ? '1' : '2';
  const other = realFirst ? '2' : '1';
  const letters = { first: 'A', real: right, [way]: other, second: 'B' };
  const between = { [right]: middle, [other]: mixes[way] };
  return {
    sounds: [
      ['A', first],
      ['1', between[1]],
      ['2', between[2]],
      ['B', second],
    ],
    right,
    truth: `${right} is real, ${other} is ${titleOf(way)}.`,
    facts: { way, truth: model ? 'model' : 'original' },
    seen: seenOf({ first, middle, second, mixes }, letters),
  };
}

/**
 * ABX of two ways of mixing.
 * @param {Drawn} drawn
 * @param {Settings} settings
 * @param {boolean} xIsA
 * @returns {Lettered}
 */
export function waysOf(drawn, { way, against }, xIsA) {
  const [a, b] = [drawn.mixes[way], drawn.mixes[against]];
  const right = xIsA ? 'A' : 'B';
  return {
    sounds: [
      ['A', a],
      ['B', b],
      ['X', xIsA ? a : b],
    ],
    right,
    truth: `X is ${right}, ${titleOf(xIsA ? way : against)}.`,
    facts: { way, against },
    seen: seenOf(drawn, { [way]: 'A', [against]: 'B' }),
  };
}

/**
 * All sounds of a trial, in the order of the pictures: an end, the real middle, the mixes, the other end.
 * @param {Drawn} drawn
 * @param {Partial<Record<string, string>>} letters  by 'first', 'real', 'second' and the names of the ways
 * @returns {import('./blind-box.js').Picture[]}
 */
const seenOf = ({ first, middle, second, mixes }, letters) => [
  { letter: letters.first, name: 'first', title: 'end', sound: first },
  { letter: letters.real, name: 'real', title: 'real', sound: middle },
  ...constants.ways.map(({ name, title }) => ({ letter: letters[name], name, title, sound: mixes[name] })),
  { letter: letters.second, name: 'second', title: 'end', sound: second },
];

/** @param {Interpolation} way */
const titleOf = (way) => constants.ways.find(({ name }) => name === way)?.title ?? way;
