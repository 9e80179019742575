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
 * @param {{ samples: number, rounds: number, silent: number, closer: (packed: Float32Array, frames: number) => void }} options
 *   rounds; 0 for a phase of zero; `silent`, the samples before the onset; `closer` changes the last transform, which is
 *   packed as in `numbers/fft.js`, one frame after the other
 */
export function waveformOf(magnitudes, hops, bands, { samples, rounds, silent, closer }) {
  const { n_fft: size, hop_length: hop } = bands.numbers;
  const { bins } = bands;
  const overlap = Math.ceil(size / hop);
  const frames = activeFrames(magnitudes, hops, bins, overlap);
  const target = magnitudes.subarray(0, frames * bins);
  const sound = new Frames(frames, bands, overlap);
  const { packed } = sound;
  setPhase(packed, target, frames, bins, rounds ? gradientPhase(target, frames, bands, silent) : null);
  const previous = new Float32Array(packed.length);
  for (let round = 0; round < rounds; round++) {
    sound.toSignal(silent);
    sound.toSpectrum();
    towards(target, packed, previous, bins, round ? MOMENTUM / (1 + MOMENTUM) : 0);
  }
  if (rounds) {
    sound.toSignal(silent);
    sound.toSpectrum();
    closer(packed, frames);
  }
  sound.toSignal(0);
  const waveform = new Float32Array(samples);
  const length = Math.max(0, Math.min(samples, (frames - 1) * hop));
  waveform.set(sound.signal.subarray(size / 2, size / 2 + length));
  return waveform;
}

/**
 * One round's step: a packed transform, less some of the previous one, with the magnitudes that are wanted.
 * @param {Float32Array} target  (frames, bins)
 * @param {Float32Array} packed  changed
 * @param {Float32Array} previous  becomes what `packed` was
 * @param {number} bins
 * @param {number} kept  share of the previous transform
 */
function towards(target, packed, previous, bins, kept) {
  for (let first = 0, at = 0; first < target.length; first += bins) {
    for (const real of [target[first], target[first + bins - 1]]) {
      const a = packed[at] - kept * previous[at];
      previous[at] = packed[at];
      packed[at++] = real && (a * real) / Math.sqrt(a * a + TINY);
    }
    for (let i = first + 1; i < first + bins - 1; i++, at += 2) {
      const a = packed[at] - kept * previous[at];
      const b = packed[at + 1] - kept * previous[at + 1];
      previous[at] = packed[at];
      previous[at + 1] = packed[at + 1];
      const scale = target[i] && target[i] / Math.sqrt(a * a + b * b + TINY);
      packed[at] = a * scale;
      packed[at + 1] = b * scale;
    }
  }
}

/**
 * Packs magnitudes (frames, bins) with turns (frames, bins) in radians, or none.
 * @param {Float32Array} packed
 * @param {Float32Array} magnitudes
 * @param {number} frames
 * @param {number} bins
 * @param {Float64Array | null} turns
 */
function setPhase(packed, magnitudes, frames, bins, turns) {
  for (let t = 0, at = 0; t < frames; t++) {
    const last = (t + 1) * bins - 1;
    for (const real of [t * bins, last])
      packed[at++] = magnitudes[real] && magnitudes[real] * Math.cos(turns ? turns[real] : 0);
    for (let i = t * bins + 1; i < last; i++, at += 2) {
      if (!magnitudes[i]) continue;
      packed[at] = magnitudes[i] * (turns ? Math.cos(turns[i]) : 1);
      packed[at + 1] = turns ? magnitudes[i] * Math.sin(turns[i]) : 0;
    }
  }
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
    this.packed = new Float32Array(frames * size);
    this.signal = new Float32Array((frames + overlap - 1) * hop);
    this.weight = new Float32Array(this.signal.length);
    for (let t = 0; t < frames; t++)
      for (let i = 0; i < size; i++) this.weight[t * hop + i] += bands.window[i] ** 2;
    for (let i = 0; i < this.weight.length; i++) this.weight[i] = 1 / Math.max(this.weight[i], 1e-8);
  }

  /** @param {number} silent  samples at the beginning in which nothing sounds */
  toSignal(silent) {
    const { bands, packed, signal, weight } = this;
    const { n_fft: size, hop_length: hop } = bands.numbers;
    const fft = realFFT(size);
    signal.fill(0);
    for (let t = 0; t < this.frames; t++) fft.inversePacked(packed, t * size, bands.window, signal, t * hop);
    for (let i = 0; i < signal.length; i++) signal[i] *= weight[i];
    signal.fill(0, 0, size / 2 + silent);
  }

  toSpectrum() {
    const { bands, packed, signal } = this;
    const { n_fft: size, hop_length: hop } = bands.numbers;
    const fft = realFFT(size);
    for (let t = 0; t < this.frames; t++) fft.forwardPacked(signal, t * hop, bands.window, packed, t * size);
  }
}

/**
 * The phase in radians, (frames, bins), that the slopes of magnitudes (frames, bins) suggest.
 * @param {Float32Array} magnitudes
 * @param {number} frames
 * @param {Bands} bands
 * @param {number} onset  the first sample that sounds
 */
function gradientPhase(magnitudes, frames, bands, onset) {
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
      const steady = (((t - ATTACK) * hop - size / 2) * i) & (size - 1); // whole turns would cost precision
      turns[at] += delays[i] - start[i] + (steady * 2 * Math.PI) / size;
    }
  return turns;
}
