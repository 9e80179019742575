// A kit as one plain value: slots and a pattern. Pure functions, and the history of such values.

import { constants } from '../core/constants.js';

/** @typedef {{ recipe: import('../core/types.js').Recipe, name: string, checkpoint: string, level: number }} Slot  level in dB */
/** Velocities of each step of each pad, 0 for a rest. @typedef {{ tempo: number, swing: number, humanise: number, steps: number[][] }} Pattern */
/** @typedef {{ slots: (Slot | null)[], pattern: Pattern }} Kit */

export const VELOCITY = { rest: 0, hit: 90, accent: 127 };
const USUAL = { tempo: 120, swing: 0.5, humanise: 0 };

const rests = () => {
  const { pads, steps } = constants.kit;
  return Array.from({ length: pads }, () => Array(steps).fill(VELOCITY.rest));
};

const noSlots = () => Array(constants.kit.pads).fill(null);

/** @returns {Kit} */
export const emptyKit = () => ({ slots: noSlots(), pattern: { ...USUAL, steps: rests() } });

/**
 * @param {Kit} kit
 * @returns {Kit}
 */
export const withoutBeat = (kit) => ({ ...kit, pattern: { ...kit.pattern, steps: rests() } });

/**
 * @param {Kit} kit
 * @returns {Kit}
 */
export const withoutAll = (kit) => ({ ...withoutBeat(kit), slots: noSlots() });

/** @param {Kit} kit */
export const hasSounds = ({ slots }) => slots.some(Boolean);

/** @param {Kit} kit */
export const hasBeat = ({ pattern }) => pattern.steps.flat().some(Boolean);

/**
 * Makes a text a valid name in a kit: printable, and not too long. Empty if nothing is left.
 * @param {string} text
 */
export const nameOf = (text) =>
  [
    ...text
      .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
      .replace(/\s/gu, ' ')
      .trim(),
  ]
    .slice(0, constants.kit.max_name)
    .join('')
    .trim();

/**
 * @param {Kit} kit
 * @param {number} pad
 * @param {Slot | null} slot
 * @returns {Kit}
 */
export const withSlot = (kit, pad, slot) => ({
  ...kit,
  slots: kit.slots.map((old, i) => (i === pad ? slot : old)),
});

/**
 * Swaps two pads and their steps.
 * @param {Kit} kit
 * @param {number} one
 * @param {number} other
 * @returns {Kit}
 */
export function swapped(kit, one, other) {
  /**
   * @template T
   * @param {T[]} list
   */
  const swap = (list) => list.map((_, i) => list[i === one ? other : i === other ? one : i]);
  return { slots: swap(kit.slots), pattern: { ...kit.pattern, steps: swap(kit.pattern.steps) } };
}

/**
 * @param {Kit} kit
 * @param {Partial<Pattern>} change
 * @returns {Kit}
 */
export const withPattern = (kit, change) => ({ ...kit, pattern: { ...kit.pattern, ...change } });

/**
 * @param {Kit} kit
 * @param {number} pad
 * @param {number} step
 * @param {number} velocity
 */
export const withStep = (kit, pad, step, velocity) =>
  withPattern(kit, {
    steps: kit.pattern.steps.map((row, i) =>
      i === pad ? row.map((v, j) => (j === step ? velocity : v)) : row,
    ),
  });

/**
 * Whether a stored value is a kit; recipes are checked by the server when they are rendered.
 * @param {any} kit
 * @returns {kit is Kit}
 */
export function isKit(kit) {
  const { slots, pattern } = kit ?? {};
  const { pads, steps, max_velocity: hardest, level, tempo, swing, humanise } = constants.kit;
  const ranges = { tempo, swing, humanise };
  return (
    isList(slots, pads) &&
    slots.every((slot) => slot === null || isSlot(slot, level)) &&
    Object.entries(ranges).every(([name, range]) => within(pattern?.[name], range)) &&
    isList(pattern.steps, pads) &&
    pattern.steps.every(
      (/** @type {unknown} */ row) =>
        isList(row, steps) && row.every((v) => Number.isInteger(v) && within(v, [0, hardest])),
    )
  );
}

/**
 * @param {any} slot
 * @param {[number, number]} level
 */
const isSlot = (slot, level) =>
  Boolean(slot?.recipe?.kind) &&
  typeof slot.name === 'string' &&
  typeof slot.checkpoint === 'string' &&
  within(slot.level, level);

/**
 * @param {unknown} value
 * @param {number} length
 * @returns {value is any[]}
 */
const isList = (value, length) => Array.isArray(value) && value.length === length;

/**
 * @param {unknown} value
 * @param {[number, number]} range
 */
const within = (value, [low, high]) => typeof value === 'number' && value >= low && value <= high;

/** The kits so far, for undo: changes made in one gesture count as one. */
export class KitHistory {
  #at = 0;
  /** @type {string | null} */
  #gesture = null;

  /** @param {Kit} kit */
  constructor(kit) {
    this.kits = [kit];
  }

  /**
   * @param {Kit} kit
   * @param {string | null} gesture
   */
  push(kit, gesture = null) {
    this.kits.length = this.#at + 1;
    if (gesture !== null && gesture === this.#gesture) this.kits[this.#at] = kit;
    else this.#at = this.kits.push(kit) - 1;
    this.#gesture = gesture;
  }

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.kits.length - 1;
  }

  /**
   * Moves `step` kits back (below 0) or forward, and stops at either end.
   * @param {number} step
   */
  move(step) {
    this.#at = Math.max(0, Math.min(this.kits.length - 1, this.#at + step));
    this.#gesture = null;
    return this.kits[this.#at];
  }
}
