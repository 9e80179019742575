import { constants } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generator, randomPattern } from '../../../explorer/static/kit/beat/beats.js';
import { emptyKit, isKit, withPattern } from '../../../explorer/static/kit/kit.js';

const LABELS = ['kick', 'snare', 'clap', 'closed_hat', 'open_hat', 'tom', null, 'kick'];

test('the same seed makes the same beat, another one another', () => {
  assert.deepEqual(randomPattern(LABELS, 5), randomPattern(LABELS, 5));
  assert.notDeepEqual(randomPattern(LABELS, 5), randomPattern(LABELS, 6));
});

test('every beat fits into a kit, begins with the kick and leaves empty pads alone', () => {
  for (let seed = 0; seed < 300; seed++) {
    const pattern = randomPattern(LABELS, seed);
    assert.ok(isKit(withPattern(emptyKit(), pattern)));
    assert.ok(pattern.steps[0][0] > 0);
    assert.ok(pattern.steps[6].every((velocity) => velocity === 0));
    assert.ok(pattern.steps.flat().every((velocity) => [0, 60, 90, 127].includes(velocity)));
  }
});

test('without a drum the first pads carry the beat, whatever their labels are called', () => {
  const effects = ['door', 'constructor', 'door', '', '__proto__', null, 'toString', 'step'];
  const drums = ['kick', 'snare', 'closed_hat', 'open_hat', 'clap', null, 'toString', 'step'];
  for (let seed = 0; seed < 100; seed++) {
    const pattern = randomPattern(effects, seed);
    assert.deepEqual(pattern, randomPattern(drums, seed));
    assert.ok(isKit(withPattern(emptyKit(), pattern)));
    assert.ok(pattern.steps[0][0] > 0);
  }
});

test('a label of eight pads, or of one, makes a beat', () => {
  for (const labels of [Array(8).fill('door'), ['', null, null, null, null, null, null, null]]) {
    const pattern = randomPattern(labels, 7);
    assert.ok(isKit(withPattern(emptyKit(), pattern)));
    assert.ok(pattern.steps[0].some(Boolean));
  }
});

test('the generator is even and knows all seeds', () => {
  const random = generator(constants.max_seed);
  const values = Array.from({ length: 4000 }, random);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const mean = values.reduce((a, b) => a + b) / values.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02);
});
