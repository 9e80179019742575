// When a kit's beat hits which pad, how hard, and until when it sounds. Twin of `explorer/kit/hits.py`: the same round of the
// same kit has the same hits everywhere. Pure functions.

import { constants } from '../../core/constants.js';
import { beatsOf } from '../kit.js';
import { generator } from './beats.js';
import { mix } from './mix.js';

/** @typedef {import('../kit.js').Kit} Kit */
/**
 * One hit of a pad; it is cut off where another hit of its pad or choke group comes, which may be after the last one, since
 * all is played over and over.
 * @typedef {object} Hit
 * @property {number} beat  in quarter notes
 * @property {number} pad
 * @property {number} velocity
 * @property {number} ends  in quarter notes
 */

const BAR = 4; // quarter notes
const SAME = 1e-9; // hits closer than this, in quarter notes, are simultaneous
const GOLDEN = 0x9e3779b1; // 2³² by the golden ratio: neighbouring seeds lie far apart

/**
 * When a sixteenth falls, in quarter notes from the start; swing delays every second one.
 * @param {number} step
 * @param {number} swing
 */
export const stepBeats = (step, swing) => Math.floor(step / 2) / 2 + (step % 2 ? swing / 2 : 0);

/** How many bars a round of the song has. @param {Kit} kit */
export const bars = (kit) =>
  placesOf(kit).reduce((sum, { steps }) => sum + steps[0].length / constants.kit.steps, 0);

/**
 * The patterns in the order of the song.
 * @param {Kit} kit
 */
export const placesOf = (kit) => songOf(kit).map((pattern) => beatsOf(kit)[pattern]);

/** @param {Kit} kit */
export const songOf = ({ song = [0] }) => song;

/**
 * All hits of some rounds of the song, by time and pad; simultaneous ones do not cut each other off.
 * @param {Kit} kit
 * @returns {Hit[]}
 */
export function hits(kit, rounds = 1) {
  const strips = mix(kit);
  /** @type {Hit[]} */
  const found = [];
  let start = 0;
  for (let round = 0; round < rounds; round++)
    for (const [place, { steps }] of placesOf(kit).entries()) {
      for (let step = 0; step < steps[0].length; step++)
        for (const hit of stepHits(kit, round, place, step))
          if (strips[hit.pad]?.heard) found.push({ ...hit, beat: start + hit.beat, ends: Infinity });
      start += (steps[0].length / constants.kit.steps) * BAR;
    }
  found.sort((one, other) => one.beat - other.beat || one.pad - other.pad);
  return withEnds(found, (pad) => strips[pad]?.choke || -1 - pad, start);
}

/**
 * The hits of one step, of all pads, in quarter notes from the start of its pattern.
 * @param {Kit} kit
 * @param {number} round  of the song, from 0
 * @param {number} place  in the song, from 0
 * @param {number} step
 */
export function stepHits(kit, round, place, step) {
  const { steps, chances, ratchets } = placesOf(kit)[place];
  const { swing } = kit.pattern;
  const [start, end] = [stepBeats(step, swing), stepBeats(step + 1, swing)];
  return steps.flatMap((row, pad) => {
    const chance = chances?.[pad][step] ?? 100;
    if (!row[step] || (chance < 100 && draw(round, place, pad, step) * 100 >= chance)) return [];
    const times = ratchets?.[pad][step] ?? 1;
    return Array.from({ length: times }, (_, time) => ({
      beat: start + ((end - start) * time) / times,
      pad,
      velocity: row[step],
    }));
  });
}

/**
 * A number in [0, 1) that is always the same for a step of a round.
 * @param {number} round
 * @param {number} place
 * @param {number} pad
 * @param {number} step
 */
function draw(round, place, pad, step) {
  const { max_song: places, pads, lengths } = constants.kit;
  const seed = ((round * places + place) * pads + pad) * lengths[lengths.length - 1] + step;
  return generator(Math.imul(seed, GOLDEN))();
}

/**
 * Adds to hits in order when the next one of their group comes, around the end if need be.
 * @param {Hit[]} found
 * @param {(pad: number) => number} groupOf
 * @param {number} length  of all, in quarter notes
 */
function withEnds(found, groupOf, length) {
  /** @type {Map<number, number[]>} */
  const beats = new Map();
  for (const { pad, beat } of found) {
    const times = beats.get(groupOf(pad));
    if (times) times.push(beat);
    else beats.set(groupOf(pad), [beat]);
  }
  return found.map((hit) => {
    const times = beats.get(groupOf(hit.pad)) ?? [];
    const after = times.find((beat) => beat > hit.beat + SAME);
    return { ...hit, ends: after ?? times[0] + length };
  });
}
