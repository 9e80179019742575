// Recipes as text: canonical as Python writes them, and refused in one sentence.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { floatText, parse, textOf } from '../../../explorer/static/engine/recipes/text.js';

const recipes = JSON.parse(readFileSync(new URL('../constants.json', import.meta.url), 'utf8'));

test('numbers as Python writes them', () => {
  const known = {
    '1.0': 1,
    '-0.5': -0.5,
    '0.0': -0,
    '1e-05': 0.00001,
    0.0001: 0.0001,
    0.000123: 0.000123,
    '2147483647.0': 2147483647,
    '1e+16': 1e16,
    0.30000000000000004: 0.1 + 0.2,
    '3.3e-07': 3.3e-7,
  };
  for (const [text, value] of Object.entries(known)) assert.equal(floatText(value), text);
});

test('a recipe in any order, as canonical text', () => {
  const given = '{"amounts":[1,-0.5],"of":{"id":7,"kind":"point"},"dimensions":[9,2],"kind":"offset"}';
  const wanted = '{"kind":"offset","of":{"kind":"point","id":7},"dimensions":[2,9],"amounts":[-0.5,1.0]}';
  assert.equal(textOf(parse(given, recipes)), wanted);
  const mix =
    '{"kind":"mix","of":[{"kind":"point","id":1},{"kind":"prior","seed":2,"label":"fü"}],"weights":[1,0]}';
  assert.match(
    textOf(parse(mix, recipes)),
    /"label":"f\\u00fc"}\],"weights":\[1\.0,0\.0\],"interpolation":"natural"}$/,
  );
});

const POINT = { kind: 'point', id: 1 };
const CROSSFADE = { kind: 'mix', of: [POINT, POINT], weights: [1, 1], interpolation: 'crossfade' };

/** @type {[unknown, RegExp][]} */
const REFUSED = [
  ['', /not valid JSON/],
  [[], /JSON object with a kind/],
  [{ kind: 'nothing' }, /kind of a recipe is one of/],
  [{ kind: 'point' }, /needs the field id/],
  [{ kind: 'point', id: 1.5 }, /whole number/],
  [{ kind: 'point', id: -1 }, /whole number/],
  [{ kind: 'point', id: 1, more: 2 }, /no field "more"/],
  [{ kind: 'prior', seed: 1, label: null }, /is empty/],
  [{ kind: 'mix', of: [POINT], weights: [1] }, /2 to 4 sounds/],
  [{ kind: 'mix', of: [POINT, POINT], weights: [1, -1] }, /at least 0.1/],
  [{ kind: 'noise', of: POINT, amount: 1, seed: 1, lock: ['name'] }, /What can be locked/],
  [{ kind: 'noise', of: CROSSFADE, amount: 1, seed: 1 }, /crossfade/],
  [{ kind: 'noise', of: { kind: 'phase', of: POINT, rounds: 1 }, amount: 1, seed: 1 }, /outermost/],
  [{ kind: 'offset', of: POINT, dimensions: [1, 1], amounts: [1, 1] }, /each dimension once/],
  [{ kind: 'latent', z: '!' }, /base64/],
  [nested(9), /8 levels/],
];

/** @param {number} levels @returns {object} */
function nested(levels) {
  return levels === 1 ? POINT : { kind: 'noise', of: nested(levels - 1), amount: 1, seed: 1 };
}

for (const [data, reason] of REFUSED)
  test(`refused: ${JSON.stringify(data).slice(0, 60)}`, () => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    assert.throws(() => parse(text, recipes), { message: reason });
  });

test('a crossfade and its phase are taken', () => {
  assert.equal(parse(JSON.stringify({ kind: 'phase', of: CROSSFADE, rounds: 0 }), recipes).rounds, 0);
});

test('a sound of the drum machine needs the app', () => {
  const rules = {
    ...recipes,
    kinds: [...recipes.kinds, 'machine'],
    fields: { ...recipes.fields, machine: {} },
  };
  assert.throws(() => parse('{"kind":"machine"}', rules), { message: /synthesised in the app/ });
});
