// @ts-check
// What the contact sheet shows, and the labels that are corrected on it.

/**
 * @typedef {{ file: string, link: string, plays: boolean, reason: string }} File
 * @typedef {File & { name: string, label: string, sure: number, from: string, kit: string, used: string,
 *   format: string, rate: number, channels: number, seconds: number, start: number, cut: string,
 *   pictured: number, media: string }} Sound
 * @typedef {{ title: string, learned: number, sounds: Sound[], leftOut: File[], labels: string[] }} Data
 */

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export const find = (selector, within = document) =>
  /** @type {HTMLElement} */ (within.querySelector(selector));

/**
 * @param {string} name
 * @param {string} [text]
 */
export const element = (name, text = '') =>
  Object.assign(document.createElement(name), { textContent: text });

export const data = /** @type {Data} */ (JSON.parse(find('#data').textContent ?? ''));

/** @type {Map<Sound, string>} */
export const corrections = new Map();

/** @param {Sound} sound */
export const labelOf = (sound) => corrections.get(sound) ?? sound.label;

/** @param {Sound} sound */
export const isGuessed = (sound) =>
  !corrections.has(sound) && (sound.from === 'neighbours' || sound.from === 'unknown');

/**
 * Each value with how often it is there, the most frequent first.
 * @param {Iterable<string>} values
 */
export function counted(values) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/**
 * Neighbours in the list of labels get colours far from each other.
 * @param {string} label
 */
export function colourOf(label) {
  const known = data.labels.indexOf(label);
  return `oklch(var(--tint) ${Math.round((Math.max(0, known) * 137.508 + 70) % 360)}deg)`;
}
