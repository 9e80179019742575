// How each pad of a kit sounds beside the others: its level, pan, speed and fade. Twin of `explorer/kit/mix.py`, which says
// what each value means. Pure functions.

import { constants } from '../../core/constants.js';
import { AS_IT_IS } from '../kit.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('../kit.js').Slot} Slot */
/**
 * How a pad sounds: its channel strip.
 * @typedef {object} Strip
 * @property {boolean} heard  whether a beat plays it; by hand it can be played all the same
 * @property {number} gain  amplitude, from its level
 * @property {number} left  gain of the left channel; both are 1 in the middle
 * @property {number} right
 * @property {number} rate  how much faster it is played; 2 is an octave higher
 * @property {number | null} decay  seconds in which a fade from its beginning reaches -78 dB; null if there is no fade
 * @property {number} choke  its choke group, 1 to 4; 0 for none
 */

export const HATS = 1; // the choke group of hi-hats
export const FADE_SECONDS = 0.006; // in which a sound that is cut off fades
export const DECAY_NEPERS = 9; // by how much a sound with a decay has fallen at its end

const HAT = /(?<![a-z])(hi)?hats?(?![a-z])/;

/**
 * The strip of every pad; null for an empty one.
 * @param {Kit} kit
 */
export function mix({ slots }) {
  const solo = slots.some((slot) => slot?.solo);
  return slots.map((slot) => slot && stripOf(slot, solo));
}

/**
 * Amplitude of a hit, the curve that the SFZ format prescribes.
 * @param {number} velocity
 */
export const velocityGain = (velocity) => (velocity / constants.kit.max_velocity) ** 2;

/**
 * The choke group that a sound is given when it is put on a pad: hats cut each other off.
 * @param {string | null} label
 */
export const usualChoke = (label) => (label && HAT.test(label.toLowerCase()) ? HATS : 0);

/**
 * @param {Slot} slot
 * @param {boolean} solo  whether any pad is solo
 * @returns {Strip}
 */
function stripOf(slot, solo) {
  const { level, mute, pan, pitch, decay, choke, solo: alone } = { ...AS_IT_IS, ...slot };
  const angle = ((1 + pan) * Math.PI) / 4;
  return {
    heard: solo ? alone : !mute,
    gain: 10 ** (level / 20),
    left: pan ? Math.SQRT2 * Math.cos(angle) : 1,
    right: pan ? Math.SQRT2 * Math.sin(angle) : 1,
    rate: 2 ** (pitch / 12),
    decay,
    choke,
  };
}
