// The qualities of a sound, measured on its waveform, as `vae/sound/descriptors.py` does: what sounds are alike by.

import { realFFT } from '../numbers/fft.js';
import { powerOf } from '../numbers/power.js';
import { lengthFor } from './pitch.js';

const [SIZE, HOP] = [1024, 256];
const EPSILON = 1e-12;
const RANGE = 1e-6; // 60 dB
const LOUD = 1e-3; // 30 dB
const LEFT = 1e-3; // of the energy, at which a sound counts as over
const [LOWEST, OCTAVE_STEPS] = [30, 24];
const BELL = [0.054, 0.242, 0.399, 0.242, 0.054];
const SMOOTHED_S = 0.005;

/**
 * Brightness, decay, noisiness, pitch and attack; all but noisiness as logarithms to base 2.
 * @param {Float32Array} mid
 * @param {number} rate
 */
export function qualitiesOf(mid, rate) {
  const ends = mid.findLastIndex((value) => value !== 0) + 1;
  const length = ends <= rate ? rate : lengthFor(ends);
  const sound = new Float64Array(length);
  sound.set(mid.subarray(0, ends));
  const { brightness, noisiness } = ofFrames(sound, rate);
  const envelope = smoothed(
    sound.map((value) => value * value),
    Math.max(1, Math.round(SMOOTHED_S * rate)),
  );
  return [
    Math.log2(Math.max(brightness, 1e-6)),
    Math.log2(decayOf(sound, envelope) / rate),
    noisiness,
    Math.log2(pitchOf(powerOf(sound, length), rate / length)),
    Math.log2((attackOf(envelope) / rate) * 1000),
  ];
}

/** What the frames of a sound say. @param {Float64Array} sound @param {number} rate */
function ofFrames(sound, rate) {
  const bins = SIZE / 2 + 1;
  const padded = new Float64Array(sound.length + SIZE);
  padded.set(sound, SIZE / 2);
  const window = Float64Array.from(
    { length: SIZE },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE),
  );
  const frames = 1 + Math.floor(sound.length / HOP);
  const power = new Float64Array(frames * bins);
  const [re, im] = [new Float64Array(bins), new Float64Array(bins)];
  let most = 0;
  for (let t = 0; t < frames; t++) {
    realFFT(SIZE).forward(padded, t * HOP, window, re, im, 0);
    for (let i = 0; i < bins; i++) {
      power[t * bins + i] = re[i] * re[i] + im[i] * im[i];
      most = Math.max(most, power[t * bins + i]);
    }
  }
  const floor = Math.max(most * RANGE, EPSILON);
  const magnitude = new Float64Array(bins);
  const levels = new Float64Array(frames);
  const logs = new Float64Array(frames);
  for (let t = 0; t < frames; t++)
    for (let i = 0; i < bins; i++) {
      const one = Math.max(power[t * bins + i], floor);
      magnitude[i] += Math.sqrt(one) / frames;
      levels[t] += one;
      logs[t] += Math.log10(one);
    }
  let [sum, weighted] = [0, 0];
  for (let i = 0; i < bins; i++) {
    const above = magnitude[i] - Math.sqrt(floor);
    sum += above;
    weighted += (above * i * rate) / SIZE;
  }
  const loudest = levels.reduce((high, one) => Math.max(high, one), 0);
  const flatness = [...levels.keys()]
    .filter((t) => levels[t] > loudest * LOUD)
    .map((t) => 10 * (logs[t] / bins - Math.log10(levels[t] / bins)));
  return {
    brightness: weighted / Math.max(sum, EPSILON),
    noisiness: flatness.reduce((total, one) => total + one, 0) / flatness.length,
  };
}

/** Samples from the loudest moment until hardly any energy is left. @param {Float64Array} sound @param {Float64Array} envelope */
function decayOf(sound, envelope) {
  const loudest = envelope.reduce((most, one) => Math.max(most, one), 0);
  const total = sound.reduce((sum, value) => sum + value * value, 0);
  let left = total;
  let end = 0;
  while (end < sound.length && left > Math.max(total, EPSILON) * LEFT) left -= sound[end++] ** 2;
  return Math.max(end - envelope.findIndex((one) => one >= 0.9 * loudest), 1);
}

/** @param {Float64Array} envelope  of energy */
function attackOf(envelope) {
  const peak = Math.sqrt(
    Math.max(
      envelope.reduce((most, one) => Math.max(most, one), 0),
      0,
    ),
  );
  let [reached, below] = [0, 0];
  for (const energy of envelope) {
    reached = Math.max(reached, Math.sqrt(Math.max(energy, 0)));
    below += 1 - reached / Math.max(peak, EPSILON);
  }
  return Math.max(1.6 * below, 1);
}

/** The frequency of the strongest region. @param {Float64Array} power @param {number} perBin  Hz */
function pitchOf(power, perBin) {
  const highest = (power.length - 1) * perBin;
  const steps = Math.floor(Math.log2(highest / LOWEST) * OCTAVE_STEPS);
  const edges = Array.from({ length: steps + 1 }, (_, i) =>
    Math.ceil((LOWEST * 2 ** (i / OCTAVE_STEPS)) / perBin - 1e-9),
  );
  // As between cumulative sums, a band begins after the bin of its edge.
  const bands = Array.from({ length: steps }, (_, i) =>
    power.subarray(edges[i] + 1, edges[i + 1] + 1).reduce((sum, one) => sum + one, 0),
  );
  const smooth = bands.map((_, i) =>
    BELL.reduce((sum, weight, k) => sum + weight * (bands[i + k - 2] ?? 0), 0),
  );
  const strongest = smooth.indexOf(Math.max(...smooth));
  let [sum, weighted] = [0, 0];
  for (let i = edges[Math.max(strongest - 2, 0)]; i < edges[Math.min(strongest + 3, steps)]; i++) {
    sum += power[i] + EPSILON;
    weighted += (power[i] + EPSILON) * Math.log2(i * perBin);
  }
  return 2 ** (weighted / sum);
}

/** Means over a centred window. @param {Float64Array} values @param {number} width */
function smoothed(values, width) {
  const sums = new Float64Array(values.length + width + 1);
  const start = Math.floor(width / 2) + 1;
  for (let i = 1; i < sums.length; i++) sums[i] = sums[i - 1] + (values[i - start] ?? 0);
  return Float64Array.from({ length: values.length }, (_, i) => (sums[i + width] - sums[i]) / width);
}
