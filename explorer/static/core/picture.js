// Spectrograms as pictures, one pixel for each cell.

import { pixelRamp } from './colours.js';

const MAGMA = [
  '#000004',
  '#140e36',
  '#3b0f70',
  '#641a80',
  '#8c2981',
  '#b73779',
  '#de4968',
  '#f7705c',
  '#fe9f6d',
  '#fecf92',
  '#fcfdbf',
];
const LEVELS = pixelRamp(MAGMA, 256);

/**
 * Draws a spectrogram.
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<import('./types.js').Sound, 'cells' | 'bands' | 'frames'>} sound
 */
export function paint(canvas, { cells, bands, frames }) {
  paintCells(canvas, bands, frames, (cell) => LEVELS[cells[cell]]);
}

/**
 * Draws a grid of bands and frames, with the lowest band at the bottom.
 * @param {HTMLCanvasElement} canvas
 * @param {number} bands
 * @param {number} frames
 * @param {(cell: number) => number} pixelOf  pixel of the cell `band * frames + frame`, in the format of `pixelRamp`
 */
export function paintCells(canvas, bands, frames, pixelOf) {
  const pixels = new Uint32Array(bands * frames);
  for (let band = 0; band < bands; band++) {
    const row = (bands - 1 - band) * frames;
    for (let t = 0; t < frames; t++) pixels[row + t] = pixelOf(band * frames + t);
  }
  canvas.width = frames;
  canvas.height = bands;
  canvas
    .getContext('2d')
    ?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), frames, bands), 0, 0);
}
