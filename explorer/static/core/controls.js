// The settings of the controls as one value, and how they change a sound. Pure functions.

import { constants } from './constants.js';
import { offset, phase, shape, vary } from './recipes.js';

/** @typedef {import('./types.js').Recipe} Recipe */
/**
 * @typedef {object} Controls
 * @property {number} t  position of a morph between two corners
 * @property {[number, number]} handle  position of a morph between more corners
 * @property {import('./types.js').Interpolation} interpolation
 * @property {number} amount  amount of noise
 * @property {number} seed
 * @property {number | null} rounds  rounds of Griffin-Lim; null for the model's own number
 * @property {string[]} lock  what noise keeps
 * @property {import('./types.js').Steps} shape  steps of the qualities, by name
 * @property {import('./recipes.js').Amounts} dimensions  latent offsets, reset when the base sound changes
 */

/** The amount of noise to start with when noise is switched on. */
export const LEAST_NOISE = 0.5;

/** @returns {Controls} */
export const initialControls = () => ({
  t: 0.5,
  handle: [0.5, 0.5],
  interpolation: constants.default_interpolation,
  amount: 0,
  seed: 1,
  rounds: null,
  lock: [],
  shape: {},
  dimensions: {},
});

/** A change that the controls make to every sound: in words, and the controls that take it back. @typedef {{ text: string, without: Partial<Controls> }} Change */

/** The controls that leave a sound as it is. @satisfies {Partial<Controls>} */
export const PLAIN = { amount: 0, shape: {}, dimensions: {}, rounds: null };

/**
 * Applies the controls to a base sound: shaped, moved, varied, and in the chosen phase.
 * @param {Recipe} base
 * @param {Controls} controls
 */
export function dressed(base, { amount, seed, lock, rounds, shape: steps, dimensions }) {
  return phase(vary(offset(shape(base, steps), dimensions), amount, seed, lock), rounds);
}

/**
 * The changes that the controls make to every sound.
 * @param {Pick<Controls, 'amount' | 'lock' | 'shape' | 'dimensions' | 'rounds'>} controls
 * @returns {Change[]}
 */
export function changesOf({ amount, lock, shape: steps, dimensions, rounds }) {
  const shaped = constants.qualities.filter((name) => steps[name]);
  const moved = Object.values(dimensions).filter(Boolean).length;
  const kept = lock.length ? `, keeps ${lock.join(', ')}` : '';
  return [
    ...(amount > 0 ? [{ text: `Varied ${inWords(amount)}${kept}`, without: { amount: 0 } }] : []),
    ...shaped.map((name) => ({
      text: `${name[0].toUpperCase()}${name.slice(1)} ${inWords(steps[name])}`,
      without: { shape: { ...steps, [name]: 0 } },
    })),
    ...(moved
      ? [{ text: moved === 1 ? '1 inner slider' : `${moved} inner sliders`, without: { dimensions: {} } }]
      : []),
    ...(rounds === null ? [] : [{ text: rounds ? `${rounds} rounds` : 'Raw', without: { rounds: null } }]),
  ];
}

/** @param {number} value */
const inWords = (value) => String(Math.round(100 * value) / 100).replace('-', '−');
