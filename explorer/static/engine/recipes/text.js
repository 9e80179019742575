// Recipes as JSON text, checked and in one order: the same text that `vae/recipes/text.py` writes.

import { Problem } from '../../core/server.js';

/** A checked recipe, with its text. @typedef {Record<string, any> & { kind: string }} Recipe */
/** What recipes may hold: `recipes` in engine.json. @typedef {any} Rules */

const WHOLE = new Set(['id', 'seed', 'rounds']);
const MIN_WEIGHT_SUM = 0.1;
const QUALITY_COST = 1;

/** What some numbers are called in messages. @type {Record<string, string>} */
const NAMES = { seed: 'A seed', id: 'The id of a sound', rounds: 'The number of rounds of a phase' };

/**
 * Reads a recipe; throws a `Problem` with one sentence.
 * @param {unknown} text
 * @param {Rules} rules
 * @returns {Recipe}
 */
export function parse(text, rules) {
  if (typeof text !== 'string') throw new Problem('A recipe has to be text.');
  if (text.length > rules.max_bytes)
    throw new Problem(`A recipe can be ${rules.max_bytes / 1024} kB long at most.`);
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Problem('This recipe is not valid JSON.');
  }
  const recipe = checked(data, rules, rules.max_depth);
  const parts = [...walk(recipe)];
  if (
    parts.length > rules.max_parts ||
    parts.reduce((sum, part) => sum + costOf(part, rules), 0) > rules.max_cost
  )
    throw new Problem(
      `A recipe has ${rules.max_parts} parts at most, which shape or hold ${rules.max_cost} qualities.`,
    );
  return recipe;
}

/** The recipe and all inside it. @param {Recipe} recipe @returns {Generator<Recipe>} */
export function* walk(recipe) {
  yield recipe;
  for (const part of partsOf(recipe)) yield* walk(part);
}

/** @param {Recipe} recipe @returns {Recipe[]} */
const partsOf = ({ of }) => (of ? [of].flat() : []);

/** Whether a recipe blends finished sounds, so that it has no latent. @param {Recipe} recipe @returns {boolean} */
export const isCrossfade = (recipe) => recipe.kind === 'mix' && recipe.interpolation === 'crossfade';

/** @param {Recipe} recipe @param {Rules} rules */
function costOf(recipe, rules) {
  if (recipe.kind === 'shape')
    return rules.qualities.filter((/** @type {string} */ name) => recipe[name]).length;
  if (recipe.kind !== 'noise') return 0;
  return recipe.lock?.some((/** @type {string} */ name) => name !== 'label') ? QUALITY_COST : 0;
}

/** @param {any} data @param {Rules} rules @param {number} levels @returns {Recipe} */
function checked(data, rules, levels) {
  if (!levels) throw new Problem(`A recipe can be nested ${rules.max_depth} levels deep at most.`);
  if (!data || typeof data !== 'object' || Array.isArray(data))
    throw new Problem('A recipe has to be a JSON object with a kind.');
  const { kind } = data;
  if (!rules.kinds.includes(kind))
    throw new Problem(`The kind of a recipe is one of ${rules.kinds.join(', ')}.`);
  refuseUnknown(data, rules.fields[kind]);
  /** @type {Recipe} */
  const recipe = { kind };
  for (const [name, { required, range }] of Object.entries(rules.fields[kind])) {
    if (Object.hasOwn(data, name))
      recipe[name] = name === 'of' ? ofOf(data, rules, levels) : valueOf(data[name], name, kind, range);
    else if (required) throw new Problem(`A ${kind} recipe needs the field ${name}.`);
  }
  CHECKS[kind]?.(recipe, rules);
  partsOf(recipe).forEach((part) => refusePart(kind, part));
  return recipe;
}

/** @param {any} data @param {any} fields */
function refuseUnknown({ kind, ...values }, fields) {
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(fields, name))
      throw new Problem(`A ${kind} recipe has no field "${name.slice(0, 24)}".`);
    if (value === null) throw new Problem(`The field ${name} of a ${kind} recipe is empty.`);
  }
}

/** @param {string} kind @param {Recipe} part */
function refusePart(kind, part) {
  if (part.kind === 'phase')
    throw new Problem('A choice of phase can only be the outermost part of a recipe.');
  if (kind !== 'phase' && isCrossfade(part))
    throw new Problem('A crossfade blends finished sounds, so that nothing else can be made of it.');
}

/** @param {any} data @param {Rules} rules @param {number} levels */
function ofOf({ kind, of }, rules, levels) {
  if (kind !== 'mix') return checked(of, rules, levels - 1);
  if (!Array.isArray(of) || of.length < 2 || of.length > rules.max_corners)
    throw new Problem(`A mix blends 2 to ${rules.max_corners} sounds.`);
  return of.map((part) => checked(part, rules, levels - 1));
}

