// What lies between spectrograms: networks that mix two, and how more than two are put together. As `vae/between/ways.py`.

/** @typedef {import('../checkpoint.js').Checkpoint} Checkpoint */
/** @typedef {import('../sound/hops.js').Hops} Hops */

import { turnedOf } from '../sound/hops.js';

const AFTER_FRAMES = 2;

export class Between {
  /** @param {Checkpoint} checkpoint @param {Hops} hops */
  constructor(checkpoint, hops) {
    this.checkpoint = checkpoint;
    this.hops = hops;
    this.bands = checkpoint.settings.model.num_bands;
    this.frames = checkpoint.settings.model.num_frames;
  }

  /**
   * The spectrogram between some, each (bands, frames) with its share, which add up to 1.
   * @param {Float32Array[]} spectrograms
   * @param {number[]} shares
   * @param {string} way
   */
  async mix(spectrograms, shares, way) {
    let used = spectrograms.map((one, i) => ({ one, share: shares[i] })).filter(({ share }) => share);
    if (used.length > 2) used = used.filter(({ share }) => share > 0);
    let { one: mixed, share: total } = used[0];
    for (const { one, share } of used.slice(1)) {
      total += share;
      mixed = await this.#inOrder(mixed, one, share / total, way);
    }
    return used.length > 1
      ? this.#ended(
          mixed,
          used.map(({ one }) => one),
        )
      : mixed;
  }

  /** Mixes two, the lower first, so that their order does not matter. @param {Float32Array} a @param {Float32Array} b @param {number} share @param {string} way */
  async #inOrder(a, b, share, way) {
    if (this.#height(a) > this.#height(b)) return this.#pair(b, a, 1 - share, way);
    return this.#pair(a, b, share, way);
  }

  /** @param {Float32Array} a @param {Float32Array} b @param {number} share @param {string} way */
  async #pair(a, b, share, way) {
    const { settings } = this.checkpoint;
    const natural = way === 'natural' && settings.files.natural;
    const frames = natural ? settings.seen_frames : this.frames;
    const session = await this.checkpoint.session(natural ? 'natural' : 'glide');
    const dims = [1, this.bands, frames];
    const found = await session.run({
      a: { data: this.#withFrames(a, this.frames, frames), dims },
      b: { data: this.#withFrames(b, this.frames, frames), dims },
      share: { data: Float32Array.of(share), dims: [1] },
    });
    return this.#withFrames(found, frames, this.frames).map((value) => Math.min(1, Math.max(0, value)));
  }

  /** Frames cut off, or silent ones added. @param {Float32Array} spectrogram @param {number} from @param {number} to */
  #withFrames(spectrogram, from, to) {
    const found = new Float32Array(this.bands * to);
    for (let b = 0; b < this.bands; b++)
      found.set(spectrogram.subarray(b * from, b * from + Math.min(from, to)), b * to);
    return found;
  }

  /** The mean band of a spectrogram. @param {Float32Array} spectrogram */
  #height(spectrogram) {
    let [sum, weighted] = [0, 0];
    for (let i = 0; i < spectrogram.length; i++) {
      sum += spectrogram[i];
      weighted += spectrogram[i] * Math.floor(i / this.frames);
    }
    return weighted / Math.max(sum, 1e-9);
  }

  /** Without what comes after all ends have ended. @param {Float32Array} mixed @param {Float32Array[]} ends */
  #ended(mixed, ends) {
    if (!this.hops.endsFreely) return mixed;
    const last = Math.max(
      ...ends.map((one) => this.hops.last(turnedOf(one, this.bands, this.frames), this.frames)),
    );
    return mixed.map((value, i) => (i % this.frames > last + AFTER_FRAMES ? 0 : value));
  }
}
