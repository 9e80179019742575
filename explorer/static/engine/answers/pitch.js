// The pitch of a sound as one would tune it, that of the partial that rings: `explorer/sound/pitch.py`.

import { powerOf } from '../numbers/power.js';

const SURE = 0.5;
const [LOWEST_HZ, HIGHEST_HZ] = [30, 4000];
const PERIODS = 5;
const [ATTACK_S, ENVELOPE_S, QUIETEST] = [0.015, 0.005, 1e-3];
const SETTLED = 0.3;
const QUARTER_TONE = 2 ** (0.5 / 12) - 1;
const RESOLUTION = 4;

/**
 * The frequency in Hz of the partial that rings; null if the sound has no pitch.
 * @param {Float32Array} mid
 * @param {number} rate
 */
export function pitchOf(mid, rate) {
  const ringing = ringingOf(mid, rate);
  const count = ringing.length;
  const size = lengthFor(Math.max(RESOLUTION * count, rate));
  const hanned = ringing.map((value, i) =>
    count > 1 ? value * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (count - 1))) : value,
  );
  const power = powerOf(hanned, size);
  const lowest = Math.max(LOWEST_HZ, (PERIODS * rate) / Math.max(count, 1));
  const first = Math.ceil((lowest * size) / rate);
  const last = Math.min(Math.ceil((HIGHEST_HZ * size) / rate), power.length);
  if (first + 2 >= last) return null;
  let peak = first + 1;
  for (let i = peak; i < last - 1; i++) if (power[i] > power[peak]) peak = i;
  const total = power.reduce((sum, one) => sum + one, 0);
  if (!(power[peak] > 0)) return null;
  const frequency = ((peak + top(power, peak)) * rate) / size;
  const width = Math.max(frequency * QUARTER_TONE, (2 * rate) / count);
  let near = 0;
  for (let i = 0; i < power.length; i++)
    if (Math.abs((i * rate) / size - frequency) <= width) near += power[i];
  return near / total >= SURE ? Math.round(1000 * frequency) / 1000 : null;
}

/** An even length with small factors alone, at least so long. @param {number} least */
export function lengthFor(least) {
  for (let size = Math.ceil(least / 2) * 2; ; size += 2) {
    let rest = size;
    for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
    if (rest === 1) return size;
  }
}

/** What follows the attack, without its first third, until 30 dB below the loudest moment. @param {Float32Array} mid @param {number} rate */
function ringingOf(mid, rate) {
  const width = Math.max(1, Math.round(ENVELOPE_S * rate));
  const energy = new Float64Array(mid.length);
  let sum = 0;
  const before = Math.floor(width / 2);
  for (let i = -before; i < mid.length; i++) {
    const enters = i + width - 1 - before;
    if (enters >= 0 && enters < mid.length) sum += mid[enters] ** 2;
    if (i >= 0) energy[i] = Math.max(sum, 0) / width;
    const leaves = i - before;
    if (leaves >= 0) sum -= mid[leaves] ** 2;
  }
  const loudest = energy.reduce((most, one) => Math.max(most, one), 0);
  if (!loudest) return new Float64Array(0);
  const begin = energy.findIndex((one) => one >= 0.9 * loudest) + Math.round(ATTACK_S * rate);
  const end = energy.findLastIndex((one) => one > QUIETEST * loudest) + 1;
  return Float64Array.from(mid.subarray(begin + Math.round(SETTLED * Math.max(0, end - begin)), end));
}

/** Where the top of a parabola through the logarithms around a peak lies. @param {Float64Array} power @param {number} peak */
function top(power, peak) {
  const [before, at, after] = [-1, 0, 1].map((by) => Math.log(power[peak + by] + 1e-30));
  const bend = before - 2 * at + after;
  return bend ? (before - after) / (2 * bend) : 0;
}
