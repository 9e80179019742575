// The keys of pads, as General MIDI has them for their sounds. Twin of `explorer/kit/notes.py`, which also has the table.

import { constants } from '../core/constants.js';

/**
 * Words of a label, and for its sounds the words of a name and the keys to take, the likeliest first.
 * @typedef {[words: string, kinds: [hint: string, keys: number[]][]][]} Names
 */

/**
 * A key for each sound, no two the same: those of an exported kit, on the same pads.
 * @param {[label: string, name: string][]} sounds
 */
export function keysOf(sounds) {
  /** @type {(number | undefined)[]} */
  const found = [];
  for (const [label, name] of sounds) found.push(meant(label, name).find((key) => !found.includes(key)));
  const left = constants.kit.reach.filter((key) => !found.includes(key));
  return found.map((key) => key ?? /** @type {number} */ (left.pop()));
}

/**
 * The key of each pad of a kit; null for one without a sound.
 * @param {(import('../kit/kit.js').Slot | null)[]} slots
 * @param {(pad: number) => string | null} labelOf
 */
export function keysOfPads(slots, labelOf) {
  const held = [...slots.keys()].filter((pad) => slots[pad]);
  const keys = keysOf(held.map((pad) => [labelOf(pad) ?? '', slots[pad]?.name ?? '']));
  return slots.map((_, pad) => (held.includes(pad) ? keys[held.indexOf(pad)] : null));
}

/**
 * The keys that a label means, or a name where the label says nothing.
 * @param {string} label
 * @param {string} name
 */
function meant(label, name) {
  for (const text of [label, name]) {
    const [, kinds] = constants.kit.keys.find(([words]) => says(words, text)) ?? [];
    if (kinds) return kinds.find(([hint]) => !hint || says(hint, `${label} ${name}`))?.[1] ?? [];
  }
  return [];
}

/**
 * Whether one of some words, separated by strokes, is in a text.
 * @param {string} words
 * @param {string} text
 */
function says(words, text) {
  const plain = (text.toLowerCase().match(/[a-z]+/g) ?? []).join(' ');
  return new RegExp(`\\b(${words.replaceAll('_', ' ')})\\b`).test(plain);
}
