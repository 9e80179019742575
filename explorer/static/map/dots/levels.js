// Which sounds have a dot at which zoom, so that dots stay apart on large maps: the closer, the more. Pure functions.

import { endsOf } from '../view.js';

/**
 * Sounds along a curve that fills the map: those of any square part of it stand in a row.
 * @typedef {object} Curve
 * @property {Int32Array} ids  of all sounds, in that order
 * @property {Int32Array} cells  of the finest grid, in the same order: two bits of it for each halving of the map
 * @property {Float32Array} chances  of every sound, by its id, to be the one seen of those in a cell
 */

/** Dots of lit, or of dimmed sounds, that can be told apart on a whole map. */
export const MOST = 4500;
const HALVINGS = 13;
const CROWDED = 0.1; // how much dots close up as one zooms in: by the zoom to this power

/**
 * Orders sounds along a Z-order curve (Morton, 1966).
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @returns {Curve}
 */
export function curveOf(x, y) {
  const [across, down] = [x, y].map(stepsOf);
  const count = x.length;
  const keys = new Float64Array(count); // the cell, and the id in what is left of 53 bits
  for (let id = 0; id < count; id++)
    keys[id] = (spreadOut(across[id]) | (spreadOut(down[id]) << 1)) * count + id;
  keys.sort();
  return {
    ids: Int32Array.from(keys, (key) => key % count),
    cells: Int32Array.from(keys, (key) => Math.floor(key / count)),
    chances: Float32Array.from({ length: count }, (_, id) => chance(id)),
  };
}

/**
 * From which level on each of some sounds is seen. At level n, one sound is seen in each of the cells that n halvings make
 * of the map; between two levels, a part of those that come. Few sounds are seen from the first level on.
 * @param {Curve} curve
 * @param {(id: number) => boolean} isOne  whether a sound is one of them
 * @param {Float32Array} levels  of all sounds; theirs are set
 */
export function spreadLevels({ ids, cells, chances }, isOne, levels) {
  const ones = new Int32Array(ids.length);
  const places = new Int32Array(ids.length);
  let count = 0;
  for (let i = 0; i < ids.length; i++) {
    if (!isOne(ids[i])) continue;
    ones[count] = ids[i];
    places[count++] = cells[i];
  }
  for (let i = 0; i < count; i++) levels[ones[i]] = count > MOST ? Infinity : 0;
  if (count <= MOST) return;
  for (let level = 0; level <= HALVINGS; level++) {
    const shift = 2 * (HALVINGS - level);
    for (let first = 0, next = 1; first < count; first = next++) {
      const cell = places[first] >> shift;
      let best = ones[first];
      for (; next < count && places[next] >> shift === cell; next++)
        if (chances[ones[next]] > chances[best]) best = ones[next];
      if (levels[best] > level) levels[best] = level - chance(~best);
    }
  }
}

/**
 * The level of a view that is so many times closer than the whole map; at the closest, all sounds are seen.
 * @param {number} closer  1 and more
 * @param {number} closest
 */
export function levelOf(closer, closest) {
  const cells = MOST * (closer ** (1 + CROWDED) / Math.max(0, 1 - (closer - 1) / (closest - 1))) ** 2;
  const level = Math.floor(Math.log2(cells) / 2);
  return cells < Infinity ? level + (cells / 4 ** level - 1) / 3 : Infinity; // each cell has 4 at the next level
}

/**
 * A number in [0, 1) that looks random and is always the same for an id.
 * @param {number} id
 */
function chance(id) {
  let hash = Math.imul(id ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Values as steps of the finest grid. @param {ArrayLike<number>} values */
function stepsOf(values) {
  const [low, high] = endsOf(values);
  const scale = (2 ** HALVINGS - 1) / (high - low || 1);
  return Int32Array.from(values, (value) => (value - low) * scale);
}

/** A number of 13 bits with a 0 before each. @param {number} bits */
function spreadOut(bits) {
  let spread = (bits | (bits << 8)) & 0x00ff00ff;
  spread = (spread | (spread << 4)) & 0x0f0f0f0f;
  spread = (spread | (spread << 2)) & 0x33333333;
  return (spread | (spread << 1)) & 0x55555555;
}
