// The knobs of the drum machine: values on their way, and words for them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareOf, titleOf, titlesOf, valueAt, wordsOf } from '../../explorer/static/panels/machine/knob.js';

/** @type {import('../../explorer/static/panels/machine/knob.js').Knob[]} */
const KNOBS = [
  { name: 'tune_hz', low: 42, high: 65, scale: 'log' },
  { name: 'burst_count', low: 3, high: 5, scale: 'whole' },
  { name: 'tilt_db', low: -7, high: 5, scale: 'linear' },
];

test('a knob reaches both ends of its range, and its share is the inverse', () => {
  for (const knob of KNOBS) {
    assert.equal(valueAt(knob, 0), knob.low);
    assert.equal(valueAt(knob, 1), knob.high);
    if (knob.scale !== 'whole') assert.ok(Math.abs(shareOf(knob, valueAt(knob, 0.3)) - 0.3) < 1e-4);
  }
});

test('times and frequencies are spread in octaves, counts are whole', () => {
  assert.equal(valueAt(KNOBS[0], 0.5), 52.2494);
  assert.deepEqual(
    [0.1, 0.5, 0.9].map((share) => valueAt(KNOBS[1], share)),
    [3, 4, 5],
  );
});

test('names and values are words', () => {
  assert.equal(titleOf('sweep_ms'), 'Sweep');
  assert.equal(titleOf('highcut_q'), 'Highcut q');
  assert.deepEqual(titlesOf(['stick', 'stick_hz', 'decay_s']), ['Stick', 'Stick (Hz)', 'Decay']);
  assert.equal(wordsOf(KNOBS[0], 52.2494), '52.2 Hz');
  assert.equal(wordsOf(KNOBS[0], 16581), '16.6 kHz');
  assert.equal(wordsOf(KNOBS[2], -0.0813), '-0.1 dB');
  assert.equal(wordsOf({ name: 'warmth', low: 0, high: 1, scale: 'linear' }, 0.4), '40 %');
});
