import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inside, spanOf } from '../../explorer/static/map/drawing.js';
import { nearest, towards } from '../../explorer/static/map/nearest.js';
import { apart } from '../../explorer/static/map/regions/apart.js';
import { regionsOf } from '../../explorer/static/map/regions/together.js';
import { indexOf, matches } from '../../explorer/static/header/matching.js';
import { markSize } from '../../explorer/static/map/mark.js';

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

const SOUNDS = {
  names: ['Deep Kick', 'Kick 808 012', 'Kick 1', 'Sidekick', 'Snare'],
  kits: ['Old_Box', 'New', 'Kick_Box'],
  kit: [0, 0, 1, 1, 2],
  labels: ['kick', 'snare drum'],
  label: [0, 0, 0, 1, 1],
};
const found = (text, sounds = SOUNDS) => Array.from(matches(text, indexOf(sounds)));

test('a search ranks beginnings before words, words before parts, and then the shorter name', () => {
  assert.deepEqual(found('kick'), [2, 1, 0, 3, 4]);
});

test('every word has to be found, in the name, the label or the kit', () => {
  assert.deepEqual(found(' KICK  old '), [1, 0]);
  assert.deepEqual(found('drum'), [4, 3]);
  assert.deepEqual(found('kick box'), [1, 0, 4]);
  assert.deepEqual(found('zzz'), []);
});

test('a search is of letters, whatever their case or accents, and ranks thousands as it ranks few', () => {
  const names = Array.from(
    { length: 5000 },
    (_, id) => `${id % 3 ? 'Größe' : 'A'} ${'x'.repeat(id % 7)} Kick ${id}`,
  );
  const sounds = { ...SOUNDS, names, kit: names.map(() => 0), label: names.map(() => 0) };
  const wanted = names
    .map((_, id) => id)
    .filter((id) => id % 3)
    .sort((a, b) => names[a].length - names[b].length || a - b);
  assert.deepEqual(found('GROSSE kick', sounds), []);
  assert.deepEqual(found('größe KICK', sounds), wanted);
  assert.deepEqual(found('grösse', { ...sounds, names: ['Grösse'] }), [0]);
  assert.deepEqual(found('', sounds).length, 5000);
});

/** Numbers in [0, 1) that look random. @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sounds of labels around places: [label, x, y, how many]. */
function scattered(islands, spread = 0.06) {
  const random = chance(1);
  const [x, y, labels] = [[], [], []];
  for (const [label, centreX, centreY, count] of islands) {
    for (let i = 0; i < count; i++) {
      x.push(centreX + spread * (random() - 0.5));
      y.push(centreY + spread * (random() - 0.5));
      labels.push(label);
    }
  }
  return [x, y, labels];
}

test('a region is named where sounds of a label lie together, and twice where they lie apart', () => {
  const [x, y, labels] = scattered([
    [0, 0.2, 0.2, 30],
    [1, 0.8, 0.2, 20],
    [0, 0.8, 0.9, 25],
  ]);
  const regions = regionsOf(x, y, labels, [0, 1]);
  assert.deepEqual(
    regions.map(({ label, members }) => [label, members.length]),
    [
      [0, 30],
      [0, 25],
      [1, 20],
    ],
  );
  assert.deepEqual(
    regions[2].members,
    [...Array(20).keys()].map((i) => i + 30),
  );
  for (const { members, spots } of regions) {
    const middle = [x, y].map((axis) => members.reduce((sum, id) => sum + axis[id], 0) / members.length);
    assert.ok(Math.hypot(spots[0][0] - middle[0], spots[0][1] - middle[1]) < 0.04);
  }
});

test('no region is named after sounds that are few, strewn among others, or without a label', () => {
  const random = chance(7);
  const few = scattered([
    [0, 0.2, 0.2, 30],
    [1, 0.8, 0.8, 4],
  ]);
  assert.deepEqual(
    regionsOf(...few, [0, 1]).map(({ label }) => label),
    [0],
  );
  const strewn = Array.from({ length: 400 }, (_, i) => [random(), random(), i % 8]);
  const axes = [0, 1, 2].map((k) => strewn.map((sound) => sound[k]));
  assert.deepEqual(regionsOf(...axes, [0, 1, 2, 3, 4, 5, 6, 7]), []);
  assert.deepEqual(regionsOf(...few, [1]), []);
});

test('sounds that all lie in one place, and no sounds at all, are no trouble', () => {
  const same = Array(10).fill(3);
  assert.deepEqual(
    regionsOf(same, same, Array(10).fill(0), [0]).map(({ members }) => members.length),
    [10],
  );
  assert.deepEqual(regionsOf([], [], [], []), []);
});

const PANE = { width: 400, height: 300 };
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test('names overlap neither each other nor what else is there, and stay on the pane', () => {
  const random = chance(3);
  const taken = [{ left: 0, top: 250, right: 400, bottom: 300 }];
  const spots = () => Array.from({ length: 6 }, () => [400 * random(), 300 * random()]);
  const names = Array.from({ length: 60 }, () => ({ width: 30 + 60 * random(), height: 18, spots: spots() }));
  const boxes = apart(names, taken, PANE);
  assert.equal(boxes.length, names.length);
  const there = [...taken, ...boxes.filter(Boolean)];
  assert.ok(there.length > 15 && there.length < 61);
  there.forEach((box, i) => assert.ok(!there.some((other, k) => k !== i && overlap(box, other))));
  for (const { left, top, right, bottom } of there.slice(1))
    assert.ok(left >= 0 && top >= 0 && right <= 400 && bottom <= 300);
});

test('a name moves to its next spot where an earlier one is in its way, or is left out', () => {
  const name = { width: 40, height: 20, spots: [[100, 100]] };
  const [first, moved, none] = apart(
    [
      name,
      {
        ...name,
        spots: [
          [110, 100],
          [100, 200],
        ],
      },
      name,
    ],
    [],
    PANE,
  );
  assert.deepEqual(first, { left: 80, top: 90, right: 120, bottom: 110 });
  assert.deepEqual(moved, { left: 80, top: 190, right: 120, bottom: 210 });
  assert.equal(none, null);
});

test('marks are larger on larger maps, but less so', () => {
  const [phone, laptop, screen] = [markSize(370, 460), markSize(990, 640), markSize(1950, 1230)];
  assert.ok(phone < laptop && laptop < screen);
  assert.ok(screen / laptop < 1950 / 990);
});

test('they stay marks on maps of any size', () => {
  assert.ok(markSize(1, 1) >= 4);
  assert.ok(markSize(8000, 4000) <= 12);
});
