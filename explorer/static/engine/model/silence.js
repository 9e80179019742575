// Varied latents without what would sound after the end of their sound: `Codec.keeping_silence`.

/** @typedef {import('../checkpoint.js').Checkpoint} Checkpoint */
/** @typedef {import('./model.js').Model} Model */

const SILENT = 0.1;
const AFTER = 8;
const GRID = 16;

export class Silence {
  /** Matrices by frames, lower triangles. @type {Map<number, Promise<Float32Array>>} */
  #matrices = new Map();

  /** @param {Checkpoint} checkpoint @param {Model} model @param {boolean} endsFreely */
  constructor(checkpoint, model, endsFreely) {
    this.checkpoint = checkpoint;
    this.model = model;
    this.endsFreely = endsFreely;
  }

  /**
   * @param {Float32Array} z  a sound
   * @param {Float32Array} varied  the same, varied
   */
  async keep(z, varied) {
    if (!this.endsFreely) return varied;
    const matrix = await this.#matrix(this.#framesOf(await this.model.decode(z)));
    if (!matrix) return varied;
    const found = varied.slice();
    const { dims } = this.model;
    const quiet = new Float64Array(dims);
    for (let i = 0, at = 0; i < dims; i++) {
      const change = varied[i] - z[i];
      for (let j = 0; j < i; j++, at++) {
        quiet[i] += matrix[at] * (varied[j] - z[j]);
        quiet[j] += matrix[at] * change;
      }
      quiet[i] += matrix[at++] * change;
    }
    for (let i = 0; i < dims; i++) found[i] = z[i] + quiet[i];
    return found;
  }

  /** How many frames hold a sound and a column of silence. @param {Float32Array} spectrogram */
  #framesOf(spectrogram) {
    const { frames } = this.model;
    let last = 0;
    for (let i = 0; i < spectrogram.length; i++)
      if (spectrogram[i] > SILENT) last = Math.max(last, (i % frames) + 1);
    return Math.min(Math.ceil((last + AFTER) / GRID) * GRID + GRID, frames);
  }

  /** @param {number} frames */
  async #matrix(frames) {
    const name = this.checkpoint.settings.files.silence[frames];
    if (!name) return null;
    let reading = this.#matrices.get(frames);
    if (!reading) {
      reading = this.checkpoint.bytes(name).then((data) => new Float32Array(data));
      this.#matrices.set(frames, reading);
    }
    return reading;
  }
}
