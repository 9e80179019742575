import assert from 'node:assert/strict';
import { test } from 'node:test';

import { meter } from '../../../explorer/static/own/level.js';

const of = (...samples) => Float32Array.from(samples);

test('the meter is full at full scale and empty in silence', () => {
  assert.equal(meter(0, of(0.1, -1, 0.3)), 1);
  assert.equal(meter(0, of(0, 0)), 0);
  assert.equal(meter(0, of()), 0);
});

test('half the level in dB is half the meter', () => {
  assert.ok(Math.abs(meter(0, of(10 ** (-27 / 20))) - 0.5) < 1e-6);
});

test('it jumps up and falls slowly', () => {
  const loud = meter(0, of(0.5));
  const after = meter(loud, of(0.001));
  assert.ok(after < loud && after > 0.8 * loud);
  assert.equal(meter(after, of(0.5)), loud);
});
