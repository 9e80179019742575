// WAV files of 32-bit floats. Pure functions.

const HEADER = 44;
const FLOAT = 3;

/**
 * @param {Float32Array[]} blocks  of samples, those of the channels in turn
 * @param {number} sampleRate  in Hz
 */
export function wav(blocks, sampleRate, channels = 1) {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const view = new DataView(new ArrayBuffer(HEADER + 4 * length));
  const text = (/** @type {number} */ at, /** @type {string} */ word) =>
    [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + 4 * length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // bytes of the format chunk that follow
  view.setUint16(20, FLOAT, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 4 * channels * sampleRate, true); // bytes per second
  view.setUint16(32, 4 * channels, true); // bytes per frame
  view.setUint16(34, 32, true); // bits per sample
  text(36, 'data');
  view.setUint32(40, 4 * length, true);
  let at = HEADER;
  for (const block of blocks) for (const sample of block) view.setFloat32((at += 4) - 4, sample, true);
  return view.buffer;
}
