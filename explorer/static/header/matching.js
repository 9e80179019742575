// Which sounds match a search, best first. Pure functions.

import { folded } from '../core/labels.js';

/**
 * What is searched: names, and for each sound which of the labels and kits it has.
 * @typedef {{ names: string[], labels: string[], label: ArrayLike<number>, kits: string[], kit: ArrayLike<number> }} Sounds
 */
/** The same, prepared once. @typedef {Sounds & { low: string[] }} Index */

const LONGEST = 2 ** 16; // names; longer ones rank alike

/**
 * @param {Sounds} sounds
 * @returns {Index}
 */
export function indexOf({ names, labels, label, kits, kit }) {
  return {
    names,
    low: names.map(folded),
    labels: labels.map(folded),
    label,
    kits: kits.map((name) => folded(name).replaceAll('_', ' ')),
    kit,
  };
}

/**
 * Ids of the sounds that hold every word, best first: by where the words are, then by the shorter name.
 * @param {string} text
 * @param {Index} index
 */
export function matches(text, { names, low, labels, label, kits, kit }) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const holding = words.map((word) => [labels, kits].map((texts) => texts.map((one) => one.includes(word))));
  const ranks = new Float64Array(names.length);
  let count = 0;
  for (let id = 0; id < names.length; id++) {
    let cost = 0;
    for (let i = 0; i < words.length; i++) {
      const here = costOf(words[i], low[id]);
      if (here === ELSEWHERE && !holding[i][0][label[id]] && !holding[i][1][kit[id]]) cost = Infinity;
      cost += here;
    }
    if (cost === Infinity) continue;
    const length = Math.min(names[id].length, LONGEST - 1);
    ranks[count++] = (cost * LONGEST + length) * names.length + id;
  }
  return Int32Array.from(ranks.subarray(0, count).sort(), (rank) => rank % names.length);
}

const ELSEWHERE = 3;

/**
 * How far a word is from being what a name begins with.
 * @param {string} word
 * @param {string} name  folded
 */
function costOf(word, name) {
  const at = name.indexOf(word);
  if (at <= 0) return at < 0 ? ELSEWHERE : 0;
  return name.includes(` ${word}`) ? 1 : 2;
}
