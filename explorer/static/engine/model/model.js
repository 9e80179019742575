// The model: latents <-> scaled spectrograms, by networks in WebAssembly and linear maps here.
//
// Spectrograms are (bands, frames), band by band, in [0, 1], as in `vae/checkpoint/codec.py`.

/** @typedef {import('../checkpoint.js').Checkpoint} Checkpoint */

import { addDetail } from './detail.js';

const COARSE = 4; // cells of the spectrogram, either way, to one of the coarse map

export class Model {
  /** @param {Checkpoint} checkpoint */
  constructor(checkpoint) {
    const { settings, tables } = checkpoint;
    const { num_bands: bands, num_frames: frames, padded_frames: padded } = settings.model;
    this.checkpoint = checkpoint;
    this.bands = bands;
    this.frames = frames;
    this.padded = padded;
    /** Dimensions of a latent without its stereo image. */
    this.dims = settings.model.latent_dim;
    this.coarseDims = settings.model.coarse_dims;
    this.fineDims = this.dims - this.coarseDims;
    this.bias = tables.linear_bias;
    this.coarse = tables.coarse;
    this.scale = tables.scale;
    /** Cells to one number of what the model misses, either way; null if latents hold none. @type {{ bands: number, frames: number } | null} */
    this.detail = settings.detail ?? null;
  }

  /** The code of a latent's stereo image. @param {Float32Array} z */
  codeOf(z) {
    return z.subarray(this.dims, z.length - this.detailDims);
  }

  /** How many dimensions, the last ones, are what the model misses. */
  get detailDims() {
    if (!this.detail) return 0;
    return (this.bands / this.detail.bands) * Math.ceil(this.frames / this.detail.frames);
  }

  /**
   * What a latent decodes to.
   * @param {Float32Array} z
   */
  async decode(z) {
    const { bands, frames, padded } = this;
    const net = await this.#net(z);
    const fine = await this.#fine(z);
    const found = new Float32Array(bands * frames);
    for (let b = 0; b < bands; b++)
      for (let t = 0; t < frames; t++) {
        const cell = b * padded + t;
        found[b * frames + t] = net[cell] + fine[cell] + this.bias[cell];
      }
    if (this.detail) addDetail(found, z.subarray(z.length - this.detailDims), this.detail, frames);
    return found.map((value) => Math.min(1, Math.max(0, value)));
  }

  /** @param {Float32Array} z */
  async #net(z) {
    const session = await this.checkpoint.session('decoder');
    return session.run({ z: { data: z.slice(0, this.dims), dims: [1, this.dims] } });
  }

  /** The fine linear map, without its bias: (cells). @param {Float32Array} z */
  async #fine(z) {
    const session = await this.checkpoint.session('linear');
    return session.run({ z: { data: z.slice(0, this.fineDims), dims: [1, this.fineDims] } });
  }

  /**
   * The posterior mean of a spectrogram, followed by zeros for the stereo image.
   * @param {Float32Array} spectrogram
   * @param {number} length  of the whole latent
   */
  async encode(spectrogram, length) {
    const { bands, frames, padded } = this;
    const whole = new Float32Array(bands * padded);
    for (let b = 0; b < bands; b++) whole.set(spectrogram.subarray(b * frames, (b + 1) * frames), b * padded);
    const session = await this.checkpoint.session('encoder');
    const mean = await session.run({ spectrogram: { data: whole, dims: [1, bands, padded] } });
    const linear = await this.checkpoint.linear();
    const found = new Float32Array(length);
    for (let i = 0; i < whole.length; i++) whole[i] -= this.bias[i];
    const fine = new Float64Array(this.fineDims);
    for (let cell = 0, at = 0; cell < whole.length; cell++) {
      const offset = whole[cell];
      for (let i = 0; i < this.fineDims; i++, at++) fine[i] += linear[at] * offset;
    }
    for (let i = 0; i < this.fineDims; i++) found[i] = fine[i] * this.scale[i];
    if (this.coarseDims) this.#addCoarse(whole, await this.#fine(found), found);
    for (let i = 0; i < this.dims; i++) found[i] += mean[i];
    return found;
  }

  /** Codes of what the fine map misses. @param {Float32Array} offsets @param {Float32Array} shown  what it gives @param {Float32Array} found */
  #addCoarse(offsets, shown, found) {
    const across = this.padded / COARSE;
    const pooled = new Float64Array((this.bands / COARSE) * across);
    for (let cell = 0; cell < offsets.length; cell++) {
      const row = Math.floor(cell / this.padded / COARSE);
      const column = Math.floor((cell % this.padded) / COARSE);
      pooled[row * across + column] += (offsets[cell] - shown[cell]) / COARSE ** 2;
    }
    for (let cell = 0, at = 0; cell < pooled.length; cell++)
      for (let i = 0; i < this.coarseDims; i++, at++)
        found[this.fineDims + i] += this.coarse[at] * pooled[cell];
    for (let i = this.fineDims; i < this.dims; i++) found[i] *= this.scale[i];
  }
}
