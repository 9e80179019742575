// Recipes as the controls see them: what is varied, how much, and between which corners. Pure functions.

/** The recipe of a base sound with the noise of the controls; in a crossfade each corner has it. */
export function vary(base, amount, seed) {
  if (!(amount > 0)) return base;
  if (isCrossfade(base)) return { ...base, of: base.of.map((corner) => vary(corner, amount, seed)) };
  return { kind: 'noise', of: base, amount, seed };
}

/** The recipe heard with so many rounds of Griffin-Lim: 0 for no phase, null for the model's own number. */
export const phase = (recipe, rounds) => (rounds === null ? recipe : { kind: 'phase', of: recipe, rounds });

/** What is heard without its choice of phase: the inverse of `phase`. */
export const withoutPhase = (recipe) => (recipe.kind === 'phase' ? recipe.of : recipe);

/** A crossfade has no latent: nothing but a choice of phase can be made of it. */
export const isCrossfade = (recipe) => recipe.kind === 'mix' && recipe.interpolation === 'crossfade';

/** The recipe between two corners: t = 0 is A, 1 is B. */
export const morph = ([a, b], t, interpolation) => ({ kind: 'mix', of: [a, b], weights: [round(1 - t), round(t)], interpolation });

/** What the controls have to show for a recipe; `corners` and `t` only where it is a morph of two. */
export function controlsOf(recipe) {
  const rounds = recipe.kind === 'phase' ? recipe.rounds : null;
  const { base, noise } = withoutNoise(withoutPhase(recipe));
  const shown = { base, rounds, amount: noise?.amount ?? 0 };
  if (noise) shown.seed = noise.seed;
  if (base.kind === 'mix' && base.of.length === 2) {
    const total = base.weights[0] + base.weights[1];
    Object.assign(shown, { corners: base.of, t: round(base.weights[1] / total), interpolation: base.interpolation });
  }
  return shown;
}

/** The inverse of `vary`: the base sound, and the noise where there is some. */
function withoutNoise(recipe) {
  if (recipe.kind === 'noise') return { base: recipe.of, noise: recipe };
  if (!isCrossfade(recipe)) return { base: recipe };
  const [noise, ...others] = recipe.of;
  const alike = (one) => one.kind === 'noise' && one.amount === noise.amount && one.seed === noise.seed;
  if (noise.kind !== 'noise' || !others.every(alike)) return { base: recipe };
  return { base: { ...recipe, of: recipe.of.map((corner) => corner.of) }, noise };
}

export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;

/** The page's address for a sound; the inverse of `readHash`. */
export const writeHash = ({ checkpoint, recipe }) =>
  `#checkpoint=${encodeURIComponent(checkpoint)}&recipe=${encodeURIComponent(recipe)}`;

export function readHash(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  return { checkpoint: values.get('checkpoint'), recipe: values.get('recipe') };
}

const round = (value) => Math.round(value * 1e6) / 1e6;
