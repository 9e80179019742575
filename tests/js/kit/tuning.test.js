import { constants } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pitchFor, tuned, tunedInWords } from '../../../explorer/static/kit/pad/tuning.js';
import { repeatable } from '../page.js';

const slot = (name, more = {}) => ({
  recipe: { kind: 'point', id: 1 },
  name,
  checkpoint: 'a',
  level: 0,
  ...more,
});
const isNear = (one, other) => assert.ok(Math.abs(one - other) < 0.006, `${one} is not ${other}`);

test('the nearest note is at most half a semitone away, from how the pad plays now', () => {
  isNear(pitchFor(45.3, 0, null), -0.3);
  isNear(pitchFor(45.3, 4.4, null), 4.7);
  isNear(pitchFor(45, -7, null), -7);
});

test('a note is played in the octave that is nearest to how the pad plays now', () => {
  isNear(pitchFor(45.3, 0, 9), -0.3);
  isNear(pitchFor(45.3, 0, 4), -5.3);
  isNear(pitchFor(45.3, 0, 2), 4.7);
  isNear(pitchFor(45.3, 12, 2), 16.7);
});

test('any pad plays any note, within the range that pads have', () => {
  const random = repeatable();
  const [low, high] = constants.kit.pitch;
  for (let i = 0; i < 500; i++) {
    const [key, pitch] = [20 + 90 * random(), low + (high - low) * random()];
    const note = i % 3 ? 12 * random() : null;
    const found = pitchFor(key, pitch, note);
    assert.ok(found >= low && found <= high);
    const off = key + found - (note ?? Math.round(key + found));
    isNear(off - 12 * Math.round(off / 12), 0);
  }
});

test('pads that have a note are tuned, and all others stay as they are', () => {
  const slots = [slot('Kick'), slot('Clap', { pitch: 2 }), null, slot('Tom', { pitch: 1, pan: 0.3 })];
  const keys = [33.2, null, null, 44.9];
  const all = tuned(slots, keys, [0, 1, 3], 9);
  assert.deepEqual(all, [{ ...slots[0], pitch: -0.2 }, slots[1], null, { ...slots[3], pitch: 0.1 }]);
  assert.equal(all[1], slots[1]);
  assert.deepEqual(tuned(slots, keys, [3], 9).slice(0, 3), slots.slice(0, 3));
});

test('what was done is one sentence', () => {
  const slots = ['Kick', 'Clap', 'Hat', 'Ride', 'Crash'].map((name) => slot(name, { pitch: 0.5 }));
  const words = (keys, to = 'A') =>
    tunedInWords(slots, keys, [...keys.keys()], to).replace('have no pitch and stay as they are', '…');
  assert.equal(words([44.5]), 'Pad 1 plays A2.');
  assert.equal(words([44.5, 50]), 'Tuned 2 pads to A.');
  assert.equal(words([44.5, null, 45]), 'Tuned 2 pads to A; Clap has no pitch and stays as it is.');
  assert.equal(words([44.5, null, null]), 'Tuned 1 pad to A; Clap and Hat ….');
  assert.equal(words([44, null, null, null, null]), 'Tuned 1 pad to A; 4 pads ….');
  assert.equal(words([null, null, null]), 'Kick, Clap and Hat ….');
});
