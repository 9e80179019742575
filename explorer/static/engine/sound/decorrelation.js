// A sound with the same spectrum that has little in common with it: a filter that delays every frequency differently.

import { realFFT } from '../numbers/fft.js';

/** The response of a filter, for transforms four times as long as it. @typedef {{ re: Float32Array, im: Float32Array, fft: import('../numbers/fft.js').RealFFT }} Response */

/** @param {Float32Array} impulse @returns {Response} */
export function responseOf(impulse) {
  const fft = realFFT(4 * impulse.length);
  const padded = new Float32Array(fft.size);
  padded.set(impulse);
  const re = new Float32Array(fft.bins);
  const im = new Float32Array(fft.bins);
  fft.forward(padded, 0, null, re, im, 0);
  return { re, im, fft };
}

/**
 * The filtered waveform, as long as it was: overlap-save, because many short transforms are faster than a long one.
 * @param {Float32Array} waveform
 * @param {Response} response
 */
export function decorrelated(waveform, { re, im, fft }) {
  const before = fft.size / 4;
  const step = fft.size - before;
  const blocks = Math.ceil(waveform.length / step);
  const padded = new Float32Array(before + blocks * step);
  padded.set(waveform, before);
  const [a, b] = [new Float32Array(fft.bins), new Float32Array(fft.bins)];
  const block = new Float32Array(fft.size);
  const found = new Float32Array(blocks * step);
  for (let i = 0; i < blocks; i++) {
    fft.forward(padded, i * step, null, a, b, 0);
    for (let k = 0; k < fft.bins; k++) {
      const product = a[k] * re[k] - b[k] * im[k];
      b[k] = a[k] * im[k] + b[k] * re[k];
      a[k] = product;
    }
    block.fill(0);
    fft.inverse(a, b, 0, null, block, 0);
    for (let k = 0; k < step; k++) found[i * step + k] = block[before + k];
  }
  return found.subarray(0, waveform.length);
}
