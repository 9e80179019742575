// What a model misses of a sound, as `vae/model/detail.py` shows it.

/**
 * Adds an image, column by column, to a spectrogram (bands, frames), along straight lines both ways.
 * @param {Float32Array} spectrogram
 * @param {Float32Array} image
 * @param {{ bands: number, frames: number }} cell  cells of the spectrogram to one of the image
 * @param {number} frames
 */
export function addDetail(spectrogram, image, cell, frames) {
  const bands = spectrogram.length / frames;
  const rows = bands / cell.bands;
  const columns = image.length / rows;
  const along = Array.from({ length: frames }, (_, t) => between(t, cell.frames, columns + 1));
  for (let b = 0; b < bands; b++) {
    const [low, high, up] = between(b, cell.bands, rows);
    const level = (/** @type {number} */ column) => {
      if (column >= columns) return 0;
      const at = column * rows;
      return (1 - up) * image[at + low] + up * image[at + high];
    };
    for (let t = 0; t < frames; t++) {
      const [before, after, share] = along[t];
      spectrogram[b * frames + t] += (1 - share) * level(before) + share * level(after);
    }
  }
}

/**
 * The two cells of a coarse line whose middles a fine one lies between, and how near it is to the second.
 * @param {number} place
 * @param {number} width
 * @param {number} count
 * @returns {[number, number, number]}
 */
function between(place, width, count) {
  const exact = Math.max((place + 0.5) / width - 0.5, 0);
  const before = Math.min(Math.floor(exact), count - 1);
  return [before, Math.min(before + 1, count - 1), exact - before];
}
