// Recipes as the controls see them: what is varied, how much, and between which corners. Pure functions.

/** The recipe of a base sound with the noise of the controls. */
export const vary = (base, amount, seed) => (amount > 0 ? { kind: 'noise', of: base, amount, seed } : base);

/** The recipe between two corners: t = 0 is A, 1 is B. */
export const morph = ([a, b], t, interpolation) => ({ kind: 'mix', of: [a, b], weights: [round(1 - t), round(t)], interpolation });

/** What the controls have to show for a recipe; `corners` and `t` only where it is a morph of two. */
export function controlsOf(recipe) {
  const noisy = recipe.kind === 'noise';
  const base = noisy ? recipe.of : recipe;
  const shown = { base, amount: noisy ? recipe.amount : 0 };
  if (noisy) shown.seed = recipe.seed;
  if (base.kind === 'mix' && base.of.length === 2) {
    const total = base.weights[0] + base.weights[1];
    Object.assign(shown, { corners: base.of, t: round(base.weights[1] / total), interpolation: base.interpolation });
  }
  return shown;
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
