// The four patterns of a kit, their lengths and steps, and the song made of them. Pure functions.

import { constants } from '../../core/constants.js';
import { beatsOf, withPattern } from '../kit.js';
import { songOf } from './hits.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('../kit.js').Steps} Steps */
/** What is said of a step beside its velocity. @typedef {'chances' | 'ratchets'} Detail */

export const LETTERS = ['A', 'B', 'C', 'D'];

/** What a step has of which nothing is said. */
const USUAL = { chances: 100, ratchets: 1 };

const CHANCES = [100, 75, 50, 25]; // in the order in which clicks set them

/** @param {Steps} beat */
export const lengthOf = ({ steps }) => steps[0].length;

/**
 * Changes one of the patterns.
 * @param {Kit} kit
 * @param {number} pattern
 * @param {Partial<Steps>} change
 * @returns {Kit}
 */
export function withBeat(kit, pattern, change) {
  if (pattern === 0) return withPattern(kit, change);
  const patterns = beatsOf(kit).map((beat, i) => (i === pattern ? { ...beat, ...change } : beat));
  return { ...kit, patterns: patterns.slice(1) };
}

/**
 * Sets the velocity of a step.
 * @param {Kit} kit
 * @param {number} pattern
 * @param {number} pad
 * @param {number} step
 * @param {number} velocity
 */
export const withVelocity = (kit, pattern, pad, step, velocity) =>
  withBeat(kit, pattern, { steps: withValue(beatsOf(kit)[pattern].steps, pad, step, velocity) });

/**
 * The chance of a step in percent, or by how many hits it is played.
 * @param {Steps} beat
 * @param {Detail} detail
 * @param {number} pad
 * @param {number} step
 */
export const detailOf = (beat, detail, pad, step) => beat[detail]?.[pad][step] ?? USUAL[detail];

/**
 * Makes a step less likely, or play once more; after the last value the first one comes again.
 * @param {Kit} kit
 * @param {number} pattern
 * @param {Detail} detail
 * @param {number} pad
 * @param {number} step
 */
export function withNextDetail(kit, pattern, detail, pad, step) {
  const beat = beatsOf(kit)[pattern];
  const now = detailOf(beat, detail, pad, step);
  const next =
    detail === 'ratchets'
      ? (now % constants.kit.max_ratchet) + 1
      : (CHANCES.find((chance) => chance < now) ?? CHANCES[0]);
  const rows = beat[detail] ?? beat.steps.map((row) => row.map(() => USUAL[detail]));
  const changed = withValue(rows, pad, step, next);
  const usual = changed.flat().every((value) => value === USUAL[detail]);
  return withBeat(kit, pattern, { [detail]: usual ? undefined : changed });
}

/**
 * Makes a pattern one bar long, or two, of which the second is like the first.
 * @param {Kit} kit
 * @param {number} pattern
 * @param {number} length  in steps
 */
export function withLength(kit, pattern, length) {
  const { steps, chances, ratchets } = beatsOf(kit)[pattern];
  const fitted = (/** @type {number[][] | undefined} */ rows) =>
    rows?.map((row) => Array.from({ length }, (_, step) => row[step % row.length]));
  return withBeat(kit, pattern, {
    steps: fitted(steps) ?? steps,
    ...(chances && { chances: fitted(chances) }),
    ...(ratchets && { ratchets: fitted(ratchets) }),
  });
}

/**
 * A pattern without a hit, as long as it is.
 * @param {Kit} kit
 * @param {number} pattern
 */
export const withEmpty = (kit, pattern) =>
  withBeat(kit, pattern, {
    steps: beatsOf(kit)[pattern].steps.map((row) => row.map(() => 0)),
    chances: undefined,
    ratchets: undefined,
  });

/**
 * Sets the order in which patterns are played.
 * @param {Kit} kit
 * @param {number[]} song
 * @returns {Kit}
 */
export function withSong({ song: _, ...kit }, song) {
  return song.length === 1 && song[0] === 0 ? kit : { ...kit, song };
}

/**
 * A pattern is chosen: it plays alone, unless there is a song.
 * @param {Kit} kit
 * @param {number} pattern
 */
export const withChosen = (kit, pattern) => (songOf(kit).length > 1 ? kit : withSong(kit, [pattern]));

/**
 * @param {number[][]} rows
 * @param {number} pad
 * @param {number} step
 * @param {number} value
 */
const withValue = (rows, pad, step, value) =>
  rows.map((row, i) => (i === pad ? row.map((old, j) => (j === step ? value : old)) : row));