/** @param {any} value @param {string} name @param {string} kind @param {[number, number] | null} range */
function valueOf(value, name, kind, range) {
  if (!range) return value;
  const [low, high] = range;
  const fits = (/** @type {unknown} */ one) =>
    typeof one === 'number' && one >= low && one <= high && (!isWhole(name) || Number.isInteger(one));
  const what = NAMES[name] ?? `The ${name} of a ${kind} recipe`;
  const all = Array.isArray(value) ? value : [value];
  if (!all.every(fits))
    throw new Problem(`${what} is a ${isWhole(name) ? 'whole ' : ''}number from ${low} to ${high}.`);
  return Array.isArray(value) ? value.map((one) => one + 0) : value + 0;
}

/** @param {string} name */
const isWhole = (name) => WHOLE.has(name) || name === 'dimensions';

/** Conditions of single kinds. @type {Record<string, (recipe: Recipe, rules: Rules) => void>} */
const CHECKS = {
  machine() {
    throw new Problem('A sound of the drum machine is synthesised in the app, not on this page.');
  },
  place({ interpolation }, rules) {
    const ways = rules.interpolations.slice(0, 2);
    if (interpolation !== undefined && !ways.includes(interpolation))
      throw new Problem(`The interpolation of a place is ${ways.join(' or ')}.`);
  },
  mix(recipe, rules) {
    recipe.interpolation ??= rules.default_interpolation;
    if (!Array.isArray(recipe.weights) || recipe.weights.length !== recipe.of.length)
      throw new Problem('A mix needs one weight for each of its sounds.');
    if (recipe.weights.reduce((sum, weight) => sum + weight, 0) < MIN_WEIGHT_SUM)
      throw new Problem(`The weights of a mix have to add up to at least ${MIN_WEIGHT_SUM}.`);
    if (!rules.interpolations.includes(recipe.interpolation))
      throw new Problem(`The interpolation of a mix is one of ${rules.interpolations.join(', ')}.`);
  },
  noise({ lock }, rules) {
    if (lock === undefined) return;
    const known = Array.isArray(lock) && lock.every((name) => rules.locks.includes(name));
    if (!known || !lock.length || new Set(lock).size !== lock.length)
      throw new Problem(`What can be locked, each once, is ${rules.locks.join(', ')}.`);
  },
  prior({ label }) {
    if (label !== undefined && (typeof label !== 'string' || !label || label.length > 64))
      throw new Problem('A label is a plain text of 1 to 64 characters.');
  },
  offset(recipe) {
    const { dimensions, amounts } = recipe;
    if (!Array.isArray(dimensions) || !Array.isArray(amounts) || dimensions.length !== amounts.length)
      throw new Problem('An offset needs one amount for each of its dimensions.');
    if (!dimensions.length || new Set(dimensions).size !== dimensions.length)
      throw new Problem('An offset moves each dimension once.');
    const order = dimensions.map((_, i) => i).sort((a, b) => dimensions[a] - dimensions[b]);
    recipe.dimensions = order.map((i) => dimensions[i]);
    recipe.amounts = order.map((i) => amounts[i]);
  },
  latent({ z }) {
    if (
      typeof z !== 'string' ||
      !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(z) ||
      !z
    )
      throw new Problem('The z of a latent is not valid base64 text.');
  },
};

/** A checked recipe as canonical text. @param {Recipe} recipe @returns {string} */
export function textOf(recipe) {
  const fields = Object.entries(recipe).map(([name, value]) => `"${name}":${fieldText(name, value)}`);
  return `{${fields.join(',')}}`;
}

/** @param {string} name @param {any} value @returns {string} */
function fieldText(name, value) {
  if (name === 'of') return Array.isArray(value) ? `[${value.map(textOf).join(',')}]` : textOf(value);
  if (Array.isArray(value)) return `[${value.map((one) => fieldText(name, one)).join(',')}]`;
  if (typeof value === 'number') return isWhole(name) ? String(value) : floatText(value);
  return asciiText(value);
}

/** A text as Python's `json.dumps` writes it. @param {string} text */
const asciiText = (text) =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A number as Python's `repr` writes a float. @param {number} value */
export function floatText(value) {
  if (!value) return '0.0';
  const [digits, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const size = String(Math.abs(power)).padStart(2, '0');
    return `${digits}e${power < 0 ? '-' : '+'}${size}`;
  }
  const text = power < 0 ? value.toFixed(digits.replace(/[-.]/g, '').length - 1 - power) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
