import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blurred, CHANNELS, REACH } from '../../../explorer/static/map/dots/blur.js';

const [COLUMNS, ROWS] = [31, 21];
const at = (column, row, channel = 3) => (row * COLUMNS + column) * CHANNELS + channel;

test('a blurred cell reaches as far as it says, evenly to all sides, and its sum stays', () => {
  const cells = new Float32Array(COLUMNS * ROWS * CHANNELS);
  cells[at(15, 10)] = 5;
  cells[at(15, 10, 0)] = 100;
  const spread = blurred(cells, COLUMNS);
  const sum = (channel) => spread.reduce((all, value, i) => all + (i % CHANNELS === channel ? value : 0), 0);
  assert.ok(Math.abs(sum(3) - 5) < 1e-3 && Math.abs(sum(0) - 100) < 1e-2 && Math.abs(sum(1)) < 1e-6);
  const middle = spread[at(15, 10)];
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
    [2, 2],
  ]) {
    const there = spread[at(15 + dx, 10 + dy)];
    assert.ok(there < middle && Math.abs(there - spread[at(15 - dx, 10 - dy)]) < 1e-5);
  }
  assert.ok(spread[at(15 + REACH, 10)] > 0 && Math.abs(spread[at(16 + REACH, 10)]) < 1e-6);
});
