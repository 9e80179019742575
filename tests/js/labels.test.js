import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folded, inWords, isGuess, sureness, titleOf } from '../../explorer/static/core/labels.js';
import { indexOf, matches } from '../../explorer/static/header/matching.js';
import { groupsWith } from '../../explorer/static/map/group-list.js';
import { chipsOf, labelAt, toggled } from '../../explorer/static/map/legend.js';
import { repeatable } from './page.js';

/** A legend of any number of invented labels, the first the most frequent. */
const legend = (count) =>
  Array.from({ length: count }, (_, i) => ({ label: `thing_${i}`, title: `thing ${i}`, count: 900 - i }));
const all = (entries) => new Set(entries.keys());

test('labels in words', () => {
  assert.equal(titleOf('closed_hat'), 'closed hat');
  assert.equal(titleOf(''), 'no label');
  assert.equal(inWords('door_wood', 1), 'door wood');
  assert.equal(inWords('door_wood', 0.4), 'door wood (guessed)');
  assert.equal(inWords('door_wood', null), 'door wood');
});

test('a label that is not sure is a guess, and no label is none', () => {
  assert.deepEqual([0, 0.999, 1, NaN, null].map(isGuess), [true, true, false, false, false]);
  assert.equal(inWords('unnamed', NaN), 'unnamed');
});

test('a guess is never said to be sure, nor one that something speaks for to be hopeless', () => {
  assert.deepEqual([0, 0.001, 0.62, 0.999].map(sureness), ['', '1 %', '62 %', '99 %']);
});

test('as many groups as have room all have a chip', () => {
  for (const count of [1, 2, 12, 20]) {
    const entries = legend(count);
    assert.deepEqual(chipsOf(entries, all(entries)), [...entries.keys()]);
    assert.deepEqual(chipsOf(entries, new Set([0])), [...entries.keys()]);
  }
});

test('of hundreds the largest have one, and the few that are lit', () => {
  for (const count of [21, 60, 300]) {
    const entries = legend(count);
    const largest = [...Array(12).keys()];
    assert.deepEqual(chipsOf(entries, all(entries)), largest);
    assert.deepEqual(chipsOf(entries, new Set([count - 1, 3])), [...largest, count - 1]);
    assert.deepEqual(
      chipsOf(entries.toReversed(), all(entries)),
      [...Array(12).keys()].map((i) => count - 12 + i),
    );
    const most = all(entries);
    most.delete(5);
    assert.deepEqual(chipsOf(entries, most), largest);
  }
});

test('a click lights one group alone, further ones add and remove, and never none is lit', () => {
  const random = repeatable(3);
  for (const count of [1, 2, 60]) {
    let lit = new Set(Array(count).keys());
    for (let i = 0; i < 200; i++) {
      const group = Math.floor(random() * count);
      const next = toggled(lit, group, count);
      if (lit.size === count && count > 1) assert.deepEqual(next, new Set([group]));
      else if (lit.size === 1 && lit.has(group)) assert.equal(next.size, count);
      else assert.equal(next.has(group), !lit.has(group));
      assert.ok(next.size > 0);
      lit = next;
    }
  }
});

test('a new sound has one of the lit labels, as often as these have sounds', () => {
  const entries = [
    { label: 'door', count: 6 },
    { label: 'step', count: 90 },
    { label: 'constructor', count: 2 },
  ];
  const draw = (groups, share) => labelAt(entries, new Set(groups), share);
  assert.deepEqual(
    [0, 0.74, 0.76, 0.999].map((share) => draw([0, 2], share)),
    ['door', 'door', 'constructor', 'constructor'],
  );
  assert.equal(draw([1], 0), 'step');
  assert.equal(draw([1], 0.999), 'step');
});

test('groups are found by all words, in any order, without capitals and accents', () => {
  const entries = ['Door Wood', 'door metal', 'Église', '足音', 'wooden step'].map((title) => ({ title }));
  assert.deepEqual(groupsWith(entries, ''), [0, 1, 2, 3, 4]);
  assert.deepEqual(groupsWith(entries, ' WOOD  door '), [0]);
  assert.deepEqual(groupsWith(entries, 'wood'), [0, 4]);
  assert.deepEqual(groupsWith(entries, 'egl'), [2]);
  assert.deepEqual(
    groupsWith(entries, 'É'),
    [0, 1, 2, 4].filter((i) => folded(entries[i].title).includes('e')),
  );
  assert.deepEqual(groupsWith(entries, '足'), [3]);
  assert.deepEqual(groupsWith(entries, 'sword'), []);
});

test('sounds are found by labels with capitals and accents', () => {
  const points = {
    names: ['One', 'Two', 'Église 3'],
    kits: ['', 'Été_kit'],
    kit: [0, 1, 0],
    labels: ['Door Wood', 'step'],
    label: [0, 1, 1],
  };
  const found = (text) => Array.from(matches(text, indexOf(points)));
  assert.deepEqual(found('door'), [0]);
  assert.deepEqual(found('ETE kit'), [1]);
  assert.deepEqual(found('eglise'), [2]);
});
