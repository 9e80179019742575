// The glow under the sounds: dense regions shine in their sounds' colours, empty ones stay dark.

import { rgbOf } from '../../core/colours.js';
import { blurred, CHANNELS, REACH } from './blur.js';

const RADIUS = 46; // pixels to which a sound is felt, on a pane of REFERENCE x REFERENCE
const REFERENCE = 860;
const CELLS = 6.33; // in a radius: then the blur is as wide as a cone of that radius
const CONE = Math.PI / 3; // volume of a cone, by its height and the square of its radius
const OVERLAP = 0.7; // amount of light on a pane of evenly spread sounds, whatever their number
const STRONGEST = 0.16; // light of one sound
const FEW = 1500; // of more sounds, each has less light as long as more than these are seen
const FAINTEST = 1 / 512;

export class Glow {
  /** @param {HTMLCanvasElement} canvas  drawn small: the page enlarges it */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /**
   * Draws the glow of all lit sounds.
   * @param {import('../view.js').View} view
   * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} points
   * @param {import('./dots.js').Looks} looks
   * @param {Uint8Array} lit  of every sound: 1 if it is lit
   */
  draw(view, points, looks, lit) {
    const { canvas } = this;
    const area = view.width * view.height;
    const radius = Math.min(64, Math.max(20, (RADIUS * Math.sqrt(area)) / REFERENCE));
    const [columns, rows] = [view.width, view.height].map((span) => Math.ceil((CELLS * span) / radius));
    if (canvas.width !== columns || canvas.height !== rows)
      Object.assign(canvas, { width: columns, height: rows });
    const sounds = Math.max(Math.min(lit.length, FEW), lit.length / view.closer ** 2);
    const strength = Math.min(STRONGEST, (OVERLAP * area) / (sounds * Math.PI * radius * radius));
    const light = blurred(gathered(view, points, looks, lit, columns, rows), columns + 2 * REACH);
    const pixels = pixelsOf(light, columns, rows, strength * CONE * CELLS * CELLS);
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  }
}

/**
 * The colours and the number of the lit sounds in every cell of a pane, and of a margin around it as wide as the blur.
 * @param {import('../view.js').View} view
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} points
 * @param {import('./dots.js').Looks} looks
 * @param {Uint8Array} lit
 * @param {number} columns
 * @param {number} rows
 */
function gathered({ part }, { x, y }, { looks, of }, lit, columns, rows) {
  const colours = looks.map(({ colour }) => rgbOf(colour));
  const [wide, high] = [columns + 2 * REACH, rows + 2 * REACH];
  const cells = new Float32Array(wide * high * CHANNELS);
  const [left, top] = [part.x[0], part.y[1]];
  const across = columns / (part.x[1] - left);
  const down = rows / (top - part.y[0]);
  for (let id = 0; id < lit.length; id++) {
    if (!lit[id]) continue;
    const column = Math.floor((x[id] - left) * across) + REACH;
    const row = Math.floor((top - y[id]) * down) + REACH;
    if (column < 0 || row < 0 || column >= wide || row >= high) continue;
    const at = (row * wide + column) * CHANNELS;
    const colour = colours[of[id]];
    cells[at] += colour[0];
    cells[at + 1] += colour[1];
    cells[at + 2] += colour[2];
    cells[at + 3] += 1;
  }
  return cells;
}

/**
 * The pane of a field as pixels: the sounds' mean colour, the more opaque the more sounds.
 * @param {Float32Array} light  of cells, with their margin
 * @param {number} columns
 * @param {number} rows
 * @param {number} strength  of one sound in a cell
 */
function pixelsOf(light, columns, rows, strength) {
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = ((row + REACH) * (columns + 2 * REACH) + column + REACH) * CHANNELS;
      const sounds = light[from + 3];
      if (sounds * strength < FAINTEST) continue;
      const to = 4 * (row * columns + column);
      for (let k = 0; k < 3; k++) pixels[to + k] = light[from + k] / sounds;
      pixels[to + 3] = 255 * (1 - Math.exp(-sounds * strength));
    }
  }
  return pixels;
}
