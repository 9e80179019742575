// Recipes as the controls see them: what is varied, how much, and between which corners. Pure functions.

import { handleOf } from './morph-geometry.js';

/** The recipe of a base sound with the noise of the controls, which keeps what is locked; in a crossfade each corner has it. */
export function vary(base, amount, seed, lock = []) {
  if (!(amount > 0)) return base;
  if (isCrossfade(base)) return { ...base, of: base.of.map((corner) => vary(corner, amount, seed, lock)) };
  return { kind: 'noise', of: base, amount, seed, ...(lock.length && { lock }) };
}

/** The recipe of a base sound with other qualities, {name: steps}; in a crossfade each corner has them. */
export function shape(base, steps) {
  const moved = Object.fromEntries(Object.entries(steps).filter(([, step]) => step));
  if (!Object.keys(moved).length) return base;
  if (isCrossfade(base)) return { ...base, of: base.of.map((corner) => shape(corner, steps)) };
  return { kind: 'shape', of: base, ...moved };
}

/** The recipe of a base sound with dimensions of its latent moved, {dimension: amount}; in a crossfade each corner has them. */
export function offset(base, amounts) {
  const moved = Object.entries(amounts).filter(([, amount]) => amount);
  if (!moved.length) return base;
  if (isCrossfade(base)) return { ...base, of: base.of.map((corner) => offset(corner, amounts)) };
  return {
    kind: 'offset',
    of: base,
    dimensions: moved.map(([dimension]) => Number(dimension)),
    amounts: moved.map(([, amount]) => amount),
  };
}

/** Levels of a recipe: 1 for one that holds no other. */
export const depthOf = ({ of }) => 1 + Math.max(0, ...(of === undefined ? [] : [of].flat().map(depthOf)));

/** The recipe heard with so many rounds of Griffin-Lim: 0 for no phase, null for the model's own number. */
export const phase = (recipe, rounds) => (rounds === null ? recipe : { kind: 'phase', of: recipe, rounds });

/** What is heard without its choice of phase: the inverse of `phase`. */
export const withoutPhase = (recipe) => (recipe.kind === 'phase' ? recipe.of : recipe);

/** A crossfade has no latent: nothing but a choice of phase can be made of it. */
export const isCrossfade = (recipe) => recipe.kind === 'mix' && recipe.interpolation === 'crossfade';

/** The recipe between two to four corners, by their weights. */
export const mix = (of, weights, interpolation) => ({ kind: 'mix', of, weights, interpolation });

/** The recipe between two corners: t = 0 is A, 1 is B. */
export const morph = (corners, t, interpolation) => mix(corners, [round(1 - t), round(t)], interpolation);

/** What the controls have to show for a recipe; `corners` only for a morph, with `t` of two and `handle` of more. */
export function controlsOf(recipe) {
  const rounds = recipe.kind === 'phase' ? recipe.rounds : null;
  const { base: moved, wrap: noise } = unwrap(withoutPhase(recipe), 'noise');
  const { base: shaped, wrap: offset } = unwrap(moved, 'offset');
  const { base, wrap: shape } = unwrap(shaped, 'shape');
  const { kind, of, ...steps } = shape ?? {};
  const shown = {
    base,
    rounds,
    amount: noise?.amount ?? 0,
    lock: noise?.lock ?? [],
    shape: steps,
    dimensions: amountsOf(offset),
  };
  if (noise) shown.seed = noise.seed;
  if (base.kind === 'mix') {
    const { of, weights, interpolation } = base;
    const at =
      of.length === 2 ? { t: round(weights[1] / (weights[0] + weights[1])) } : { handle: handleOf(weights) };
    Object.assign(shown, { corners: of, interpolation, ...at });
  }
  return shown;
}

/** What an offset moves: {dimension: amount}. */
const amountsOf = (offset) =>
  Object.fromEntries(offset?.dimensions.map((dimension, i) => [dimension, offset.amounts[i]]) ?? []);

/** The inverse of `vary`, `offset` and `shape`: the base sound, and the recipe around it where there is one of this kind. */
function unwrap(recipe, kind) {
  if (recipe.kind === kind) return { base: recipe.of, wrap: recipe };
  if (!isCrossfade(recipe)) return { base: recipe };
  const settings = ({ of, ...rest }) => JSON.stringify(rest);
  const [wrap] = recipe.of;
  if (wrap.kind !== kind || !recipe.of.every((one) => settings(one) === settings(wrap)))
    return { base: recipe };
  return { base: { ...recipe, of: recipe.of.map((corner) => corner.of) }, wrap };
}

export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;

/** The page's address for a sound, and for which version of the checkpoint; the inverse of `readHash`. */
export const writeHash = ({ checkpoint, version, recipe }) =>
  `#checkpoint=${encodeURIComponent(checkpoint)}&version=${version}&recipe=${encodeURIComponent(recipe)}`;

export function readHash(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    checkpoint: values.get('checkpoint'),
    version: values.get('version'),
    recipe: values.get('recipe'),
  };
}

const round = (value) => Math.round(value * 1e6) / 1e6;
