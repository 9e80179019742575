// Magnitudes -> waveform: the phase that their slopes suggest, then rounds of Griffin-Lim.
//
// As `vae/sound/inverse/gradient.py` and `griffin_lim.py`, which say where the methods come from.

import { realFFT } from '../numbers/fft.js';

const HANN = 0.25645;
const ATTACK = 1;
const RANGE = 1e-4;
const MOMENTUM = 0.99;
const TINY = 1e-18;

/** @typedef {import('./bands.js').Bands} Bands */

/**
 * A waveform of `samples` samples with magnitudes (hops, bins).
 * @param {Float32Array} magnitudes
 * @param {number} hops
 * @param {Bands} bands
 * @param {{ samples: number, rounds: number, silent: number, closer: (re: Float32Array, im: Float32Array, frames: number) => void }} options
 *   rounds; 0 for a phase of zero; `silent`, the samples before the onset; `closer` changes the last transform
 */
export function waveformOf(magnitudes, hops, bands, { samples, rounds, silent, closer }) {
  const { n_fft: size, hop_length: hop } = bands.numbers;
  const { bins } = bands;
  const overlap = Math.ceil(size / hop);
  const frames = activeFrames(magnitudes, hops, bins, overlap);
  const target = magnitudes.subarray(0, frames * bins);
  const sound = new Frames(frames, bands, overlap);
  const { re, im } = sound;
  if (rounds) gradientPhase(target, frames, bands, silent, re, im);
  else re.set(target);
  const previousRe = new Float32Array(re.length);
  const previousIm = new Float32Array(im.length);
  const back = MOMENTUM / (1 + MOMENTUM);
  for (let round = 0; round < rounds; round++) {
    sound.toSignal(silent);
    sound.toSpectrum();
    const kept = round ? back : 0;
    for (let i = 0; i < target.length; i++) {
      const a = re[i] - kept * previousRe[i];
      const b = im[i] - kept * previousIm[i];
      previousRe[i] = re[i];
      previousIm[i] = im[i];
      const scale = target[i] && target[i] / Math.sqrt(a * a + b * b + TINY);
      re[i] = a * scale;
      im[i] = b * scale;
    }
  }
  if (rounds) {
    sound.toSignal(silent);
    sound.toSpectrum();
    closer(re, im, frames);
  }
  sound.toSignal(0);
  const waveform = new Float32Array(samples);
  const length = Math.max(0, Math.min(samples, (frames - 1) * hop));
  waveform.set(sound.signal.subarray(size / 2, size / 2 + length));
  return waveform;
}

/** Frames up to the last with sound, and the silent ones that its window overlaps. @param {Float32Array} magnitudes @param {number} hops @param {number} bins @param {number} overlap */
function activeFrames(magnitudes, hops, bins, overlap) {
  let last = magnitudes.length - 1;
  while (last >= 0 && !(magnitudes[last] > 0)) last--;
  return Math.min(hops, Math.floor(last / bins) + 1 + overlap);
}

/** One sound, its transform, and the ways between them. */
class Frames {
  /** @param {number} frames @param {Bands} bands @param {number} overlap */
  constructor(frames, bands, overlap) {
    const { n_fft: size, hop_length: hop } = bands.numbers;
    this.frames = frames;
    this.bands = bands;
    this.re = new Float32Array(frames * bands.bins);
    this.im = new Float32Array(frames * bands.bins);
    this.signal = new Float32Array((frames + overlap - 1) * hop);
    this.weight = new Float32Array(this.signal.length);
    for (let t = 0; t < frames; t++)
      for (let i = 0; i < size; i++) this.weight[t * hop + i] += bands.window[i] ** 2;
    for (let i = 0; i < this.weight.length; i++) this.weight[i] = 1 / Math.max(this.weight[i], 1e-8);
  }

  /** @param {number} silent  samples at the beginning in which nothing sounds */
  toSignal(silent) {
    const { bands, re, im, signal, weight } = this;
    const { n_fft: size, hop_length: hop } = bands.numbers;
    const fft = realFFT(size);
    signal.fill(0);
    for (let t = 0; t < this.frames; t++) fft.inverse(re, im, t * bands.bins, bands.window, signal, t * hop);
    for (let i = 0; i < signal.length; i++) signal[i] *= weight[i];
    signal.fill(0, 0, size / 2 + silent);
  }

  toSpectrum() {
    const { bands, re, im, signal } = this;
    const { n_fft: size, hop_length: hop } = bands.numbers;
    const fft = realFFT(size);
    for (let t = 0; t < this.frames; t++) fft.forward(signal, t * hop, bands.window, re, im, t * bands.bins);
  }
}

/**
 * Gives magnitudes (frames, bins) the phase that their slopes suggest.
 * @param {Float32Array} magnitudes
 * @param {number} frames
 * @param {Bands} bands
 * @param {number} onset  the first sample that sounds
 * @param {Float32Array} re
 * @param {Float32Array} im
 */
function gradientPhase(magnitudes, frames, bands, onset, re, im) {
  const { n_fft: size, hop_length: hop } = bands.numbers;
  const { bins } = bands;
  const ratio = (HANN * size) / (2 * hop);
  const attack = Math.min(ATTACK, frames - 1);
  let loudest = 0;
  for (let i = 0; i < magnitudes.length; i++) if (magnitudes[i] > loudest) loudest = magnitudes[i];
  const least = RANGE * loudest + 1e-30;
  const levels = new Float64Array(magnitudes.length);
  for (let i = 0; i < levels.length; i++) levels[i] = Math.log(Math.max(magnitudes[i], least));
  const turns = new Float64Array(levels.length);
  const step = 1 / (8 * ratio);
  for (let t = 1; t < frames; t++)
    for (let i = 0, at = t * bins; i < bins; i++, at++) {
      const inside = i > 0 && i < bins - 1;
      const slopes = inside
        ? levels[at + 1] - levels[at - 1] + levels[at + 1 - bins] - levels[at - 1 - bins]
        : 0;
      turns[at] = turns[at - bins] + slopes * step;
    }
  const after = Math.min(attack + 1, frames - 1) * bins;
  const before = Math.max(attack - 1, 0) * bins;
  const lowest = (2 * Math.PI * (onset - attack * hop)) / (ratio * size);
  const rises = Float64Array.from({ length: bins }, (_, i) =>
    Math.max(levels[after + i] - levels[before + i], lowest),
  );
  const delays = new Float64Array(bins);
  for (let i = 1; i < bins; i++) delays[i] = delays[i - 1] + (rises[i] + rises[i - 1]) * (-ratio / 2);
  const start = turns.slice(attack * bins, (attack + 1) * bins);
  for (let t = 0; t < frames; t++)
    for (let i = 0, at = t * bins; i < bins; i++, at++) {
      if (!magnitudes[at]) continue;
      const steady = (((t - ATTACK) * hop - size / 2) * i) & (size - 1); // whole turns would cost precision
      const turn = turns[at] + delays[i] - start[i] + (steady * 2 * Math.PI) / size;
      re[at] = magnitudes[at] * Math.cos(turn);
      im[at] = magnitudes[at] * Math.sin(turn);
    }
}
