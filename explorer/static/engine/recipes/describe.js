// Facts about a recipe that need no sound: its place, the sounds that it is like. As `vae/recipes/description.py`.

import { sharesOf } from './latents.js';
import { isCrossfade } from './text.js';
import { titleOf } from './titles.js';

/** @typedef {import('./library.js').Library} Library */
/** @typedef {import('./text.js').Recipe} Recipe */
/** @typedef {import('./world.js').World} World */

/** How many neighbours are told. */
export const NEIGHBOURS = 8;
const INSIDE_LATENT_SPACINGS = 2.3;

/** @typedef {object} Description
 * @property {string} title
 * @property {string} kind
 * @property {number | null} rounds
 * @property {number} x
 * @property {number} y
 * @property {number | null} id
 * @property {boolean} inside
 * @property {number} distance
 * @property {string} label
 * @property {number[]} neighbours
 * @property {number[]} likeness
 * @property {number | null} error_db
 */

/**
 * @param {Recipe} recipe
 * @param {World} world
 * @returns {Promise<Description>}
 */
export async function describe(recipe, world) {
  const { library } = world;
  const { kind, of } = recipe;
  const title = titleOf(recipe, library);
  if (kind === 'phase')
    return { ...(await describe(of, world)), title, rounds: recipe.rounds, error_db: null };
  if (isCrossfade(recipe)) return crossfaded(recipe, title, world);
  if (kind === 'point') {
    const z = await world.latent(recipe);
    return around(z, library, {
      title,
      kind,
      id: recipe.id,
      place: [library.x[recipe.id], library.y[recipe.id]],
    });
  }
  if (kind === 'place') {
    const { latent, ids, distance, inside } = library.locate(recipe.x, recipe.y);
    const id = ids.length === 1 ? ids[0] : null;
    return { ...around(latent, library, { title, kind, id, place: [recipe.x, recipe.y] }), distance, inside };
  }
  const z = kind === 'mix' ? await world.straight(recipe) : await world.latent(recipe);
  return around(z, library, { title, kind, id: null, place: null });
}

/**
 * A latent, by the sounds around it.
 * @param {Float32Array} z
 * @param {Library} library
 * @param {{ title: string, kind: string, id: number | null, place: [number, number] | null }} known
 * @returns {Description}
 */
function around(z, library, { title, kind, id, place }) {
  const { ids, distances } = library.nearest(z, NEIGHBOURS + 1);
  const distance = distances[0] / library.spacing;
  const [x, y] = place ?? library.placeOf(z);
  const others = ids
    .map((_, i) => i)
    .filter((i) => ids[i] !== id)
    .slice(0, NEIGHBOURS);
  return {
    title,
    kind,
    rounds: null,
    x,
    y,
    id,
    inside: distance <= INSIDE_LATENT_SPACINGS,
    distance,
    label: library.labelOf(id ?? ids[0]),
    neighbours: others.map((i) => ids[i]),
    likeness: others.map((i) => likenessOf(distances[i], library.typical)),
    error_db: id === null ? null : library.errors[id],
  };
}

/** From 0 to 1, to four digits. @param {number} distance @param {number} typical */
export const likenessOf = (distance, typical) =>
  Math.round(10_000 * 2 ** -((distance / typical) ** 2)) / 10_000;

/** A crossfade: its heaviest corner, at the mean of all places. @param {Recipe} recipe @param {string} title @param {World} world */
async function crossfaded({ kind, of, weights }, title, world) {
  /** @type {Description[]} */
  const corners = await Promise.all(of.map((/** @type {Recipe} */ one) => describe(one, world)));
  const shares = sharesOf(weights).map((share) => Math.max(share, 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const mean = (/** @type {(one: Description) => number} */ value) =>
    corners.reduce((sum, one, i) => sum + shares[i] * value(one), 0) / total;
  return {
    ...corners[shares.indexOf(Math.max(...shares))],
    title,
    kind,
    x: mean((one) => one.x),
    y: mean((one) => one.y),
    id: null,
    error_db: null,
  };
}
