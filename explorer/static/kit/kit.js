// A kit as one plain value: slots and patterns. Pure functions.

import { constants } from '../core/constants.js';

/**
 * A sound on a pad. What is left out is as usual: heard, in no choke group, as it is, in the middle.
 * @typedef {object} Slot
 * @property {import('../core/types.js').Recipe} recipe
 * @property {string} name
 * @property {string} checkpoint
 * @property {number} level  in dB
 * @property {boolean} [mute]  the beat leaves it out
 * @property {boolean} [solo]  the beat leaves out all that are not solo
 * @property {number} [choke]  group of pads that cut each other off, 1 to 4
 * @property {number} [pitch]  in semitones
 * @property {number | null} [decay]  in s
 * @property {number} [pan]  -1 to 1
 */
/**
 * The steps of all pads: 16 or 32 for each.
 * @typedef {object} Steps
 * @property {number[][]} steps  velocities, 0 for a rest
 * @property {number[][]} [chances]  in percent, 100 if left out
 * @property {number[][]} [ratchets]  number of hits, 1 if left out
 */
/** The first pattern, A, and how all are played. @typedef {{ tempo: number, swing: number, humanise: number } & Steps} Pattern */
/**
 * @typedef {object} Kit
 * @property {(Slot | null)[]} slots
 * @property {Pattern} pattern
 * @property {Steps[]} [patterns]  B, C and D; empty if left out
 * @property {number[]} [song]  which patterns are played in this order, over and over; A if left out
 */

export const VELOCITY = { rest: 0, hit: 90, accent: 127 };
/** How a sound is played of which nothing else is said. */
export const AS_IT_IS = { mute: false, solo: false, choke: 0, pitch: 0, decay: null, pan: 0 };

const USUAL = { tempo: 120, swing: 0.5, humanise: 0 };

const rests = () => {
  const { pads, steps } = constants.kit;
  return Array.from({ length: pads }, () => Array(steps).fill(VELOCITY.rest));
};

const noSlots = () => Array(constants.kit.pads).fill(null);

/** All four patterns, A to D. @param {Kit} kit @returns {Steps[]} */
export const beatsOf = ({ pattern, patterns }) => [
  pattern,
  ...(patterns ?? Array.from({ length: constants.kit.patterns - 1 }, () => ({ steps: rests() }))),
];

/** @returns {Kit} */
export const emptyKit = () => ({ slots: noSlots(), pattern: { ...USUAL, steps: rests() } });

/**
 * A kit whose patterns are all empty.
 * @param {Kit} kit
 * @returns {Kit}
 */
export function withoutBeat({ slots, pattern: { tempo, swing, humanise } }) {
  return { slots, pattern: { tempo, swing, humanise, steps: rests() } };
}

/**
 * @param {Kit} kit
 * @returns {Kit}
 */
export const withoutAll = (kit) => ({ ...withoutBeat(kit), slots: noSlots() });

/** @param {Kit} kit */
export const hasSounds = ({ slots }) => slots.some(Boolean);

/** @param {Kit} kit */
export const hasBeat = (kit) => beatsOf(kit).some(({ steps }) => steps.flat().some(Boolean));

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
  /** @param {Steps} beat */
  const swapRows = (beat) => {
    const given = Object.entries({ steps: beat.steps, chances: beat.chances, ratchets: beat.ratchets });
    return Object.fromEntries(given.flatMap(([name, rows]) => (rows ? [[name, swap(rows)]] : [])));
  };
  return {
    ...kit,
    slots: swap(kit.slots),
    pattern: { ...kit.pattern, ...swapRows(kit.pattern) },
    ...(kit.patterns && { patterns: kit.patterns.map((beat) => ({ ...beat, ...swapRows(beat) })) }),
  };
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
  const { slots, pattern, patterns, song = [0] } = kit ?? {};
  const { pads, tempo, swing, humanise, patterns: count, max_song: longest } = constants.kit;
  const ranges = { tempo, swing, humanise };
  return (
    isList(slots, pads) &&
    slots.every((slot) => slot === null || isSlot(slot)) &&
    Object.entries(ranges).every(([name, range]) => within(pattern?.[name], range)) &&
    isBeat(pattern) &&
    (patterns === undefined || (isList(patterns, count - 1) && patterns.every(isBeat))) &&
    Array.isArray(song) &&
    within(song.length, [1, longest]) &&
    song.every((one) => isWhole(one, [0, count - 1]))
  );
}

/** @param {any} slot */
function isSlot(slot) {
  const { level, chokes, ...ranges } = constants.kit;
  const { mute, solo, choke, pitch, decay, pan } = { ...AS_IT_IS, ...slot };
  return (
    Boolean(slot.recipe?.kind) &&
    typeof slot.name === 'string' &&
    typeof slot.checkpoint === 'string' &&
    within(slot.level, level) &&
    typeof mute === 'boolean' &&
    typeof solo === 'boolean' &&
    isWhole(choke, [0, chokes]) &&
    within(pitch, ranges.pitch) &&
    (decay === null || within(decay, ranges.decay)) &&
    within(pan, ranges.pan)
  );
}

/** @param {any} beat */
function isBeat(beat) {
  const { pads, lengths, max_velocity: hardest, max_ratchet: most } = constants.kit;
  const length = beat?.steps?.[0]?.length;
  /**
   * @param {unknown} rows
   * @param {[number, number]} range
   */
  const areRows = (rows, range) =>
    isList(rows, pads) && rows.every((row) => isList(row, length) && row.every((v) => isWhole(v, range)));
  return (
    lengths.includes(length) &&
    areRows(beat.steps, [0, hardest]) &&
    (beat.chances === undefined || areRows(beat.chances, [1, 100])) &&
    (beat.ratchets === undefined || areRows(beat.ratchets, [1, most]))
  );
}

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

/**
 * @param {unknown} value
 * @param {[number, number]} range
 */
const isWhole = (value, range) => Number.isInteger(value) && within(value, range);
