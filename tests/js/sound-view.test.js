import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extremes, timesOf } from '../../explorer/static/card/sound-view.js';
import { inStep } from '../../explorer/static/core/picture.js';
import { energyOf, peakOf, secondsOf } from '../../explorer/static/core/sounds.js';
import { matched } from '../../explorer/static/own/own-sounds.js';

test('the times under a picture are round, however long the sound is', () => {
  assert.deepEqual(timesOf(1), [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual(timesOf(4), [0, 1, 2, 3, 4]);
  assert.deepEqual(timesOf(8), [0, 2, 4, 6, 8]);
  assert.deepEqual(timesOf(0.83), [0, 0.25, 0.5, 0.75]);
  assert.deepEqual(timesOf(0.13), [0, 0.05, 0.1]);
  for (const seconds of [0.05, 0.3, 1.7, 2.53, 7.99]) {
    const times = timesOf(seconds);
    assert.ok(times.length >= 2 && times.length <= 5 && times.at(-1) <= seconds);
  }
});

test('a picture is as wide as its longest sound: a shorter one leaves the rest empty', () => {
  const samples = Float32Array.of(0, 0.5, -0.25, 0.125);
  assert.deepEqual(extremes(samples, 2, 4), [
    [0, 0.5],
    [-0.25, 0.125],
  ]);
  assert.deepEqual(extremes(samples, 4, 8), [
    [0, 0.5],
    [-0.25, 0.125],
    [0, 0],
    [0, 0],
  ]);
});

test('spectrograms in step have one scale of time', () => {
  const short = { bands: 2, frames: 2, cells: Uint8Array.of(1, 2, 3, 4) };
  const long = { bands: 2, frames: 3, cells: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const [first, second] = inStep([short, long]);
  assert.deepEqual([first.frames, [...first.cells]], [3, [1, 2, 0, 3, 4, 0]]);
  assert.equal(second, long);
});

const mono = { channels: [Float32Array.of(0.5, -0.5, 0, 0)], sampleRate: 4 };
const alike = { channels: [mono.channels[0], mono.channels[0]], sampleRate: 4 };

test('mono has the energy of two channels alike', () => {
  assert.equal(energyOf(mono), energyOf(alike));
  assert.equal(energyOf(mono), 0.125);
  assert.equal(peakOf({ ...mono, channels: [...mono.channels, Float32Array.of(0, 0, 0, -0.75)] }), 0.75);
  assert.equal(secondsOf(alike), 1);
});

test('an original of another length and number of channels is as loud as what is decoded', () => {
  const decoded = { channels: [Float32Array.of(0.25, 0), Float32Array.of(0, 0.25)], sampleRate: 4 };
  const original = matched(mono, decoded);
  assert.ok(Math.abs(energyOf(original) / energyOf(decoded) - 1) < 1e-6);
  assert.equal(original.matchingGain, 1);
});
