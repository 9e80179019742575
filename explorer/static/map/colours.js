// The map's colouring: the colour and the legend group of every sound.

import { ramp } from '../core/colours.js';
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

export class Colours {
  /** @type {Partial<Record<'dark' | 'light', string[]>>} */
  #steps = {};
  /** @type {Scale | null} */
  scale = null;
  name = 'label';

  /** @param {Pick<import('../core/types.js').Library, 'groupings' | 'scales' | 'ramp'>} library */
  constructor({ groupings, scales, ramp: stops }) {
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

  /** The ids of every group's sounds, in drawing order. */
  get members() {
    const { grouping } = this;
    grouping.members ??= grouping.legend.map((_, group) =>
      [...grouping.index.keys()].filter((id) => grouping.index[id] === group),
    );
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

/** @param {Scale} scale */
function levelsOf({ values, low, high, logarithmic }) {
  const scaled = (/** @type {number} */ v) => (logarithmic ? Math.log(Math.max(v, 1e-9)) : v);
  const [from, to] = [scaled(low), scaled(high)];
  const share = (/** @type {number} */ v) => Math.min(1, Math.max(0, (scaled(v) - from) / (to - from || 1)));
  return Uint8Array.from(floats(values), (v) => Math.round(share(v) * (STEPS - 1)));
}
