import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyInWords, keyOf, noteNames } from '../../../explorer/static/core/notes.js';

test('a frequency is a key of a MIDI keyboard', () => {
  assert.equal(keyOf(440), 69);
  assert.ok(Math.abs(keyOf(261.6256) - 60) < 1e-5);
  assert.equal(keyOf(55), 33);
});

test('keys have notes, octaves and cents', () => {
  const words = [69, 60, 45.12, 44.88, 33.504, 0, 11.996, 61].map(keyInWords);
  assert.deepEqual(words, ['A4', 'C4', 'A2 +12 c', 'A2 −12 c', 'A♯1 −50 c', 'C-1', 'C0', 'C♯4']);
  assert.equal(noteNames().length, 12);
});
