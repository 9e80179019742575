import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dressed, initialControls } from '../../explorer/static/core/controls.js';
import {
  controlsOf,
  depthOf,
  humanised,
  mix,
  morph,
  offset,
  phase,
  shape,
  vary,
  withoutPhase,
} from '../../explorer/static/core/recipes.js';

const POINT = { kind: 'point', id: 3 };
const PLACE = { kind: 'place', x: 1, y: -2 };
const CROSSFADE = mix([POINT, PLACE], [0.25, 0.75], 'crossfade');

test('what changes nothing adds no layer', () => {
  assert.equal(vary(POINT, 0, 7), POINT);
  assert.equal(vary(POINT, NaN, 7), POINT);
  assert.equal(shape(POINT, { decay: 0 }), POINT);
  assert.equal(offset(POINT, { 4: 0 }), POINT);
  assert.equal(phase(POINT, null), POINT);
});

test('noise names what it keeps only where there is something', () => {
  assert.deepEqual(vary(POINT, 0.5, 7), { kind: 'noise', of: POINT, amount: 0.5, seed: 7 });
  assert.deepEqual(vary(POINT, 0.5, 7, ['pitch']), {
    kind: 'noise',
    of: POINT,
    amount: 0.5,
    seed: 7,
    lock: ['pitch'],
  });
});

test('a crossfade is changed on each side, for it has no latent', () => {
  for (const change of [
    (recipe) => vary(recipe, 0.5, 7),
    (recipe) => shape(recipe, { decay: 1 }),
    (recipe) => offset(recipe, { 2: 1 }),
    (recipe) => humanised(recipe, 0.1, 9),
  ])
    assert.deepEqual(change(CROSSFADE), { ...CROSSFADE, of: [change(POINT), change(PLACE)] });
});

test('a phase stays outermost', () => {
  const silent = phase(POINT, 0);
  assert.deepEqual(silent, { kind: 'phase', of: POINT, rounds: 0 });
  assert.equal(withoutPhase(silent), POINT);
  assert.equal(withoutPhase(POINT), POINT);
  assert.deepEqual(humanised(silent, 0.1, 9), { ...silent, of: humanised(POINT, 0.1, 9) });
});

test('depth counts the levels of a recipe', () => {
  assert.equal(depthOf(POINT), 1);
  assert.equal(depthOf(CROSSFADE), 2);
  assert.equal(depthOf(phase(vary(morph([POINT, vary(PLACE, 1, 1)], 0.5, 'lerp'), 1, 2), 0)), 5);
});

test('controls come back from the recipe that they made', () => {
  const controls = {
    ...initialControls(),
    amount: 0.5,
    seed: 42,
    lock: ['decay'],
    rounds: 0,
    shape: { brightness: -1, pitch: 2 },
    dimensions: { 3: 1.5, 11: -2 },
  };
  for (const base of [POINT, PLACE, CROSSFADE]) {
    const back = controlsOf(dressed(base, controls));
    const { t, handle, interpolation, ...wanted } = controls;
    const { corners, t: at, interpolation: path, ...shown } = back;
    assert.deepEqual(shown, { base, ...wanted });
    assert.deepEqual(
      [corners, at, path],
      base === CROSSFADE ? [CROSSFADE.of, 0.75, 'crossfade'] : [undefined, undefined, undefined],
    );
    assert.ok(t && handle && interpolation);
  }
});

test('a morph gives its corners, and t or a handle', () => {
  assert.equal(controlsOf(morph([POINT, PLACE], 0.3, 'slerp')).t, 0.3);
  const four = mix([POINT, PLACE, POINT, PLACE], [0.1875, 0.0625, 0.5625, 0.1875], 'lerp');
  const { handle, t } = controlsOf(four);
  assert.deepEqual([handle, t], [[0.25, 0.75], undefined]);
});

test('noise of a plain recipe keeps the seed that is set', () => {
  assert.equal('seed' in controlsOf(POINT), false);
});

test('a crossfade whose sides differ is a base of its own', () => {
  const uneven = { ...CROSSFADE, of: [vary(POINT, 0.5, 1), vary(PLACE, 0.5, 2)] };
  assert.deepEqual(controlsOf(uneven).base, uneven);
  const half = { ...CROSSFADE, of: [vary(POINT, 0.5, 1), PLACE] };
  assert.deepEqual(controlsOf(half).base, half);
});
