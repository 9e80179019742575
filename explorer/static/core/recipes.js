// Recipes as the controls see them: what they vary, by how much, and between which corners. Pure functions.

import { constants } from './constants.js';
import { handleOf } from './morph-geometry.js';

/** @typedef {import('./types.js').Recipe} Recipe */
/** @typedef {import('./types.js').MixRecipe} MixRecipe */
/** @typedef {import('./types.js').PhaseRecipe} PhaseRecipe */
/** @typedef {import('./types.js').NoiseRecipe} NoiseRecipe */
/** @typedef {import('./types.js').ShapeRecipe} ShapeRecipe */
/** @typedef {import('./types.js').OffsetRecipe} OffsetRecipe */
/** @typedef {import('./types.js').Interpolation} Interpolation */
/** @typedef {import('./types.js').Steps} Steps */
/** @typedef {Record<string, number>} Amounts  offsets of latent dimensions, by the dimension's number */

/**
 * Adds noise to a base sound, keeping what is locked; in a crossfade, to each corner.
 * @param {Recipe} base
 * @param {number} amount
 * @param {number} seed
 * @param {string[]} [lock]
 * @returns {Recipe}
 */
export function vary(base, amount, seed, lock = []) {
  if (!(amount > 0)) return base;
  if (isCrossfade(base)) return { ...base, of: base.of.map((corner) => vary(corner, amount, seed, lock)) };
  return { kind: 'noise', of: base, amount, seed, ...(lock.length && { lock }) };
}

/**
 * Changes the qualities of a base sound; in a crossfade, of each corner.
 * @param {Recipe} base
 * @param {Steps} steps
 * @returns {Recipe}
 */
export function shape(base, steps) {
  const moved = Object.fromEntries(Object.entries(steps).filter(([, step]) => step));
  if (!Object.keys(moved).length) return base;
  if (isCrossfade(base)) return { ...base, of: base.of.map((corner) => shape(corner, steps)) };
  return /** @type {ShapeRecipe} */ ({ kind: 'shape', of: base, ...moved });
}

/**
 * Moves latent dimensions of a base sound; in a crossfade, of each corner.
 * @param {Recipe} base
 * @param {Amounts} amounts
 * @returns {Recipe}
 */
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

/**
 * Number of levels in a recipe: 1 if it contains no other recipe.
 * @param {Recipe} recipe
 * @returns {number}
 */
export function depthOf(recipe) {
  const parts = 'of' in recipe ? [recipe.of].flat() : [];
  return 1 + Math.max(0, ...parts.map(depthOf));
}

/**
 * Sets a recipe's rounds of Griffin-Lim: 0 for no phase, null for the model's own number.
 * @param {Recipe} recipe
 * @param {number | null} rounds
 * @returns {Recipe}
 */
export const phase = (recipe, rounds) => (rounds === null ? recipe : { kind: 'phase', of: recipe, rounds });

/**
 * Removes the choice of phase from a recipe: the inverse of `phase`.
 * @param {Recipe} recipe
 */
export const withoutPhase = (recipe) => (recipe.kind === 'phase' ? recipe.of : recipe);

/**
 * Whether a recipe is a crossfade: it has no latent, so only its phase can be changed.
 * @param {Recipe} recipe
 * @returns {recipe is MixRecipe}
 */
export const isCrossfade = (recipe) => recipe.kind === 'mix' && recipe.interpolation === 'crossfade';

/**
 * A place on the map, blended from the sounds around it.
 * @param {import('./types.js').Place} at
 * @returns {import('./types.js').PlaceRecipe}
 */
export const placeAt = ([x, y]) => ({ kind: 'place', x, y, interpolation: constants.place_interpolation });

/**
 * The mix of two to four corners with these weights.
 * @param {Recipe[]} of
 * @param {number[]} weights
 * @param {Interpolation} interpolation
 * @returns {MixRecipe}
 */
export const mix = (of, weights, interpolation) => ({ kind: 'mix', of, weights, interpolation });

