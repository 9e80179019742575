// WAV files that carry their title and recipe, as `explorer/kit/wav.py` writes them, and sounds as a pad plays them.

import { Problem } from '../../core/server.js';
import { peakOf } from '../numbers/arrays.js';

/** @typedef {{ level?: number, pitch?: number, decay?: number | null, pan?: number }} Mix */

const PEAK = 0.999;
const DECAY_NEPERS = 9;
const HEAD = 12;
const FORMAT = 24; // bytes of the format chunk
const TAPS = 32; // samples to each side that a speeded sound is made of

/**
 * The bytes of a WAV file.
 * @param {Float32Array[]} channels
 * @param {number} rate
 * @param {{ bits: number, title: string, comment: string, whole: boolean }} options  `whole` keeps silence at the end
 */
export function taggedWav(channels, rate, { bits, title, comment, whole }) {
  if (bits !== 16 && bits !== 24) throw new Problem('A WAV file is written with 16 or 24 bits.');
  const kept = whole ? channels : withoutEnd(channels, 2 ** -bits);
  const gain = Math.min(1, PEAK / Math.max(...kept.map(peakOf), 1e-9));
  const width = bits / 8;
  const size = kept.length * kept[0].length * width;
  const tags = [...chunk('INAM', title), ...chunk('ICMT', comment), ...chunk('ISFT', 'Hitmap')];
  const list = [...ascii('LIST'), ...uint32(tags.length + 4), ...ascii('INFO'), ...tags];
  const from = HEAD + FORMAT + 8;
  const file = new Uint8Array(from + size + (size % 2) + list.length);
  const head = [
    ...[...ascii('RIFF'), ...uint32(file.length - 8), ...ascii('WAVE')],
    ...[...ascii('fmt '), ...uint32(16), ...uint16(1), ...uint16(kept.length), ...uint32(rate)],
    ...[...uint32(rate * kept.length * width), ...uint16(kept.length * width), ...uint16(bits)],
    ...[...ascii('data'), ...uint32(size)],
  ];
  file.set(head);
  const full = 2 ** (bits - 1) - 1;
  let at = from;
  for (let i = 0; i < kept[0].length; i++)
    for (const channel of kept) {
      const value = Math.round(Math.min(1, Math.max(-1, channel[i] * gain)) * full);
      for (let byte = 0; byte < width; byte++) file[at++] = value >> (8 * byte);
    }
  file.set(list, from + size + (size % 2));
  return file;
}

/** @param {Float32Array[]} channels @param {number} least */
function withoutEnd(channels, least) {
  const last = Math.max(...channels.map((one) => one.findLastIndex((value) => Math.abs(value) >= least)));
  return channels.map((one) => one.subarray(0, Math.max(last, 0) + 1));
}

/** @param {string} name @param {string} text */
function chunk(name, text) {
  const data = [...new TextEncoder().encode(text), 0];
  return [...ascii(name), ...uint32(data.length), ...data, ...(data.length % 2 ? [0] : [])];
}

/** @param {string} text */
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
/** @param {number} value */
const uint32 = (value) => [0, 8, 16, 24].map((by) => (value >>> by) & 255);
/** @param {number} value */
const uint16 = (value) => [value & 255, value >> 8];

/**
 * A sound as its pad plays it: pitched, faded, at its level and place.
 * @param {Float32Array[]} channels
 * @param {number} rate
 * @param {Mix} mix
 * @param {boolean} mono  leave it where it is
 */
export function asPlayed(channels, rate, { level = 0, pitch = 0, decay = null, pan = 0 }, mono) {
  const gain = 10 ** (level / 20);
  const fade = decay ? -DECAY_NEPERS / (decay * rate) : 0;
  const played = channels.map((channel) =>
    (pitch ? faster(channel, 2 ** (pitch / 12)) : channel).map(
      (value, i) => value * gain * Math.exp(fade * i),
    ),
  );
  if (mono || !pan) return played;
  const angle = ((1 + pan) * Math.PI) / 4;
  const gains = [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
  return gains.map((side, i) => played[Math.min(i, played.length - 1)].map((value) => value * side));
}

/** A sound played faster, without what that would put above the highest frequency. @param {Float32Array} samples @param {number} speed */
function faster(samples, speed) {
  const cutoff = Math.min(1, 1 / speed);
  const reach = TAPS / cutoff;
  const found = new Float32Array(Math.round(samples.length / speed));
  for (let i = 0; i < found.length; i++) {
    const centre = i * speed;
    const end = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let j = Math.max(0, Math.ceil(centre - reach)); j <= end; j++) {
      const away = (j - centre) * cutoff;
      const sinc = away ? Math.sin(Math.PI * away) / (Math.PI * away) : 1;
      sum += samples[j] * sinc * Math.cos(((j - centre) * Math.PI) / (2 * reach)) ** 2;
    }
    found[i] = sum * cutoff;
  }
  return found;
}
