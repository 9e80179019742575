// What recipes are called, and which sounds they are like: the titles and descriptions of `vae/recipes/`.

import { sharesOf } from './latents.js';
import { isCrossfade } from './text.js';

/** @typedef {import('./library.js').Library} Library */
/** @typedef {import('./text.js').Recipe} Recipe */

const MAX_TITLE = 90;

/** @param {string} title @param {number} [length] */
export const shorten = (title, length = MAX_TITLE) =>
  [...title].length <= length
    ? title
    : `${[...title]
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;

/** A sound without its kit. @param {number} id @param {Library} library @returns {string} */
const soundName = (id, library) => {
  const [name, kit] = [library.names[id], ` (${library.kitOf(id)})`];
  return name.endsWith(kit) ? name.slice(0, -kit.length) : name;
};

/** @param {number} id @param {Library} library */
const soundTitle = (id, library) => `${soundName(id, library)} · ${library.kitOf(id).replaceAll('_', ' ')}`;

/** Phrases of single kinds. @type {Record<string, (recipe: Recipe, library: Library) => string>} */
const PHRASES = {
  point: ({ id }, library) => soundName(id, library),
  place({ x, y }, library) {
    const { ids } = library.locate(x, y);
    return `${ids.length > 1 ? 'near ' : ''}${soundName(ids[0], library)}`;
  },
  prior: ({ label }) => (label ? `a new ${label.replaceAll('_', ' ')}` : 'a new sound'),
  latent: () => 'a sound of your own',
  mix: (recipe, library) => namesOf(recipe, library).join(signOf(recipe)),
  noise: ({ of, amount }, library) => `${phraseOf(of, library)}${amount ? ' varied' : ''}`,
  offset: ({ of, amounts }, library) => `${phraseOf(of, library)}${amounts.some(Boolean) ? ' moved' : ''}`,
  shape: (recipe, library) => `${phraseOf(recipe.of, library)}${movesOf(recipe).length ? ' shaped' : ''}`,
  phase: ({ of }, library) => phraseOf(of, library),
};

/** The name of a recipe inside a longer title. @param {Recipe} recipe @param {Library} library @returns {string} */
export const phraseOf = (recipe, library) => PHRASES[recipe.kind](recipe, library);

/** The qualities that a shape moves, and how far. @param {Recipe} recipe @returns {[string, number][]} */
export const movesOf = ({ kind: _kind, of: _of, ...steps }) =>
  Object.entries(steps).filter(([, step]) => step);

/** One line of at most 90 characters. @param {Recipe} recipe @param {Library} library @returns {string} */
export function titleOf(recipe, library) {
  const { kind } = recipe;
  if (kind === 'point') return shorten(soundTitle(recipe.id, library));
  if (kind === 'place') return placeTitle(recipe, library);
  if (kind === 'phase') {
    const { rounds } = recipe;
    const phase = rounds ? (rounds > 1 ? `${rounds} rounds` : '1 round') : 'raw';
    return `${shorten(titleOf(recipe.of, library), MAX_TITLE - phase.length - 2)}, ${phase}`;
  }
  if (kind === 'mix') {
    const names = namesOf(recipe, library);
    if (names.length > 1) return mixTitle(recipe, names);
  }
  return shorten(capital(phraseOf(recipe, library)));
}

/** @param {Recipe} recipe @param {Library} library */
function placeTitle({ x, y }, library) {
  const { ids, inside } = library.locate(x, y);
  if (ids.length === 1) return shorten(soundTitle(ids[0], library));
  if (!inside) return shorten(`Off the map, near ${soundName(ids[0], library)}`);
  return shorten(`Between ${soundName(ids[0], library)} and ${soundName(ids[1], library)}`);
}

/** @param {Recipe} recipe @param {string[]} names */
function mixTitle(recipe, names) {
  const sign = signOf(recipe);
  const shares = sharesOf(recipe.weights).filter(Boolean);
  const percents = shares.map((share) => rounded(100 * share).replace('-', '−')).join(' : ');
  const room = MAX_TITLE - percents.length - 2;
  let shown = names;
  if (names.join(sign).length > room) {
    const each = Math.floor((room - sign.length * (names.length - 1)) / names.length);
    shown = names.map((name) => shorten(name, each));
  }
  return `${capital(shown.join(sign))}, ${percents}`;
}

/** A number without decimals, as Python rounds it: halves to the even one. @param {number} value */
function rounded(value) {
  const floor = Math.floor(value);
  const whole = value - floor === 0.5 ? floor + (floor % 2 ? 1 : 0) : Math.round(value);
  return Object.is(whole, -0) || (whole === 0 && value < 0) ? '-0' : String(whole);
}

/** @param {Recipe} recipe */
const signOf = (recipe) => (isCrossfade(recipe) ? ' + ' : ' × ');

/** The names of the corners of a mix that are used. @param {Recipe} recipe @param {Library} library */
function namesOf({ of, weights }, library) {
  const names = of
    .filter((/** @type {Recipe} */ _, /** @type {number} */ i) => weights[i])
    .map((/** @type {Recipe} */ one) => phraseOf(one, library).replace(/^near /, ''));
  if (names.length === 1) return names;
  return names.map((/** @type {string} */ name) => (/ [×+] /.test(name) ? `(${name})` : name));
}

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
