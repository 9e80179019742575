// The short-time Fourier transform of stereo: sine windows of 23 ms, half overlapped. And how wide a sound is by it.

import { realFFT } from '../numbers/fft.js';

const WINDOW_SECONDS = 1024 / 44_100;
const MOST_DB = 30;
const SILENT = 1e-9;

/** (frames, bins), one frame after the other. @typedef {{ re: Float32Array, im: Float32Array, frames: number }} Spectrum */

export class Transform {
  /** @param {number} sampleRate */
  constructor(sampleRate) {
    this.size = 2 ** Math.max(4, Math.round(Math.log2(WINDOW_SECONDS * sampleRate)));
    this.step = this.size / 2;
    this.bins = this.step + 1;
    this.window = Float32Array.from({ length: this.size }, (_, i) =>
      Math.sin((Math.PI * (i + 0.5)) / this.size),
    );
  }

  /** Frame i is centred on sample i * step. @param {Float32Array} waveform @returns {Spectrum} */
  forward(waveform) {
    const { size, step, bins } = this;
    const frames = Math.ceil(waveform.length / step) + 1;
    const padded = new Float32Array((frames + 1) * step);
    padded.set(waveform, step);
    const re = new Float32Array(frames * bins);
    const im = new Float32Array(frames * bins);
    for (let t = 0; t < frames; t++) realFFT(size).forward(padded, t * step, this.window, re, im, t * bins);
    return { re, im, frames };
  }

  /** The inverse of `forward`. @param {Spectrum} spectrum @param {number} samples */
  inverse({ re, im, frames }, samples) {
    const { size, step, bins } = this;
    const added = new Float32Array((frames + 1) * step);
    for (let t = 0; t < frames; t++) realFFT(size).inverse(re, im, t * bins, this.window, added, t * step);
    return added.slice(step, step + samples);
  }

  /**
   * By how many dB two channels differ on average, 0 if they are one: `vae/sound/stereo/width.py`.
   * @param {Float32Array[]} channels
   */
  width(channels) {
    if (channels.length === 1) return 0;
    const [left, right] = channels.map((channel) => {
      const { re, im } = this.forward(channel);
      return re.map((one, i) => one * one + im[i] * im[i]);
    });
    let loudest = 0;
    for (let i = 0; i < left.length; i++) loudest = Math.max(loudest, left[i] + right[i]);
    const silent = SILENT * loudest + 1e-30;
    let [sum, weights] = [0, 0];
    for (let i = 0; i < left.length; i++) {
      const differ = Math.abs(10 * Math.log10((left[i] + silent) / (right[i] + silent)));
      const weight = Math.sqrt(left[i] + right[i]) + 1e-30;
      sum += Math.min(differ, MOST_DB) * weight;
      weights += weight;
    }
    return sum / weights;
  }
}
