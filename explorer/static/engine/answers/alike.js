// Which sounds are most like a sound in one aspect, its spectrum, its decay or its pitch: `explorer/sound/alike.py`.

import { Problem } from '../../core/server.js';
import { NEIGHBOURS, likenessOf } from '../recipes/describe.js';

/**
 * @param {ArrayLike<number>} own  qualities of the sound
 * @param {string} aspect
 * @param {number | null} without  the sound itself, if it is one of the library
 * @param {Float32Array} qualities  of all sounds, (sounds, qualities)
 * @param {{ units: number[], columns: Record<string, number[]>, typical: Record<string, number> }} known  of the library
 */
export function mostAlike(own, aspect, without, qualities, { units, columns, typical }) {
  if (typeof aspect !== 'string' || !Object.hasOwn(columns, aspect))
    throw new Problem(`Sounds are compared by ${Object.keys(columns).join(', ')} or as a whole.`);
  const count = units.length;
  const away = (/** @type {number} */ id, /** @type {number[]} */ chosen) =>
    Math.hypot(...chosen.map((i) => (qualities[id * count + i] - own[i]) / units[i]));
  const all = units.map((_, i) => i);
  const found = Array.from({ length: qualities.length / count }, (_, id) => {
    const likeness = likenessOf(away(id, columns[aspect]), typical[aspect]);
    return { id, likeness, percent: Math.round(100 * likeness), apart: away(id, all) };
  })
    .filter(({ id }) => id !== without)
    .sort((a, b) => b.percent - a.percent || a.apart - b.apart)
    .slice(0, NEIGHBOURS);
  return { ids: found.map(({ id }) => id), likeness: found.map(({ likeness }) => likeness) };
}
