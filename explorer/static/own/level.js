// A level meter for a recording: how far a bar is out, from 0 at QUIETEST to 1 at full scale.

const QUIETEST = -54; // dB
const FALL = 0.06; // of the meter, from one block of samples to the next, so that peaks can be seen

/**
 * The meter after some more samples: up at once, down slowly.
 * @param {number} before  0 to 1
 * @param {Float32Array} samples  in [-1, 1]
 */
export function meter(before, samples) {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const level = 1 - (20 * Math.log10(peak)) / QUIETEST;
  return Math.min(1, Math.max(0, level, before - FALL));
}
