import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../page.js';
import { Clock, pageTime } from '../../../explorer/static/midi/clock.js';
import { valueAt } from '../../../explorer/static/midi/knobs.js';
import { keysOfPads } from '../../../explorer/static/midi/general.js';
import {
  isMapping,
  knobs,
  learned,
  learnedIn,
  noteOf,
  padOf,
  usualMapping,
} from '../../../explorer/static/midi/mapping.js';
import { isWhole, noteOff, noteOn, read } from '../../../explorer/static/midi/messages.js';

test('notes, knobs and the clock are heard, on any channel', () => {
  assert.deepEqual(read([0x95, 36, 100]), { kind: 'note', channel: 5, note: 36, velocity: 100 });
  assert.deepEqual(read([0xb0, 74, 127]), { kind: 'control', channel: 0, control: 74, value: 1 });
  for (const [byte, kind] of [
    [0xf8, 'clock'],
    [0xfa, 'start'],
    [0xfb, 'continue'],
    [0xfc, 'stop'],
  ])
    assert.deepEqual(read([byte]), { kind });
});

test('released keys, other messages and nothing mean nothing', () => {
  const silent = [[0x90, 36, 0], [0x80, 36, 64], [0xe0, 0, 64], [0xc0, 5], [0xb0, 123, 0], [0xfe], []];
  for (const bytes of silent) assert.equal(read(bytes), null);
});

test('only whole messages are taken', () => {
  for (const bytes of [[0x90, 36, 100], [0xc0, 5], [0xf8], [0xf0, 1, 2, 3, 0xf7]]) assert.ok(isWhole(bytes));
  for (const bytes of [[], [36, 100], [0x90], [0x90, 36], [0x90, 36, 200], [0xb0, 1, 2, 3]])
    assert.ok(!isWhole(bytes));
});

test('a hit that is sent is heard as the same hit', () => {
  assert.deepEqual(read(noteOn(38, 90)), { kind: 'note', channel: 9, note: 38, velocity: 90 });
  assert.equal(read(noteOn(38, 0.2)).velocity, 1);
  assert.ok(isWhole(noteOff(38)) && read(noteOff(38)) === null);
});

test('a key that is learned plays its pad, and no other key does', () => {
  const note = read([0x90, 48, 100]);
  const mapping = learned(usualMapping(), { pad: 2 }, note);
  const keys = [36, 38, 42, null];
  assert.deepEqual(
    [48, 42, 36, 38, 50].map((one) => padOf(mapping, one, keys)),
    [2, undefined, 0, 1, undefined],
  );
  assert.deepEqual(
    [0, 1, 2, 3].map((pad) => noteOf(mapping, pad, keys)),
    [36, 38, 48, null],
  );
  assert.equal(learned(mapping, { knob: 'morph' }, note), null);
  assert.ok(isMapping(mapping));
});

test('a note that is learned for a pad is no longer the key of another', () => {
  const mapping = learned(usualMapping(), { pad: 1 }, read([0x90, 36, 100]));
  assert.equal(padOf(mapping, 36, [36, 38]), 1);
  assert.equal(padOf(mapping, 38, [36, 38]), undefined);
});

test('of a mapping from before only what was learned stays', () => {
  const before = { notes: { 36: 0, 38: 2, 39: 3, 60: 1 }, controls: { 9: 'morph' } };
  assert.deepEqual(learnedIn(before), { notes: { 60: 1 }, controls: { 9: 'morph' } });
});

test('pads have the keys of General MIDI, and empty ones none', () => {
  const slot = (name) => ({ name });
  const labels = ['kick', 'snare', null, 'closed_hat', 'fx', 'kick', null];
  const slots = [
    slot('808'),
    slot('Brush'),
    null,
    slot('Hat'),
    slot('Zap'),
    slot('Deep'),
    slot('open hi-hat'),
  ];
  assert.deepEqual(
    keysOfPads(slots, (pad) => labels[pad]),
    [36, 38, null, 42, 51, 35, 46],
  );
});

test('a knob that is learned turns only that', () => {
  const mapping = learned(usualMapping(), { knob: 'morph' }, read([0xb0, 74, 3]));
  assert.equal(mapping.controls[74], 'morph');
  assert.equal(Object.values(mapping.controls).filter((knob) => knob === 'morph').length, 1);
});

test('every usual meaning is one that can be learned', () => {
  const { controls } = usualMapping();
  for (const knob of Object.values(controls)) assert.ok(knobs().includes(knob), knob);
  for (const bad of [null, {}, { notes: { 36: 99 }, controls: {} }, { notes: {}, controls: { 1: 'fly' } }])
    assert.ok(!isMapping(bad));
});

/** The last tempo that a clock told in so many ticks at a tempo, with ticks that come late by turns. */
function heardAt(clock, tempo, ticks, begin = 0, late = 0) {
  let heard = null;
  for (let i = 0; i < ticks; i++)
    heard = clock.tick(begin + (i * 60_000) / (24 * tempo) + (i % 2) * late) ?? heard;
  return heard;
}

test('the tempo of a clock is heard after a quarter note, and steadily though ticks are late', () => {
  assert.equal(heardAt(new Clock(), 124, 24), null);
  assert.equal(heardAt(new Clock(), 124, 25), 124);
  assert.ok(Math.abs(heardAt(new Clock(), 90, 200, 0, 2) - 90) < 0.5);
});

test('a clock that goes on as it was says nothing new, and one that stopped begins anew', () => {
  const clock = new Clock();
  heardAt(clock, 120, 100);
  assert.equal(heardAt(clock, 120, 40, (100 * 60_000) / (24 * 120)), null);
  assert.equal(heardAt(clock, 150, 25, 1e6), 150);
});

test('the middle of a knob is the middle of what it turns, and its ends are the ends', () => {
  assert.equal(valueAt(0, [-3, 3], 0.1), -3);
  assert.equal(valueAt(64 / 127, [-3, 3], 0.1), 0);
  assert.equal(valueAt(1, [-3, 3], 0.1), 3);
});

test('a hit is sent when it is heard, as the browser says it or by both clocks', () => {
  const now = { contextTime: 2, performanceTime: 5000 };
  assert.equal(pageTime(2.5, {}, now), 5500);
  assert.equal(pageTime(2.5, { contextTime: 0, performanceTime: 0 }, now), 5500);
  assert.equal(pageTime(2.5, { contextTime: 1.9, performanceTime: 4990 }, now), 5590);
});
