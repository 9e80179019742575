// Bands of a spectrogram: powers of Fourier bins gathered into bands and spread again, as `vae/sound/spectrogram.py`.
//
// Arrays are by time first here: the value of band or bin `i` at hop `t` is at `t * count + i`.

import { realFFT } from '../numbers/fft.js';

const LN10 = Math.log(10);

/** The numbers of a spectrogram. @typedef {object} SpectrogramNumbers
 * @property {number} sample_rate
 * @property {number} num_samples
 * @property {number} n_fft
 * @property {number} hop_length
 * @property {number} num_bands
 * @property {number} floor_db
 * @property {number} silence
 * @property {number} full_frames
 * @property {number} cell_growth
 */

export class Bands {
  /**
   * @param {SpectrogramNumbers} numbers
   * @param {Float32Array} filters  (bands, bins)
   * @param {number} fullScaleDb
   */
  constructor(numbers, filters, fullScaleDb) {
    this.numbers = numbers;
    this.bins = numbers.n_fft / 2 + 1;
    this.count = numbers.num_bands;
    this.fullScale = 10 ** (fullScaleDb / 10);
    this.window = Float32Array.from(
      { length: numbers.n_fft },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / numbers.n_fft),
    );
    this.sums = new Float64Array(this.count); // of the weights of each band
    this.band = new Uint16Array(this.bins); // the lower of the two bands that a bin is in
    this.share = new Float64Array(this.bins); // what it has in that one
    this.rest = new Float64Array(this.bins); // and in the next
    for (let bin = 0; bin < this.bins; bin++) {
      let low = 0;
      while (low < this.count - 1 && !filters[low * this.bins + bin]) low++;
      this.band[bin] = Math.min(low, this.count - 2);
      this.share[bin] = filters[this.band[bin] * this.bins + bin];
      this.rest[bin] = filters[(this.band[bin] + 1) * this.bins + bin];
      this.sums[this.band[bin]] += this.share[bin];
      this.sums[this.band[bin] + 1] += this.rest[bin];
    }
  }

  /**
   * Values of bins -> mean of every band.
   * @param {Float32Array} bins  (hops, bins)
   * @param {number} hops
   * @param {number} [factor]
   */
  gathered(bins, hops, factor = 1) {
    const { count, band, share, rest, sums } = this;
    const found = new Float32Array(hops * count);
    for (let t = 0; t < hops; t++) {
      const from = t * this.bins;
      const to = t * count;
      for (let i = 0; i < this.bins; i++) {
        const value = bins[from + i];
        found[to + band[i]] += value * share[i];
        found[to + band[i] + 1] += value * rest[i];
      }
      for (let b = 0; b < count; b++) found[to + b] *= factor / sums[b];
    }
    return found;
  }

  /**
   * Values of bands -> values of bins between them; for every hop, `each` is given what is found, to change.
   * @param {Float32Array} bands  (hops, bands)
   * @param {number} hops
   */
  spread(bands, hops) {
    const { count, band, share, rest } = this;
    const found = new Float32Array(hops * this.bins);
    for (let t = 0, to = 0; t < hops; t++) {
      const from = t * count;
      for (let i = 0; i < this.bins; i++, to++)
        found[to] = bands[from + band[i]] * share[i] + bands[from + band[i] + 1] * rest[i];
    }
    return found;
  }

  /** Power of scaled levels, also below silence. @param {Float32Array} scaled */
  power(scaled) {
    const slope = (this.numbers.floor_db * LN10) / 10;
    const found = new Float32Array(scaled.length);
    for (let i = 0; i < scaled.length; i++) found[i] = Math.exp((1 - scaled[i]) * slope);
    return found;
  }

  /** Power of scaled levels, silence exact. @param {Float32Array} scaled */
  audiblePower(scaled) {
    const slope = (this.numbers.floor_db * LN10) / 10;
    const found = new Float32Array(scaled.length);
    for (let i = 0; i < scaled.length; i++)
      if (scaled[i] >= this.numbers.silence) found[i] = Math.exp((1 - scaled[i]) * slope);
    return found;
  }

  /**
   * Powers of the bins of a waveform: (hops, bins), centred, the first around its first sample.
   * @param {Float32Array} waveform
   */
  transform(waveform) {
    const { n_fft: size, hop_length: hop } = this.numbers;
    const hops = 1 + Math.floor(waveform.length / hop);
    const padded = new Float32Array(waveform.length + size);
    padded.set(waveform, size / 2);
    const power = new Float32Array(hops * this.bins);
    const re = new Float32Array(this.bins);
    const im = new Float32Array(this.bins);
    for (let t = 0; t < hops; t++) {
      realFFT(size).forward(padded, t * hop, this.window, re, im, 0);
      for (let i = 0; i < this.bins; i++) power[t * this.bins + i] = re[i] * re[i] + im[i] * im[i];
    }
    return { power, hops };
  }

  /**
   * The spectrogram of a waveform as it is drawn: 8 bits, (bands, hops), band by band.
   * @param {Float32Array} waveform
   */
  picture(waveform) {
    const { power, hops } = this.transform(waveform);
    const levels = this.gathered(power, hops, 1 / this.fullScale);
    const cells = new Uint8Array(levels.length);
    for (let t = 0; t < hops; t++)
      for (let b = 0; b < this.count; b++) {
        const db = 10 * Math.log10(Math.max(levels[t * this.count + b], 1e-15));
        const scaled = Math.min(1, Math.max(0, 1 - db / this.numbers.floor_db));
        cells[b * hops + t] = Math.round(scaled * 255);
      }
    return { cells, hops };
  }
}
