// A pad's pitch, decay and pan in words, and the slider of decay, which has more room for short ones. Pure functions.

import { constants } from '../../core/constants.js';

export const DECAY_STEPS = 100; // of the slider; the last one leaves a sound as it is

/**
 * The decay in s at a position of the slider, null for as it is.
 * @param {number} position
 */
export function decayAt(position) {
  if (position >= DECAY_STEPS) return null;
  const [low, high] = constants.kit.decay;
  return Number((low * (high / low) ** (Math.max(0, position) / (DECAY_STEPS - 1))).toPrecision(3));
}

/**
 * The position of the slider for a decay.
 * @param {number | null} decay
 */
export function positionOf(decay) {
  if (decay === null) return DECAY_STEPS;
  const [low, high] = constants.kit.decay;
  return Math.round(((DECAY_STEPS - 1) * Math.log(decay / low)) / Math.log(high / low));
}

/**
 * @param {'pitch' | 'pan' | 'decay'} name
 * @param {number | null} value
 */
export function inWords(name, value) {
  if (name === 'decay') return value === null ? 'as it is' : `${Number(value.toPrecision(2))} s`;
  if (!value) return name === 'pan' ? 'middle' : '0 st';
  if (name === 'pan') return `${value < 0 ? 'left' : 'right'} ${Math.round(100 * Math.abs(value))}`;
  return `${value > 0 ? '+' : '−'}${Number(Math.abs(value).toFixed(2))} st`;
}
