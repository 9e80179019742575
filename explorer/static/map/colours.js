// The map's colouring: the colour and the legend group of every sound.

import { ramp } from '../core/colours.js';
import { constants } from '../core/constants.js';
import { isGuess } from '../core/labels.js';

/** @typedef {import('../core/types.js').Grouping} Grouping */
/**
 * @typedef {object} Scale
 * @property {string} name
 * @property {string} unit
 * @property {number} low
 * @property {number} high
 * @property {Uint8Array} level  for each sound, an index into the steps
 */

export class Colours {
  /** @type {Partial<Record<'dark' | 'light', string[]>>} */
  #steps = {};
  /** @type {Scale | null} */
  scale = null;
  name = 'label';

  /** @param {Pick<import('../core/types.js').Library, 'groupings' | 'scales' | 'ramp' | 'confidences'>} library */
  constructor({ groupings, scales, ramp: stops, confidences }) {
    this.confidences = confidences;
    this.groupings = groupings;
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
    if (this.scale) return this.steps(dark)[this.scale.level[id]];
    return this.entries[this.group(id)][dark ? 'dark' : 'light'];
  }

  /**
   * How all sounds look, and in which order they are drawn: group by group.
   * @param {boolean} dark
   * @returns {import('./dots/dots.js').Looks}
   */
  looks(dark) {
    const { scale, grouping } = this;
    const steps = constants.colour_steps;
    /** @type {import('./dots/atlas.js').Look[]} */
    const looks = [];
    const numbers = new Int32Array(2 * steps * grouping.legend.length).fill(-1);
    const of = Uint16Array.from(grouping.index, (group, id) => {
      const hollow = this.isHollow(id);
      const kind = 2 * (steps * group + (scale?.level[id] ?? 0)) + Number(hollow);
      if (numbers[kind] < 0)
        numbers[kind] =
          looks.push({ outline: grouping.legend[group].outline, colour: this.of(id, dark), hollow }) - 1;
      return numbers[kind];
    });
    return { looks, of, order: (grouping.order ??= orderOf(grouping)) };
  }

  /**
   * Whether a sound's mark is hollow: where marks stand for labels, and its own is a guess.
   * @param {number} id
   */
  isHollow(id) {
    return this.grouping === this.groupings.label && isGuess(this.confidences[id]);
  }

  /**
   * The colours of a scale, low to high.
   * @param {boolean} dark
   */
  steps(dark) {
    const theme = dark ? 'dark' : 'light';
    return (this.#steps[theme] ??= ramp(this.ramp[theme], constants.colour_steps));
  }
}

/** The ids of all sounds, group by group. @param {Grouping} grouping */
function orderOf({ index }) {
  const count = index.length;
  return Int32Array.from(
    Float64Array.from(index, (group, id) => group * count + id).sort(),
    (key) => key % count,
  );
}
