// Blurs a field of cells: three box blurs in a row, nearly a Gaussian one. Pure functions.

/** Values of each cell: red, green, blue, and how much of them. */
export const CHANNELS = 4;
const RADIUS = 2; // cells, of a box
const TIMES = 3;
/** How far a cell is felt, in cells. */
export const REACH = RADIUS * TIMES;

/**
 * A field whose values are spread around; nothing comes from beyond its edges. The sum of all stays, but for the edges.
 * @param {Float32Array} cells  row by row
 * @param {number} columns
 */
export function blurred(cells, columns) {
  const rows = cells.length / columns / CHANNELS;
  /** @type {[Float32Array, Float32Array]} */
  let [from, to] = [cells, new Float32Array(cells.length)];
  for (let i = 0; i < TIMES; i++) {
    for (let row = 0; row < rows; row++) box(from, to, row * columns * CHANNELS, CHANNELS, columns);
    [from, to] = [to, from];
    for (let column = 0; column < columns; column++)
      box(from, to, column * CHANNELS, columns * CHANNELS, rows);
    [from, to] = [to, from];
  }
  return from;
}

/**
 * The means of boxes along a line of cells.
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} start  of the line
 * @param {number} step  from a cell to the next
 * @param {number} count  of cells
 */
function box(from, to, start, step, count) {
  const share = 1 / (2 * RADIUS + 1);
  for (let k = 0; k < CHANNELS; k++) {
    let sum = 0;
    for (let i = -RADIUS; i < count; i++) {
      const [comes, goes] = [i + RADIUS, i - RADIUS - 1];
      if (comes < count) sum += from[start + comes * step + k];
      if (goes >= 0) sum -= from[start + goes * step + k];
      if (i >= 0) to[start + i * step + k] = sum * share;
    }
  }
}
