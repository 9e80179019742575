// A mono sound and a stereo image -> two channels: `vae/sound/stereo/`.

import { peakOf } from '../numbers/arrays.js';
import { decorrelated, responseOf } from './decorrelation.js';
import { Transform } from './transform.js';

/** @typedef {import('./transform.js').Spectrum} Spectrum */

const [TILE_BANDS, LOWEST_HZ, HIGHEST_HZ] = [10, 100, 14_000];
const MOMENTS = [0, 0.08, 0.6];
const SOON = 0.01;
const TILES = TILE_BANDS * MOMENTS.length;
/** Numbers of the code of a stereo image. */
export const CODE_SIZE = 2 * TILES;

const MOST_DB = 40;
const LEAST_COHERENCE = -0.8;
const [DB_A_UNIT, RADIANS_A_UNIT] = [20, Math.PI / 2];
const [JUST_HEARD_DB, JUST_HEARD_ANGLE] = [0.5, 0.1];

const [BANDS, LOW_HZ, HIGH_HZ] = [24, 40, 20_000];
const MOST_GAIN = 10;
const [BLOCK_SECONDS, HELD_SECONDS] = [0.0015, 0.02];
const TINY = 1e-10;

/** Level differences in dB and angles of every tile, (bands, moments). @typedef {{ level: Float64Array, angle: Float64Array }} Image */

/**
 * The stereo image of a code; null if it is mono.
 * @param {Float32Array} code
 * @returns {Image | null}
 */
export function imageOf(code) {
  const widest = Math.acos(LEAST_COHERENCE);
  const level = Float64Array.from(code.subarray(0, TILES), (one) =>
    Math.min(MOST_DB, Math.max(-MOST_DB, one * DB_A_UNIT)),
  );
  const angle = Float64Array.from(code.subarray(TILES, CODE_SIZE), (one) =>
    Math.min(Math.abs(one) * RADIANS_A_UNIT, widest),
  );
  return peakOf(level) < JUST_HEARD_DB && Math.max(...angle) < JUST_HEARD_ANGLE ? null : { level, angle };
}

/** Linear interpolation between rising nodes: the lower node of each position, and the share of the next. */
class Between {
  /** @param {Float64Array} positions @param {Float64Array} nodes */
  constructor(positions, nodes) {
    this.low = new Uint16Array(positions.length);
    this.share = new Float64Array(positions.length);
    for (const [i, position] of positions.entries()) {
      let low = 0;
      while (low < nodes.length - 2 && nodes[low + 1] < position) low++;
      this.low[i] = low;
      this.share[i] = Math.min(1, Math.max(0, (position - nodes[low]) / (nodes[low + 1] - nodes[low])));
    }
  }
}

/** Bandwidths of hearing below a frequency. @param {number} hertz */
const erb = (hertz) => 21.4 * Math.log10(1 + 0.00437 * hertz);

/** @param {number} low @param {number} high @param {number} count */
const nodesOf = (low, high, count) =>
  Float64Array.from({ length: count }, (_, i) => erb(low) + ((erb(high) - erb(low)) * i) / (count - 1));

/** Makes channels at one sample rate. */
export class Stereo {
  /**
   * @param {number} sampleRate
   * @param {Float32Array} impulse  of the filter that decorrelates
   */
  constructor(sampleRate, impulse) {
    this.rate = sampleRate;
    this.transform = new Transform(sampleRate);
    this.bins = this.transform.bins;
    const rates = Float64Array.from({ length: this.bins }, (_, i) =>
      erb(((sampleRate / 2) * i) / (this.bins - 1)),
    );
    const nodes = nodesOf(LOW_HZ, HIGH_HZ, BANDS);
    this.bands = new Between(rates, nodes);
    this.tiles = new Between(nodes, nodesOf(LOWEST_HZ, HIGHEST_HZ, TILE_BANDS));
    this.response = responseOf(impulse);
  }

  /**
   * Left and right of a mono sound.
   * @param {Float32Array} mid
   * @param {Image} image
   * @returns {[Float32Array, Float32Array]}
   */
  channels(mid, image) {
    const { bins } = this;
    const middle = this.transform.forward(mid);
    const other = this.transform.forward(decorrelated(mid, this.response));
    const { frames } = middle;
    const mixing = this.#mixing(image, frames);
    const have = this.#gathered(middle, middle);
    const given = this.#gathered(other, other);
    const shared = this.#gathered(other, middle);
    const silent = TINY * peakOf(have) + 1e-30;
    const [haveNear, sharedNear] = [overTime(have, frames), overTime(shared, frames)];
    const ofMiddle = new Float64Array(frames * BANDS);
    const ofOther = new Float64Array(frames * BANDS);
    let loudest = 0;
    for (let i = 0; i < ofMiddle.length; i++) {
      const [pan, wanted] = [mixing.pan[i], mixing.width[i]];
      const overlap = sharedNear[i] / (haveNear[i] + silent);
      const rest = Math.max(given[i] - 2 * overlap * shared[i] + overlap ** 2 * have[i], 0);
      ofOther[i] = wanted * Math.min(Math.sqrt(have[i] / (rest + silent)), MOST_GAIN);
      ofMiddle[i] = pan - ofOther[i] * overlap;
      loudest = Math.max(loudest, Math.hypot(pan, wanted));
    }
    const { low, share } = this.bands;
    for (let t = 0, at = 0; t < frames; t++)
      for (let i = 0; i < bins; i++, at++) {
        const from = t * BANDS + low[i];
        const a = ofMiddle[from] + (ofMiddle[from + 1] - ofMiddle[from]) * share[i];
        const b = ofOther[from] + (ofOther[from + 1] - ofOther[from]) * share[i];
        middle.re[at] = a * middle.re[at] + b * other.re[at];
        middle.im[at] = a * middle.im[at] + b * other.im[at];
      }
    const side = this.transform.inverse(middle, mid.length);
    this.#notBefore(side, mid, loudest);
    return [mid.map((one, i) => one + side[i]), mid.map((one, i) => one - side[i])];
  }

