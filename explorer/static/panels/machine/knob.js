// What a knob of the drum machine means: shares of its way, values and words. Pure functions.

/** A parameter, as the server tells it (`explorer/server/machine.py`). @typedef {{ name: string, low: number, high: number, scale: 'log' | 'whole' | 'linear' }} Knob */

/** The endings of names that are units, and how they are written. @type {Record<string, string>} */
const UNITS = { hz: 'Hz', s: 's', ms: 'ms', db: 'dB', st: 'st', ratio: '×', q: 'Q', bits: 'bit', count: '' };

/**
 * The value at a share (0 to 1) of a knob's way. Twin of `spread` in `vae/drum_machine/engine.py`.
 * @param {Knob} knob
 * @param {number} share
 */
export function valueAt({ low, high, scale }, share) {
  const value =
    scale === 'log'
      ? low * (high / low) ** share
      : scale === 'whole'
        ? Math.min(Math.floor(low + share * (high - low + 1)), high)
        : low + share * (high - low);
  return Math.min(Math.max(Number(value.toPrecision(6)), low), high);
}

/**
 * The share of its way at which a knob has a value; the inverse of `valueAt`, except for whole numbers.
 * @param {Knob} knob
 * @param {number} value
 */
export function shareOf({ low, high, scale }, value) {
  return scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/**
 * A parameter's name for people: "sweep_ms" is "Sweep".
 * @param {string} name
 */
export function titleOf(name) {
  const words = name.replace('layer.', 'layer ').split('_');
  if (words.length > 1 && words[words.length - 1] in UNITS && words[words.length - 1] !== 'q') words.pop();
  const title = words.join(' ');
  return title[0].toUpperCase() + title.slice(1);
}

/**
 * The names of some parameters; those that would be alike say what is turned: "Stick", "Stick (Hz)".
 * @param {string[]} names
 */
export function titlesOf(names) {
  const titles = names.map(titleOf);
  return names.map((name, i) => {
    const unit = UNITS[name.slice(name.lastIndexOf('_') + 1)];
    const alike = titles.indexOf(titles[i]) !== titles.lastIndexOf(titles[i]);
    return alike && unit ? `${titles[i]} (${unit})` : titles[i];
  });
}

/**
 * A value with its unit: "52.3 Hz", "1.2 s"; a share as "40 %".
 * @param {Knob} knob
 * @param {number} value
 */
export function wordsOf({ name, low, high }, value) {
  const unit = UNITS[name.slice(name.lastIndexOf('_') + 1)];
  if (unit === undefined && low >= 0 && high <= 1) return `${Math.round(100 * value)} %`;
  if (unit === 'Hz' && value >= 1000) return `${Number((value / 1000).toPrecision(3))} kHz`;
  if (unit === 'dB') return `${value.toFixed(1)} dB`;
  const shown = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return `${shown} ${unit ?? ''}`.trim();
}
