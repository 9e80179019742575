import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inside, spanOf } from '../../explorer/static/map/drawing.js';
import { nearest, towards } from '../../explorer/static/map/nearest.js';
import { matches } from '../../explorer/static/header/search.js';

const SEEN = [
  [4, [0, 0]],
  [7, [10, 0]],
  [9, [0, 30]],
];

test('the nearest sound within a radius is meant, or none', () => {
  assert.equal(nearest(SEEN, [6, 0], 9), 7);
  assert.equal(nearest(SEEN, [0, 15], 14), -1);
  assert.equal(nearest(SEEN, [0, 16], Infinity), 9);
  assert.equal(nearest([], [0, 0], Infinity), -1);
});

test('one walks ahead rather than aside, and never back', () => {
  assert.equal(towards(SEEN, [0, 0], [1, 0]), 7);
  assert.equal(towards(SEEN, [0, 0], [0, 1]), 9);
  assert.equal(towards(SEEN, [0, 0], [-1, 0]), -1);
  const choice = [
    [1, [10, 9]],
    [2, [25, 0]],
  ];
  assert.equal(towards(choice, [0, 0], [1, 0]), 2);
});

test('a pixel lies in a polygon, hollows left out', () => {
  const horseshoe = [
    [0, 0],
    [30, 0],
    [30, 30],
    [20, 30],
    [20, 10],
    [10, 10],
    [10, 30],
    [0, 30],
  ];
  assert.deepEqual(
    [
      [5, 20],
      [15, 20],
      [25, 20],
      [15, 5],
      [40, 5],
    ].map((at) => inside(at, horseshoe)),
    [true, false, true, true, false],
  );
});

test('a line spans its longer side', () => {
  assert.equal(
    spanOf([
      [0, 0],
      [3, 9],
      [-4, 5],
    ]),
    9,
  );
  assert.equal(spanOf([[2, 2]]), 0);
});

const POINTS = {
  names: ['Deep Kick', 'Kick 808 012', 'Kick 1', 'Sidekick', 'Snare'],
  kits: ['Old_Box', 'Old_Box', 'New', 'New', 'Kick_Box'],
  legend: [{ title: 'kick' }, { title: 'snare drum' }],
  label: [0, 0, 0, 1, 1],
};

test('a search ranks beginnings before words, words before parts, and then the shorter name', () => {
  assert.deepEqual(matches('kick', POINTS), [2, 1, 0, 3, 4]);
});

test('every word has to be found, in the name, the label or the kit', () => {
  assert.deepEqual(matches(' KICK  old ', POINTS), [1, 0]);
  assert.deepEqual(matches('drum', POINTS), [4, 3]);
  assert.deepEqual(matches('kick box', POINTS), [1, 0, 4]);
  assert.deepEqual(matches('zzz', POINTS), []);
});
