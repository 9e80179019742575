// Arithmetic on latents: mixing, noise, distances. Pure functions, as `vae/latent/ops.py`.

import { Random } from '../numbers/random.js';

const PARALLEL = 1e-6;
const SPHERICAL_MEAN_STEPS = 24;

/** Weights scaled so that they add up to 1. @param {ArrayLike<number>} weights */
export function sharesOf(weights) {
  const all = Array.from(weights);
  const total = all.reduce((sum, one) => sum + one, 0);
  return all.map((one) => one / total);
}

/** @param {Float32Array[]} latents @param {number[]} weights */
export function lerp(latents, weights) {
  const shares = sharesOf(weights);
  const mixed = new Float64Array(latents[0].length);
  for (const [i, share] of shares.entries())
    if (share) for (let j = 0; j < mixed.length; j++) mixed[j] += share * latents[i][j];
  return Float32Array.from(mixed);
}

/**
 * The weighted mean on the sphere around `centre`.
 * @param {Float32Array[]} latents
 * @param {number[]} weights
 * @param {Float32Array} centre
 */
export function slerp(latents, weights, centre) {
  const all = sharesOf(weights);
  const corners = latents.filter((_, i) => all[i]);
  const shares = all.filter(Boolean);
  if (corners.length === 1) return corners[0].slice();
  const offsets = corners.map((one) => Float64Array.from(one, (value, j) => value - centre[j]));
  const norms = offsets.map(normOf);
  if (Math.min(...norms) <= PARALLEL * Math.max(...norms, 1e-30)) return lerp(corners, shares);
  const units = offsets.map((one, i) => one.map((value) => value / norms[i]));
  const direction = units.length === 2 ? turn(units, shares[1]) : sphericalMean(units, shares);
  if (!direction) return lerp(corners, shares);
  const norm = Math.max(dot(shares, norms), 0);
  return Float32Array.from(direction, (value, j) => centre[j] + norm * value);
}

/** @param {Float64Array[]} units @param {number} t */
function turn([one, other], t) {
  const angle = Math.acos(clipped(dot(one, other)));
  const sine = Math.sin(angle);
  if (sine < 1e-4) return null;
  const [from, to] = [Math.sin((1 - t) * angle), Math.sin(t * angle)];
  return one.map((value, j) => (from * value + to * other[j]) / sine);
}

/** @param {Float64Array[]} units @param {number[]} weights */
function sphericalMean(units, weights) {
  let mean = sum(units, weights);
  const length = normOf(mean);
  if (length < 1e-3) return null;
  mean = mean.map((value) => value / length);
  for (let step = 0; step < SPHERICAL_MEAN_STEPS; step++) {
    const cosines = units.map((unit) => clipped(dot(unit, mean)));
    const tangents = units.map((unit, i) => unit.map((value, j) => value - cosines[i] * mean[j]));
    const lengths = tangents.map(normOf);
    const scales = lengths.map((one, i) => (one > 1e-12 ? Math.acos(cosines[i]) / one : 1));
    const move = sum(
      tangents,
      weights.map((weight, i) => weight * scales[i]),
    );
    const angle = normOf(move);
    if (angle < 1e-12) break;
    mean = mean.map((value, j) => Math.cos(angle) * value + (Math.sin(angle) * move[j]) / angle);
    const norm = normOf(mean);
    mean = mean.map((value) => value / norm);
  }
  return mean;
}

/**
 * Noise of `amount` times the spread, without what lies along locked directions.
 * @param {Float32Array} z
 * @param {number} amount
 * @param {number} seed
 * @param {ArrayLike<number>} spread
 * @param {Float32Array | null} locked  (dimensions, directions)
 */
export function withNoise(z, amount, seed, spread, locked) {
  const noise = new Random(seed).normals(z.length);
  if (locked) {
    const count = locked.length / z.length;
    const along = new Float64Array(count);
    for (let i = 0; i < z.length; i++)
      for (let k = 0; k < count; k++) along[k] += locked[i * count + k] * noise[i];
    for (let i = 0; i < z.length; i++)
      for (let k = 0; k < count; k++) noise[i] -= locked[i * count + k] * along[k];
  }
  return z.map((value, i) => value + amount * spread[i] * noise[i]);
}

/**
 * Pulls a latent that is farther than `radius` from `centre` back onto that sphere.
 * @param {Float32Array} z
 * @param {Float32Array} centre
 * @param {number} radius
 */
export function bound(z, centre, radius) {
  const offset = Float64Array.from(z, (value, j) => value - centre[j]);
  const distance = normOf(offset);
  if (distance <= radius) return z;
  return z.map((_, j) => centre[j] + offset[j] * (radius / distance));
}

/** @param {ArrayLike<number>} values */
export const normOf = (values) => Math.sqrt(dot(values, values));

/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
export function dot(one, other) {
  let total = 0;
  for (let i = 0; i < one.length; i++) total += one[i] * other[i];
  return total;
}

/** @param {Float64Array[]} rows @param {number[]} weights */
const sum = (rows, weights) =>
  rows[0].map((_, j) => rows.reduce((total, row, i) => total + weights[i] * row[j], 0));

/** @param {number} value */
const clipped = (value) => Math.min(1, Math.max(-1, value));
