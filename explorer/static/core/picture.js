// Spectrograms as pictures, one pixel for each cell.

import { pixelRamp } from './colours.js';
import { create } from './dom.js';

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
/** The size of a small picture, in pixels. */
export const PICTURE = { width: 48, height: 30 };
const LEVELS = pixelRamp(MAGMA, 256);

/**
 * Draws a spectrogram.
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<import('./types.js').Sound, 'cells' | 'bands' | 'frames'>} sound
 */
export function paint(canvas, { cells, bands, frames }) {
  paintCells(canvas, bands, frames, (cell) => LEVELS[cells[cell]]);
}

/** A cell above this, of 255, is one that can be seen. */
const SEEN = 48;
const FEWEST = 16; // frames

/**
 * Spectrograms of one size without the end of all of them in which nothing is to be seen, so that short sounds fill
 * their pictures, at one scale of time.
 * @template {Pick<import('./types.js').Sound, 'cells' | 'bands' | 'frames'>} S
 * @param {S[]} sounds
 * @returns {S[]}
 */
export function cropped(sounds) {
  const longest = Math.max(...sounds.map(({ frames }) => frames));
  const end = Math.max(FEWEST, ...sounds.map(({ cells, frames }) => endOf(cells, frames)));
  return sounds.map((sound) => ofFrames(sound, Math.min(longest, end)));
}

/**
 * Spectrograms at one scale of time: all as long as the longest, with nothing to be seen after the end of the others.
 * @template {Pick<import('./types.js').Sound, 'cells' | 'bands' | 'frames'>} S
 * @param {S[]} sounds
 * @returns {S[]}
 */
export function inStep(sounds) {
  const longest = Math.max(...sounds.map(({ frames }) => frames));
  return sounds.map((sound) => ofFrames(sound, longest));
}

/**
 * A spectrogram with its first frames only, or with silent ones at its end.
 * @template {Pick<import('./types.js').Sound, 'cells' | 'bands' | 'frames'>} S
 * @param {S} sound
 * @param {number} frames
 * @returns {S}
 */
export function ofFrames(sound, frames) {
  if (frames === sound.frames) return sound;
  const cells = new Uint8Array(sound.bands * frames);
  for (let band = 0; band < sound.bands; band++) {
    const row = sound.cells.subarray(band * sound.frames, (band + 1) * sound.frames);
    cells.set(row.subarray(0, frames), band * frames);
  }
  return { ...sound, frames, cells };
}

/**
 * The frame after the last that can be seen.
 * @param {Uint8Array} cells
 * @param {number} frames
 */
const endOf = (cells, frames) =>
  cells.reduce((end, cell, i) => (cell > SEEN ? Math.max(end, (i % frames) + 1) : end), 0);

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

/**
 * A spectrogram as the address of a small picture.
 * @param {import('./types.js').Sound} sound
 */
export function pictureOf(sound) {
  const whole = create('canvas');
  paint(whole, cropped([sound])[0]);
  const small = create('canvas', PICTURE);
  small.getContext('2d')?.drawImage(whole, 0, 0, PICTURE.width, PICTURE.height);
  return small.toDataURL('image/webp', 0.7);
}
