import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chanceOf,
  csv,
  means,
  shuffled,
  verdictOf,
} from '../../explorer/static/panels/compare/blind-score.js';

test('chance is the upper tail of a fair binomial', () => {
  assert.equal(chanceOf(0, 10), 1);
  assert.equal(chanceOf(10, 10), 1 / 1024);
  assert.equal(chanceOf(9, 10), 11 / 1024);
  assert.equal(chanceOf(8, 10), 56 / 1024);
});

test('a difference is claimed only below 5 %, and its absence never', () => {
  assert.equal(
    verdictOf(9, 10),
    '9 of 10 right. You hear a difference. Guessing alone gets this far in 1 % of tests.',
  );
  assert.equal(
    verdictOf(10, 10),
    '10 of 10 right. You hear a difference. Guessing alone gets this far in 0.1 % of tests.',
  );
  assert.match(verdictOf(8, 10), /No difference shown\./);
  assert.equal(verdictOf(6, 10), '6 of 10 right. That is like guessing.');
  assert.equal(verdictOf(2, 10), '2 of 10 right. That is like guessing.');
});

test('tables are quoted as RFC 4180 has it, and no cell is a formula', () => {
  const rows = [
    { name: 'Kick, "deep"\n', value: -1 },
    { name: '=HYPERLINK("x")', value: 2 },
    { name: '-5', value: 3 },
  ];
  assert.equal(csv(rows), 'name,value\r\n"Kick, ""deep""\n",-1\r\n"\'=HYPERLINK(""x"")",2\r\n\'-5,3\r\n');
});

test('mean ratings, best first', () => {
  const ratings = [
    { system: 'a', rating: 10 },
    { system: 'b', rating: 80 },
    { system: 'a', rating: 30 },
  ];
  assert.deepEqual(means(ratings), [
    { system: 'b', mean: 80, count: 1 },
    { system: 'a', mean: 20, count: 2 },
  ]);
});

test('shuffling keeps every value, and every order happens', () => {
  const orders = new Set();
  for (let i = 0; i < 300; i++) {
    const order = shuffled([1, 2, 3]);
    assert.deepEqual([...order].sort(), [1, 2, 3]);
    orders.add(order.join());
  }
  assert.equal(orders.size, 6);
});
