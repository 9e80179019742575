// Where the sounds of a label lie together: measured on a grid over the map, from the sounds' places alone.

import { endsOf } from '../view.js';

/** @typedef {import('../../core/types.js').Place} Place */
/**
 * A part of the map where one label prevails.
 * @typedef {object} Region
 * @property {number} label  an index into the legend
 * @property {number[]} members  ids of its label's sounds there
 * @property {Place[]} spots  places in it, the most central first
 */

const CELLS = 36; // across and down; also how far a sound is felt: about one cell
const PREVAILS = 0.45; // share of a label among all sounds that are felt in a cell
const EDGE = 0.2; // of a label's highest density: below it, a cell has too few sounds to be named after
const FEWEST = 8; // sounds in a region
const SHARE = 0.12; // of its label's sounds in a region
const KERNEL = [1, 4, 6, 4, 1]; // binomial
const REACH = 2; // cells from the middle of the kernel to its end

/**
 * The regions of a map, those with most sounds first.
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {ArrayLike<number>} labels  of each sound
 * @param {Iterable<number>} named  the labels that have a name
 * @returns {Region[]}
 */
export function regionsOf(x, y, labels, named) {
  const grid = new Grid(x, y);
  /** @type {Map<number, number[]>} */
  const members = new Map();
  for (let id = 0; id < x.length; id++) {
    const others = members.get(labels[id]);
    if (others) others.push(id);
    else members.set(labels[id], [id]);
  }
  const everyone = grid.felt(grid.cells.keys());
  const regions = [...named].flatMap((label) => {
    const ids = members.get(label) ?? [];
    if (ids.length < FEWEST) return [];
    const felt = grid.felt(ids);
    const least = EDGE * Math.max(...felt);
    const cells = new Set(
      [...felt.keys()].filter((cell) => felt[cell] > least && felt[cell] >= PREVAILS * everyone[cell]),
    );
    return islands(cells).map((island) => ({
      label,
      members: ids.filter((id) => island.has(grid.cells[id])),
      spots: grid.spots(island, felt),
      of: ids.length,
    }));
  });
  return regions
    .filter(({ members: { length }, of }) => length >= FEWEST && length >= SHARE * of)
    .sort((a, b) => b.members.length - a.members.length)
    .map(({ label, members: ids, spots }) => ({ label, members: ids, spots }));
}

/** A grid of square cells over all places. */
class Grid {
  /**
   * @param {ArrayLike<number>} x
   * @param {ArrayLike<number>} y
   */
  constructor(x, y) {
    const [across, down] = [x, y].map(axisOf);
    this.axes = [across, down];
    /** The cell of each sound. */
    this.cells = Int32Array.from(
      { length: x.length },
      (_, id) => cellOn(down, y[id]) * CELLS + cellOn(across, x[id]),
    );
  }

  /**
   * How many of some sounds are felt in each cell.
   * @param {Iterable<number>} ids
   */
  felt(ids) {
    const counts = new Float64Array(CELLS * CELLS);
    for (const id of ids) counts[this.cells[id]] += 1;
    return blurred(blurred(counts, 1), CELLS);
  }

  /**
   * The centres of some cells, the nearest to their middle first.
   * @param {Set<number>} cells
   * @param {Float64Array} weights  of all cells
   */
  spots(cells, weights) {
    const points = [...cells].map((cell) => ({ at: this.#centre(cell), weight: weights[cell] }));
    const sum = points.reduce((all, { weight }) => all + weight, 0);
    const middle = [0, 1].map((k) => points.reduce((all, { at, weight }) => all + at[k] * weight, 0) / sum);
    const far = (/** @type {Place} */ at) =>
      Math.hypot(...this.axes.map(({ size }, k) => (at[k] - middle[k]) / size));
    return points.map(({ at }) => at).sort((a, b) => far(a) - far(b));
  }

  /**
   * @param {number} cell
   * @returns {Place}
   */
  #centre(cell) {
    const [across, down] = this.axes;
    return [
      across.low + ((cell % CELLS) + 0.5) * across.size,
      down.low + (Math.floor(cell / CELLS) + 0.5) * down.size,
    ];
  }
}

/** @param {ArrayLike<number>} values */
function axisOf(values) {
  const [low, high] = endsOf(values);
  return { low, size: (high - low) / CELLS || 1 };
}

/**
 * @param {{ low: number, size: number }} axis
 * @param {number} value
 */
const cellOn = ({ low, size }, value) => Math.min(CELLS - 1, Math.floor((value - low) / size));

/**
 * Spreads what is in each cell over those beside it, along one axis.
 * @param {Float64Array} cells
 * @param {number} step  1 across, CELLS down
 */
function blurred(cells, step) {
  const spread = new Float64Array(cells.length);
  for (let cell = 0; cell < cells.length; cell++) {
    if (!cells[cell]) continue;
    const at = Math.floor(cell / step) % CELLS;
    for (let k = 0; k < KERNEL.length; k++) {
      const by = k - REACH;
      if (at + by >= 0 && at + by < CELLS) spread[cell + by * step] += KERNEL[k] * cells[cell];
    }
  }
  return spread;
}

/**
 * Parts of a set of cells that touch only at corners, or not at all.
 * @param {Set<number>} cells
 */
function islands(cells) {
  const left = new Set(cells);
  /** @type {Set<number>[]} */
  const found = [];
  for (const first of cells) {
    if (!left.delete(first)) continue;
    const island = new Set([first]);
    for (const cell of island) {
      const beside = [cell - CELLS, cell + CELLS];
      if (cell % CELLS) beside.push(cell - 1);
      if ((cell + 1) % CELLS) beside.push(cell + 1);
      for (const other of beside) if (left.delete(other)) island.add(other);
    }
    found.push(island);
  }
  return found;
}
