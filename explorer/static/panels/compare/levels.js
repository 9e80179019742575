// Sounds at equal energy. Pure functions.

import { energyOf, peakOf } from '../../core/sounds.js';

/** @typedef {import('../../core/sounds.js').Heard} Heard */

const PEAK = 0.95; // of the loudest sound

/**
 * The sounds, each with the gain that gives all of them the same energy, as loud as none of them clips.
 * @template {Heard} S
 * @param {Record<string, S>} sounds
 * @returns {Record<string, S & { gain: number }>}
 */
export function equalised(sounds) {
  const energies = Object.values(sounds).map(energyOf);
  const most = Math.min(
    ...Object.values(sounds).map((sound, i) => energies[i] * (PEAK / peakOf(sound)) ** 2),
  );
  return Object.fromEntries(
    Object.entries(sounds).map(([name, sound], i) => [
      name,
      { ...sound, gain: Math.sqrt(most / energies[i]) },
    ]),
  );
}
