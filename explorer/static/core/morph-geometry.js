// The position of a morph's handle, and the weights it gives. Pure functions.
//
// Two corners: t from 0 (A) to 1 (B). Three or four: a handle (u, v) on a square with A at (0, 0), B at (1, 0), C at
// (0, 1) and D at (1, 1); past its edges the morph extrapolates.

export const MARGIN = 0.25; // how far the handle can go past an edge, in sides of the square

/** @typedef {[number, number]} Handle */

/** @param {number} value */
const round = (value) => Math.round(value * 1e6) / 1e6;

/**
 * Weights of 3 (barycentric) or 4 (bilinear) corners; they sum to 1.
 * @param {Handle} handle
 * @param {number} count
 */
export function weightsAt([u, v], count) {
  if (count === 3) return [1 - u - v, u, v].map(round);
  return [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v].map(round);
}

/**
 * The inverse of `weightsAt`; four weights that no handle gives return the nearest handle.
 * @param {number[]} weights
 * @returns {Handle}
 */
export function handleOf(weights) {
  const sum = weights.reduce((a, b) => a + b, 0);
  const [, b, c, d = 0] = weights.map((weight) => weight / sum);
  return [round(clamp(b + d)), round(clamp(c + d))];
}

/**
 * Handles of n even steps from corner to corner: A, B, C, or around the square: A, B, D, C.
 * @param {number} count
 * @param {number} n
 * @returns {Handle[]}
 */
export function around(count, n) {
  const stops =
    count === 3
      ? [
          [0, 0],
          [1, 0],
          [0, 1],
        ]
      : [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ];
  return Array.from({ length: n }, (_, i) => {
    const at = (i / (n - 1)) * (stops.length - 1);
    const k = Math.min(Math.floor(at), stops.length - 2);
    return /** @type {Handle} */ (
      stops[k].map((from, axis) => round(from + (at - k) * (stops[k + 1][axis] - from)))
    );
  });
}

/**
 * n places at even distances along a drawn line, including its ends.
 * @param {Handle[]} line
 * @param {number} n
 * @returns {Handle[]}
 */
export function resample(line, n) {
  const lengths = [0];
  for (let i = 1; i < line.length; i++) {
    lengths.push(lengths[i - 1] + Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]));
  }
  const whole = lengths[lengths.length - 1];
  let k = 0;
  return Array.from({ length: n }, (_, i) => {
    const wanted = (whole * i) / (n - 1);
    while (k < line.length - 2 && lengths[k + 1] < wanted) k += 1;
    const part = lengths[k + 1] - lengths[k];
    const share = part > 0 ? (wanted - lengths[k]) / part : 0;
    return /** @type {Handle} */ (line[k].map((from, axis) => from + share * (line[k + 1][axis] - from)));
  });
}

/** @param {number} value */
export const clamp = (value) => Math.min(1 + MARGIN, Math.max(-MARGIN, value));
