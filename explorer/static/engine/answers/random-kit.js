// Random kits, one sound for each of eight labels: the same seed gives the kit that `explorer/kit/random.py` gives.

import { Problem } from '../../core/server.js';
import { usualChoke } from '../../kit/beat/mix.js';
import { Random } from '../numbers/random.js';
import { NO_LABEL } from '../recipes/library.js';
import { titleOf } from '../recipes/titles.js';

/** @typedef {import('../recipes/library.js').Library} Library */
/** @typedef {import('../recipes/text.js').Recipe} Recipe */

const PADS = 8;
const MAX_SEED = 2 ** 31 - 1;
const MAX_NAME = 60;
const CORE = ['kick', 'snare', 'closed_hat', 'open_hat', 'clap'];

/**
 * The pads of a random kit.
 * @param {Library} library
 * @param {string} checkpoint
 * @param {number} seed
 * @param {string} source  'map' or 'prior'
 */
export function randomSlots(library, checkpoint, seed, source) {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED)
    throw new Problem(`The seed of a kit is a whole number from 0 to ${MAX_SEED}.`);
  if (source !== 'map' && source !== 'prior')
    throw new Problem('The sounds of a random kit come from the map or from the prior.');
  const rng = new Random(seed);
  const named = library.labels.filter((label) => !NO_LABEL.includes(label));
  const present = named.length ? named : library.labels;
  const core = CORE.filter((label) => present.includes(label));
  const others = rng.permutation(present.filter((label) => !core.includes(label)));
  const labels = [...core, ...others].slice(0, PADS);
  /** @type {Set<number>} */
  const taken = new Set();
  return Array.from({ length: PADS }, (_, pad) => {
    const label = labels[pad % labels.length];
    const recipe = source === 'prior' ? madeUp(label, rng) : picked(library, label, rng, taken);
    const choke = usualChoke(label);
    return {
      recipe,
      name: titleOf(recipe, library).split(' · ')[0].slice(0, MAX_NAME).trim() || 'Sound',
      checkpoint,
      level: 0,
      ...(choke && { choke }),
    };
  });
}

/** @param {string} label @param {Random} rng @returns {Recipe} */
const madeUp = (label, rng) => ({ kind: 'prior', seed: rng.integer(MAX_SEED), ...(label && { label }) });

/** @param {Library} library @param {string} label @param {Random} rng @param {Set<number>} taken @returns {Recipe} */
function picked(library, label, rng, taken) {
  const members = library.members(label);
  const left = members.filter((id) => !taken.has(id));
  const from = left.length ? left : members;
  const id = from[rng.integer(from.length)];
  taken.add(id);
  return { kind: 'point', id };
}