  /** How much of the mid, and of its decorrelated twin, is the side: (frames, bands) each. @param {Image} image @param {number} frames */
  #mixing({ level, angle }, frames) {
    const pans = new Float64Array(TILES);
    const widths = new Float64Array(TILES);
    for (let i = 0; i < TILES; i++) {
      const ratio = 10 ** (level[i] / 20);
      const loud = ratio ** 2 + 1;
      const alike = 2 * ratio * Math.cos(angle[i]);
      pans[i] = (ratio ** 2 - 1) / (loud + alike);
      widths[i] = Math.sqrt(Math.max((loud - alike) / (loud + alike) - pans[i] ** 2, 0));
    }
    const seconds = Float64Array.from({ length: frames }, (_, t) =>
      Math.log((t * this.transform.step) / this.rate + SOON),
    );
    const times = new Between(
      seconds,
      Float64Array.from(MOMENTS, (moment) => Math.log(moment + SOON)),
    );
    const over = (/** @type {Float64Array} */ values) => {
      const found = new Float64Array(frames * BANDS);
      for (let t = 0; t < frames; t++)
        for (let b = 0; b < BANDS; b++) {
          const at = (/** @type {number} */ moment) => {
            const from = this.tiles.low[b] * MOMENTS.length + moment;
            return values[from] + (values[from + MOMENTS.length] - values[from]) * this.tiles.share[b];
          };
          const [first, second] = [at(times.low[t]), at(times.low[t] + 1)];
          found[t * BANDS + b] = first + (second - first) * times.share[t];
        }
      return found;
    };
    return { pan: over(pans), width: over(widths) };
  }

  /** What two transforms have in phase, in every band: (frames, bands). @param {Spectrum} one @param {Spectrum} other */
  #gathered(one, other) {
    const { low, share } = this.bands;
    const found = new Float64Array(one.frames * BANDS);
    for (let t = 0, at = 0; t < one.frames; t++)
      for (let i = 0; i < this.bins; i++, at++) {
        const value = one.re[at] * other.re[at] + one.im[at] * other.im[at];
        found[t * BANDS + low[i]] += value * (1 - share[i]);
        found[t * BANDS + low[i] + 1] += value * share[i];
      }
    return found;
  }

  /** Makes a side quieter where it sounds before its attack. @param {Float32Array} side @param {Float32Array} mid @param {number} loudest */
  #notBefore(side, mid, loudest) {
    const block = Math.max(1, Math.round(BLOCK_SECONDS * this.rate));
    const held = Math.round((HELD_SECONDS * this.rate) / block);
    const sounds = energiesOf(side, block, 1);
    const may = energiesOf(mid, block, loudest);
    const gains = sounds.map((energy, i) => {
      const most = Math.max(...may.subarray(Math.max(0, i - held), i + 1));
      return Math.sqrt(Math.min(1, most / (energy + 1e-30)));
    });
    for (let i = 0; i < gains.length; i++) {
      const begin = Math.min(gains[Math.max(0, i - 1)], gains[i]);
      const end = Math.min(gains[i], gains[Math.min(gains.length - 1, i + 1)]);
      if (begin === 1 && end === 1) continue;
      for (let j = 0, at = i * block; j < block && at < side.length; j++, at++)
        side[at] *= begin + ((end - begin) * j) / block;
    }
  }
}

/** Means over neighbouring frames, beyond the ends of nothing. @param {Float64Array} values @param {number} frames */
function overTime(values, frames) {
  const found = new Float64Array(values.length);
  for (let i = 0; i < frames * BANDS; i++)
    found[i] = ((values[i - BANDS] ?? 0) + values[i] + (values[i + BANDS] ?? 0)) / 3;
  return found;
}

/** @param {Float32Array} waveform @param {number} block @param {number} gain */
function energiesOf(waveform, block, gain) {
  const found = new Float64Array(Math.ceil(waveform.length / block));
  for (let i = 0; i < waveform.length; i++) found[Math.floor(i / block)] += (waveform[i] * gain) ** 2;
  return found;
}
