// The map's colouring: the colour and the legend group of every sound.

import { ramp, withOpacity } from '../core/colours.js';
import { isGuess } from '../core/labels.js';
import { floats, integers } from '../core/server.js';

/** @typedef {import('../core/types.js').Grouping} Grouping */
/**
 * @typedef {object} Scale
 * @property {string} name
 * @property {string} unit
 * @property {string} values  one for each sound, packed
 * @property {number} low
 * @property {number} high
 * @property {boolean} logarithmic
 * @property {Uint8Array} [level]  for each sound, an index into the steps
 */

const STEPS = 16;
const HOLLOW = 1.4; // pixels, the line of a mark without a fill

export class Colours {
  /** @type {Partial<Record<'dark' | 'light', string[]>>} */
  #steps = {};
  /** @type {Scale | null} */
  scale = null;
  name = 'label';

  /** @param {Pick<import('../core/types.js').Library, 'groupings' | 'scales' | 'ramp' | 'confidences'>} library */
  constructor({ groupings, scales, ramp: stops, confidences }) {
    this.confidences = confidences;
    /** @type {Record<string, Grouping>} */
    this.groupings = Object.fromEntries(
      Object.entries(groupings).map(([name, one]) => [name, { ...one, index: integers(one.index) }]),
    );
    /** @type {Record<string, Scale>} */
    this.scales = Object.fromEntries(scales.map((scale) => [scale.name, scale]));
    this.ramp = stops;
    this.grouping = this.groupings.label;
    this.choose('label');
  }

  /**
   * Chooses 'label', 'kit' or a scale by name; an unknown name chooses 'label'.
   * @param {string} name
   */
  choose(name) {
    this.scale = this.scales[name] ?? null;
    this.grouping = this.groupings[name] ?? this.groupings.label;
    this.name = this.scale || this.groupings[name] ? name : 'label';
    if (this.scale) this.scale.level ??= levelsOf(this.scale);
  }

  get entries() {
    return this.grouping.legend;
  }

  /** @param {number} id */
  group(id) {
    return this.grouping.index[id];
  }

  /**
   * The colour of a sound.
   * @param {number} id
   * @param {boolean} dark
   */
  of(id, dark) {
    if (this.scale?.level) return this.steps(dark)[this.scale.level[id]];
    return this.entries[this.group(id)][dark ? 'dark' : 'light'];
  }

  /**
   * For every group, one colour, or a list with one for each sound.
   * @param {boolean} dark
   * @returns {(string | string[])[]}
   */
  ofGroups(dark) {
    if (!this.scale) return this.entries.map((entry) => entry[dark ? 'dark' : 'light']);
    return this.members.map((ids) => Array.from(ids, (id) => this.of(id, dark)));
  }

  /**
   * For every group, how its marks are filled and outlined, as Plotly takes it: those of guessed labels are hollow.
   * @param {boolean} dark
   * @returns {{ color: string | string[], line: { color: string | string[], width: number | number[] } }[]}
   */
  marks(dark) {
    const colours = this.ofGroups(dark);
    return this.members.map((ids, group) => {
      const color = colours[group];
      const guesses = ids.map((id) => this.isHollow(id));
      if (!guesses.includes(true)) return { color, line: { color, width: 0 } };
      const fill = guesses.map((guess, i) =>
        withOpacity(typeof color === 'string' ? color : color[i], guess ? 0 : 1),
      );
      return { color: fill, line: { color, width: guesses.map((guess) => (guess ? HOLLOW : 0)) } };
    });
  }

  /**
   * Whether a sound's mark is hollow: where marks stand for labels, and its own is a guess.
   * @param {number} id
   */
  isHollow(id) {
    return this.grouping === this.groupings.label && isGuess(this.confidences[id]);
  }

  /** The ids of every group's sounds, in drawing order. */
  get members() {
    const { grouping } = this;
    grouping.members ??= membersOf(grouping);
    return grouping.members;
  }

  /**
   * The colours of a scale, low to high.
   * @param {boolean} dark
   */
  steps(dark) {
    const theme = dark ? 'dark' : 'light';
    return (this.#steps[theme] ??= ramp(this.ramp[theme], STEPS));
  }
}

/** @param {Grouping} grouping */
function membersOf({ legend, index }) {
  /** @type {number[][]} */
  const members = legend.map(() => []);
  index.forEach((group, id) => members[group].push(id));
  return members;
}

/** @param {Scale} scale */
function levelsOf({ values, low, high, logarithmic }) {
  const scaled = (/** @type {number} */ v) => (logarithmic ? Math.log(Math.max(v, 1e-9)) : v);
  const [from, to] = [scaled(low), scaled(high)];
  const share = (/** @type {number} */ v) => Math.min(1, Math.max(0, (scaled(v) - from) / (to - from || 1)));
  return Uint8Array.from(floats(values), (v) => Math.round(share(v) * (STEPS - 1)));
}
