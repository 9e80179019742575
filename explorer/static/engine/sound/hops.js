// Frames that widen with time -> levels at every hop, up to the end of the sound: `vae/sound/time_cells.py` and `to_hops`.

const AUDIBLE_DB = 66;
const FAINTER_DB = 6;
const AFTER_FRAMES = 4;
const AFTER_HOPS = 2; // one after the last that sounds, and one to fade over
const FEWEST_HOPS = 5;

/** @typedef {import('./bands.js').Bands} Bands */

export class Hops {
  /** @param {Bands} bands */
  constructor(bands) {
    const { num_samples, hop_length, full_frames: full, cell_growth: growth } = bands.numbers;
    this.bands = bands;
    this.count = 1 + Math.floor(num_samples / hop_length);
    this.endsFreely = growth > 1;
    this.edges = edgesOf(full, growth, this.count);
    this.frames = this.edges.length - 1;
    const middles = this.edges.slice(1).map((edge, i) => (edge + this.edges[i] - 1) / 2);
    this.middles = middles;
    this.before = new Uint16Array(this.count);
    this.after = new Uint16Array(this.count);
    this.share = new Float64Array(this.count); // of the later of the two
    for (let hop = 0, frame = 0; hop < this.count; hop++) {
      while (frame < middles.length - 2 && middles[frame + 1] <= hop) frame++;
      this.before[hop] = frame;
      this.after[hop] = Math.min(frame + 1, middles.length - 1);
      const apart = Math.max(middles[this.after[hop]] - middles[frame], 1e-9);
      this.share[hop] = Math.min(1, Math.max(0, (hop - middles[frame]) / apart));
    }
  }

  /**
   * What is heard of a scaled spectrogram (bands, frames), by time first: levels and their number of hops.
   * @param {Float32Array} spectrogram
   */
  heard(spectrogram) {
    const { count: bands } = this.bands;
    const total = spectrogram.length / bands;
    const turned = turnedOf(spectrogram, bands, total);
    if (!this.endsFreely) return { levels: turned, hops: total };
    const frames = Math.min(
      total,
      Math.max(FEWEST_HOPS, this.last(turned, total, AUDIBLE_DB + FAINTER_DB) + 1) + AFTER_FRAMES,
    );
    const wide = this.#atHops(turned, frames);
    let hops = wide.length / bands;
    if (frames < total) hops = Math.floor(this.edges[frames - 1]);
    const end = Math.max(FEWEST_HOPS, this.last(wide, hops, AUDIBLE_DB) + 1 + AFTER_HOPS);
    hops = Math.min(hops, end);
    return { levels: wide.subarray(0, hops * bands), hops };
  }

  /** The length in samples of a sound of so many hops. @param {number} hops */
  samplesOf(hops) {
    const { num_samples, hop_length } = this.bands.numbers;
    return hops > Math.floor(num_samples / hop_length) ? num_samples : (hops - 1) * hop_length;
  }

  /**
   * The last hop of scaled levels (hops, bands) that sounds; 0 in silence.
   * @param {Float32Array} levels
   * @param {number} hops
   * @param {number} belowDb
   */
  last(levels, hops, belowDb = AUDIBLE_DB) {
    const { count, sums } = this.bands;
    const power = this.bands.audiblePower(levels.subarray(0, hops * count));
    const energy = new Float64Array(hops);
    for (let t = 0; t < hops; t++)
      for (let b = 0; b < count; b++) energy[t] += sums[b] * power[t * count + b];
    const least = Math.max(...energy) * 10 ** (-belowDb / 10);
    return Math.max(
      0,
      energy.findLastIndex((one) => one > least),
    );
  }

  /**
   * Levels (frames, bands) of the first frames at every hop: straight lines, then one correction of every frame.
   * @param {Float32Array} levels
   * @param {number} frames
   */
  #atHops(levels, frames) {
    const { count: bands, numbers } = this.bands;
    const hops = Math.floor(this.edges[frames]);
    const lines = this.#lines(levels, frames, hops);
    const asked = this.bands.power(levels.subarray(0, frames * bands));
    const found = this.#gathered(this.bands.power(lines), frames, hops);
    const lost = found.map((one, i) => (10 * Math.log10(one / asked[i])) / -numbers.floor_db);
    const corrections = this.#lines(lost, frames, hops);
    for (let i = 0; i < lines.length; i++) lines[i] = Math.min(1, Math.max(0, lines[i] - corrections[i]));
    return lines;
  }

  /** @param {Float32Array} values @param {number} frames @param {number} hops */
  #lines(values, frames, hops) {
    const { count: bands } = this.bands;
    const found = new Float32Array(hops * bands);
    for (let t = 0; t < hops; t++) {
      const [before, after, share] = [this.before[t], this.after[t], this.share[t]];
      const one = before < frames ? 1 - share : 0;
      const other = after < frames ? share : 0;
      const from = Math.min(before, frames - 1) * bands;
      const next = Math.min(after, frames - 1) * bands;
      for (let b = 0; b < bands; b++)
        found[t * bands + b] = values[from + b] * one + values[next + b] * other;
    }
    return found;
  }

  /** Means of frames, of values at hops. @param {Float32Array} values @param {number} frames @param {number} hops */
  #gathered(values, frames, hops) {
    const { count: bands } = this.bands;
    const found = new Float32Array(frames * bands);
    for (let frame = 0; frame < frames; frame++) {
      const [start, end] = [this.edges[frame], this.edges[frame + 1]];
      for (let t = Math.floor(start); t < Math.min(Math.ceil(end), hops); t++) {
        const share = (Math.min(t + 1, end) - Math.max(t, start)) / (end - start);
        for (let b = 0; b < bands; b++) found[frame * bands + b] += share * values[t * bands + b];
      }
    }
    return found;
  }
}

/** Where frames begin and end, in hops. @param {number} full @param {number} growth @param {number} hops */
function edgesOf(full, growth, hops) {
  if (growth === 1) return Array.from({ length: hops + 1 }, (_, i) => i);
  const edges = Array.from({ length: Math.min(full, hops) + 1 }, (_, i) => i);
  for (let width = 1; edges[edges.length - 1] < hops;) {
    width *= growth;
    edges.push(Math.min(edges[edges.length - 1] + width, hops));
  }
  return edges;
}

/**
 * (rows, columns) -> (columns, rows).
 * @param {Float32Array} values
 * @param {number} rows
 * @param {number} columns
 */
export function turnedOf(values, rows, columns) {
  const turned = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column];
  return turned;
}
