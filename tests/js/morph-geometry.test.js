import { repeatable } from './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  around,
  clamp,
  handleOf,
  MARGIN,
  resample,
  weightsAt,
} from '../../explorer/static/core/morph-geometry.js';

const sum = (values) => values.reduce((a, b) => a + b, 0);
const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-5, `${one} is not ${other}`);

test('at a corner its weight is 1', () => {
  assert.deepEqual(weightsAt([0, 0], 3), [1, 0, 0]);
  assert.deepEqual(weightsAt([1, 0], 3), [0, 1, 0]);
  assert.deepEqual(weightsAt([0, 1], 4), [0, 0, 1, 0]);
  assert.deepEqual(weightsAt([1, 1], 4), [0, 0, 0, 1]);
});

test('weights add up to 1 and give the handle back, past the edges too', () => {
  const random = repeatable();
  for (const count of [3, 4]) {
    for (let i = 0; i < 200; i++) {
      const handle = [0, 1].map(() => random() * (1 + 2 * MARGIN) - MARGIN);
      const weights = weightsAt(handle, count);
      near(sum(weights), 1);
      handleOf(weights).forEach((value, axis) => near(value, handle[axis]));
    }
  }
});

test('a handle stays within the margin', () => {
  assert.deepEqual([clamp(-9), clamp(0.5), clamp(9)], [-MARGIN, 0.5, 1 + MARGIN]);
  assert.deepEqual(handleOf([0, 5, 0, -4]), [1, -MARGIN]);
});

test('steps go from corner to corner, evenly', () => {
  assert.deepEqual(around(3, 3), [
    [0, 0],
    [1, 0],
    [0, 1],
  ]);
  assert.deepEqual(around(4, 4), [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]);
  assert.deepEqual(around(4, 7)[1], [0.5, 0]);
  assert.equal(around(4, 16).length, 16);
});

test('a line is resampled at even distances, its ends among them', () => {
  const line = [
    [0, 0],
    [1, 0],
    [1, 3],
    [1, 3],
    [5, 3],
  ];
  const places = resample(line, 9);
  assert.deepEqual(
    [places[0], places.at(-1)],
    [
      [0, 0],
      [5, 3],
    ],
  );
  assert.deepEqual(places[1], [1, 0]);
  const along = ([x, y]) => (y === 0 ? x : x === 1 ? 1 + y : 3 + x);
  places.forEach((place, i) => near(along(place), i));
});
