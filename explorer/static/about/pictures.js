// The pictures of About: a sound as a wave, as numbers, as a place on the map.

import { extremes } from '../card/sound-view.js';

/** @typedef {import('../core/types.js').Place} Place */

const RING = 7; // pixels
const DOT = 1.1;

/**
 * A canvas's pen, with the canvas as sharp as the screen, and its size in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 */
function penOf(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const pen = canvas.getContext('2d');
  pen?.scale(ratio, ratio);
  return { pen, width, height };
}

/**
 * Draws the wave of a sound's first channel, as high as the canvas allows.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../core/sounds.js').Heard} sound
 * @param {number} seconds  what the canvas is as wide as
 */
export function drawWave(canvas, { channels: [samples], sampleRate }, seconds) {
  const { pen, width, height } = penOf(canvas);
  if (!pen) return;
  const columns = extremes(samples, width, seconds * sampleRate);
  const peak = Math.max(1e-6, ...columns.map(([low, high]) => Math.max(-low, high)));
  pen.fillStyle = getComputedStyle(canvas).color;
  const half = height / 2;
  const scale = (half - 4) / peak;
  columns.forEach(([low, high], x) =>
    pen.fillRect(x, half - high * scale, 1, Math.max(1, (high - low) * scale)),
  );
}

/**
 * How many numbers stand in a row, so that all of them are about twice as wide as high.
 * @param {number} count
 */
export const columnsOf = (count) => Math.max(1, Math.round(Math.sqrt(1.6 * count)));

/**
 * The colour of a number: blue below 0, orange above, the stronger the farther; [red, green, blue, opacity] of 255.
 * @param {number} value  -127 to 127
 * @returns {[number, number, number, number]}
 */
export function colourOfNumber(value) {
  const hue = value < 0 ? [92, 160, 255] : [255, 122, 66];
  return /** @type {[number, number, number, number]} */ ([
    ...hue,
    Math.round(255 * Math.min(1, Math.abs(value) / 127)),
  ]);
}

/**
 * Draws numbers as a grid of cells, row by row.
 * @param {HTMLCanvasElement} canvas
 * @param {Int8Array} numbers
 */
export function drawNumbers(canvas, numbers) {
  canvas.width = columnsOf(numbers.length);
  canvas.height = Math.ceil(numbers.length / canvas.width);
  const pixels = new Uint8ClampedArray(4 * canvas.width * canvas.height);
  numbers.forEach((value, i) => pixels.set(colourOfNumber(value), 4 * i));
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0);
}

/**
 * Those of some dots that can be told apart, the first in every square: as few as a picture has, however many there are.
 * @param {number} count
 * @param {(id: number) => number[]} pixel  left and top of a dot
 * @param {number} size  of a square, in pixels
 */
export function apart(count, pixel, size) {
  const first = new Map();
  for (let id = 0; id < count; id++) {
    const [column, row] = pixel(id).map((value) => Math.floor(value / size));
    const square = row * 2 ** 16 + column;
    if (!first.has(square)) first.set(square, id);
  }
  return first.values();
}

/**
 * Draws all sounds as dots, and a ring around one place.
 * @param {HTMLCanvasElement} canvas
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} points
 * @param {(id: number) => string} colourOf
 * @param {Place} place
 */
export function drawPlace(canvas, { x, y }, colourOf, place) {
  const { pen, width, height } = penOf(canvas);
  if (!pen) return;
  const [across, down] = [
    [x, place[0]],
    [y, place[1]],
  ].map(([values, own]) => rangeOf(/** @type {ArrayLike<number>} */ (values), /** @type {number} */ (own)));
  const room = RING + 2;
  const pixel = (/** @type {Place} */ [px, py]) => [
    room + ((px - across.low) / across.span) * (width - 2 * room),
    height - room - ((py - down.low) / down.span) * (height - 2 * room),
  ];
  const dot = (/** @type {Place} */ at, /** @type {number} */ radius) => {
    const [left, top] = pixel(at);
    pen.beginPath();
    pen.arc(left, top, radius, 0, 2 * Math.PI);
  };
  for (const id of apart(x.length, (one) => pixel([x[one], y[one]]), DOT)) {
    pen.fillStyle = colourOf(id);
    dot([x[id], y[id]], DOT);
    pen.fill();
  }
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 2.5;
  dot(place, RING);
  pen.stroke();
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} own  inside the range too
 */
function rangeOf(values, own) {
  let [low, high] = [own, own];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return { low, span: high - low || 1 };
}
