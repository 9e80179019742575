// Levels of bands -> magnitudes of bins that have them, grained where they are noisy: `vae/sound/inverse/bins.py`.

/** @typedef {import('./bands.js').Bands} Bands */

const EXPONENT = 1.3;
const DEPTH = 1.4;
const FAINTEST = 1e-9;
const EPSILON = 1e-12;
const [BESIDE_BANDS, BESIDE_HOPS] = [4, 2];
const [TONAL_DB, NOISY_DB] = [-10, -5];
const LEVELLED = 1; // bands and hops to each side in which levels are compared
const LARGEST = 10;

/**
 * The logarithm of what white noise has in each bin over what it has in its bands, as deep as it is to be heard.
 * @param {Float32Array} noise
 * @param {Bands} bands
 */
export function logGrain(noise, bands) {
  const { power, hops } = bands.transform(noise);
  const smooth = bands.spread(bands.gathered(power, hops), hops);
  const sums = new Float64Array(bands.bins);
  const deep = new Float32Array(power.length);
  for (let i = 0; i < power.length; i++) {
    deep[i] = DEPTH * Math.log(Math.max(power[i] / smooth[i], EPSILON));
    sums[i % bands.bins] += Math.exp(deep[i]);
  }
  const means = sums.map((sum) => Math.log(sum / hops));
  for (let i = 0; i < deep.length; i++) deep[i] -= means[i % bands.bins];
  return deep;
}

/**
 * Magnitudes (hops, bins) of scaled levels (hops, bands).
 * @param {Float32Array} levels
 * @param {number} hops
 * @param {Bands} bands
 * @param {Float32Array} grain  as `logGrain` makes it
 */
export function magnitudesOf(levels, hops, bands, grain) {
  const power = bands.audiblePower(levels);
  const found = bands.spread(power, hops);
  const noisy = bands.spread(noisinessOf(power, hops, bands.count), hops);
  for (let i = 0; i < found.length; i++) if (noisy[i] > 0) found[i] *= Math.exp(noisy[i] * grain[i]);
  const lost = bands.gathered(found, hops);
  for (let i = 0; i < lost.length; i++) lost[i] = (power[i] / Math.max(lost[i], EPSILON)) ** EXPONENT;
  const missing = bands.spread(lost, hops);
  const scale = Math.sqrt(bands.fullScale);
  for (let i = 0; i < found.length; i++) found[i] = Math.sqrt(found[i] * missing[i]) * scale;
  return found;
}

/**
 * Scales a transform so that its bands have the levels that were asked for: `vae/sound/inverse/bands.py`.
 * @param {Float32Array} packed  as in `numbers/fft.js`, one frame after the other; changed
 * @param {number} frames
 * @param {Float32Array} levels  (hops, bands) scaled, at least as many hops
 * @param {Bands} bands
 */
export function setLevels(packed, frames, levels, bands) {
  const { bins } = bands;
  const squares = new Float32Array(frames * bins);
  for (let t = 0, at = 0; t < frames; t++) {
    const last = (t + 1) * bins - 1;
    squares[t * bins] = packed[at++] ** 2;
    squares[last] = packed[at++] ** 2;
    for (let i = t * bins + 1; i < last; i++, at += 2)
      squares[i] = packed[at] * packed[at] + packed[at + 1] * packed[at + 1];
  }
  const given = near(bands.gathered(squares, frames, 1 / bands.fullScale), frames, bands.count);
  const asked = bands.audiblePower(levels.subarray(0, frames * bands.count));
  const ratio = near(asked, frames, bands.count);
  for (let i = 0; i < ratio.length; i++)
    ratio[i] = Math.min(LARGEST, Math.max(1 / LARGEST, (ratio[i] + FAINTEST) / (given[i] + FAINTEST)));
  const gains = bands.spread(ratio, frames);
  for (let t = 0, at = 0; t < frames; t++) {
    const last = (t + 1) * bins - 1;
    packed[at++] *= Math.sqrt(gains[t * bins]);
    packed[at++] *= Math.sqrt(gains[last]);
    for (let i = t * bins + 1; i < last; i++, at += 2) {
      const gain = Math.sqrt(gains[i]);
      packed[at] *= gain;
      packed[at + 1] *= gain;
    }
  }
}

/** @param {Float32Array} values @param {number} hops @param {number} count */
const near = (values, hops, count) =>
  overTime(overBands(values, hops, count, LEVELLED), hops, count, LEVELLED);

/**
 * How noisy each cell is, from 0 to 1: the flatness of the spectrum around it.
 * @param {Float32Array} power  (hops, bands)
 * @param {number} hops
 * @param {number} count
 */
function noisinessOf(power, hops, count) {
  const raised = power.map((one) => Math.max(one, FAINTEST));
  const means = overBands(raised, hops, count, BESIDE_BANDS);
  const logs = overBands(raised.map(Math.log10), hops, count, BESIDE_BANDS);
  for (let i = 0; i < logs.length; i++) logs[i] -= Math.log10(means[i]);
  const flatness = overTime(logs, hops, count, BESIDE_HOPS);
  for (let i = 0; i < flatness.length; i++)
    flatness[i] = Math.min(1, Math.max(0, (10 * flatness[i] - TONAL_DB) / (NOISY_DB - TONAL_DB)));
  return flatness;
}

/**
 * Means over the bands up to `beside` away, those that exist.
 * @param {Float32Array} values
 * @param {number} hops
 * @param {number} count
 * @param {number} beside
 */
function overBands(values, hops, count, beside) {
  const found = new Float32Array(values.length);
  for (let t = 0; t < hops; t++) {
    const from = t * count;
    for (let b = 0; b < count; b++) {
      const low = Math.max(0, b - beside);
      const high = Math.min(count - 1, b + beside);
      let sum = 0;
      for (let i = low; i <= high; i++) sum += values[from + i];
      found[from + b] = sum / (high - low + 1);
    }
  }
  return found;
}

/** Means over the hops up to `beside` away. @param {Float32Array} values @param {number} hops @param {number} count @param {number} beside */
function overTime(values, hops, count, beside) {
  const found = new Float32Array(values.length);
  for (let t = 0; t < hops; t++) {
    const low = Math.max(0, t - beside);
    const high = Math.min(hops - 1, t + beside);
    for (let i = low; i <= high; i++)
      for (let b = 0; b < count; b++) found[t * count + b] += values[i * count + b];
    for (let b = 0; b < count; b++) found[t * count + b] /= high - low + 1;
  }
  return found;
}
