import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curveOf, levelOf, MOST, spreadLevels } from '../../../explorer/static/map/dots/levels.js';
import { repeatable } from '../page.js';

const COUNT = 30_000;
const random = repeatable(5);
const x = Float32Array.from({ length: COUNT }, () => random() ** 2);
const y = Float32Array.from({ length: COUNT }, random);
const curve = curveOf(x, y);

/** The levels of sounds, of which only some are meant. */
function levelsOf(isOne) {
  const levels = new Float32Array(COUNT).fill(-9);
  spreadLevels(curve, isOne, levels);
  return levels;
}

const upTo = (levels, level) => [...levels.keys()].filter((id) => levels[id] > -9 && levels[id] <= level);
const cellOf = (id, halvings) => [x, y].map((axis) => Math.floor(axis[id] * 2 ** halvings)).join();

test('the curve holds every sound once, and neighbours of it are near each other', () => {
  assert.deepEqual(
    [...curve.ids].sort((a, b) => a - b),
    [...x.keys()],
  );
  const steps = [...curve.ids]
    .slice(1)
    .map((id, i) => Math.hypot(x[id] - x[curve.ids[i]], y[id] - y[curve.ids[i]]));
  assert.ok(steps.reduce((sum, step) => sum + step, 0) / steps.length < 0.03);
});

test('few sounds are all seen from afar', () => {
  assert.equal(
    upTo(
      levelsOf((id) => id < MOST),
      levelOf(1, 40),
    ).length,
    MOST,
  );
});

test('of many sounds one is seen in every cell, and those from afar stay as one comes closer', () => {
  const levels = levelsOf(() => true);
  let before = [];
  for (const halvings of [3, 5, 7]) {
    const seen = upTo(levels, halvings);
    const cells = new Set(Array.from(x.keys(), (id) => cellOf(id, halvings)));
    assert.ok(Math.abs(seen.length - cells.size) < 0.02 * cells.size, `${seen.length} of ${cells.size}`);
    assert.ok(new Set(seen.map((id) => cellOf(id, halvings))).size > 0.98 * seen.length);
    const now = new Set(seen);
    assert.ok(before.every((id) => now.has(id)));
    before = seen;
  }
  const between = upTo(levels, 5.5).length;
  assert.ok(upTo(levels, 5).length < between && between < upTo(levels, 6).length);
});

test('a whole map of many sounds shows no more than can be told apart, the closest part all', () => {
  const levels = levelsOf(() => true);
  const seen = upTo(levels, levelOf(1, 40));
  assert.ok(seen.length > MOST / 3 && seen.length < 1.02 * MOST, String(seen.length));
  assert.equal(upTo(levels, levelOf(40, 40)).length, COUNT);
});

test('sounds that are not meant keep their levels, and some that all lie in one place are seen when one is close', () => {
  const levels = levelsOf((id) => id % 2 === 0);
  assert.ok([...levels.keys()].every((id) => levels[id] > -9 === (id % 2 === 0)));
  const same = new Float32Array(MOST + 1);
  const [one, together] = [curveOf(same, same), new Float32Array(MOST + 1)];
  spreadLevels(one, () => true, together);
  assert.equal(together.filter((level) => level <= levelOf(10, 40)).length, 1);
  assert.equal(together.filter((level) => level <= levelOf(40, 40)).length, MOST + 1);
});