/**
 * The mix of two corners: t = 0 is A, 1 is B.
 * @param {Recipe[]} corners
 * @param {number} t
 * @param {Interpolation} interpolation
 */
export const morph = (corners, t, interpolation) => mix(corners, [round(1 - t), round(t)], interpolation);

/**
 * Adds noise to a recipe's latent, for one hit of a pad: inside a phase, which stays outermost, and on each side of a
 * crossfade. Its twin is `humanised` in `explorer/kit/rendered.py`.
 * @param {Recipe} recipe
 * @param {number} amount
 * @param {number} seed
 * @returns {Recipe}
 */
export function humanised(recipe, amount, seed) {
  if (recipe.kind === 'phase') return { ...recipe, of: humanised(recipe.of, amount, seed) };
  return vary(recipe, amount, seed);
}

/**
 * The controls' settings for a recipe; `corners` only for a morph, with `t` for two and `handle` for more.
 * @param {Recipe} recipe
 * @returns {{ base: Recipe, corners?: Recipe[] } & Partial<import('./controls.js').Controls>}
 */
export function controlsOf(recipe) {
  const { base: moved, wrap: noise } = unwrap(withoutPhase(recipe), 'noise');
  const { base: shaped, wrap: moves } = unwrap(moved, 'offset');
  const { base, wrap: qualities } = unwrap(shaped, 'shape');
  const { kind, of, ...steps } = /** @type {ShapeRecipe} */ (qualities ?? {});
  const { amount = 0, lock = [], seed } = /** @type {Partial<NoiseRecipe>} */ (noise ?? {});
  return {
    base,
    rounds: recipe.kind === 'phase' ? recipe.rounds : null,
    amount,
    lock,
    shape: /** @type {Steps} */ (steps),
    dimensions: amountsOf(/** @type {OffsetRecipe | undefined} */ (moves)),
    ...(seed !== undefined && { seed }),
    ...(base.kind === 'mix' && morphOf(base)),
  };
}

/** @param {MixRecipe} mix */
function morphOf({ of, weights, interpolation }) {
  const [a, b] = weights;
  const at = of.length === 2 ? { t: round(b / (a + b)) } : { handle: handleOf(weights) };
  return { corners: of, interpolation, ...at };
}

/**
 * The amounts that an offset moves each dimension by.
 * @param {OffsetRecipe | undefined} moves
 * @returns {Amounts}
 */
const amountsOf = (moves) =>
  Object.fromEntries(moves?.dimensions.map((dimension, i) => [dimension, moves.amounts[i]]) ?? []);

/**
 * The inverse of `vary`, `offset` and `shape`: the base sound, and the recipe of this kind around it, if there is one.
 * @param {Recipe} recipe
 * @param {'noise' | 'offset' | 'shape'} kind
 * @returns {{ base: Recipe, wrap?: NoiseRecipe | OffsetRecipe | ShapeRecipe }}
 */
function unwrap(recipe, kind) {
  if (isWrap(recipe, kind)) return { base: recipe.of, wrap: recipe };
  if (!isCrossfade(recipe)) return { base: recipe };
  const [wrap] = recipe.of;
  const corners = recipe.of.flatMap((one) =>
    isWrap(one, kind) && settings(one) === settings(wrap) ? [one.of] : [],
  );
  if (!isWrap(wrap, kind) || corners.length < recipe.of.length) return { base: recipe };
  return { base: { ...recipe, of: corners }, wrap };
}

/**
 * @param {Recipe} recipe
 * @param {'noise' | 'offset' | 'shape'} kind
 * @returns {recipe is NoiseRecipe | OffsetRecipe | ShapeRecipe}
 */
const isWrap = (recipe, kind) => recipe.kind === kind;

/** @param {Recipe} recipe */
const settings = (recipe) => JSON.stringify({ ...recipe, of: undefined });

export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;

/** @param {number} value */
const round = (value) => Math.round(value * 1e6) / 1e6;
