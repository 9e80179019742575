import { constants } from './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cropped } from '../../explorer/static/core/picture.js';
import { atEqualEnergy, middleOf, waysOf } from '../../explorer/static/panels/compare/between.js';
import { equalised } from '../../explorer/static/panels/compare/levels.js';
import { differing, firstPair } from '../../explorer/static/panels/compare/settings.js';

const sound = (level, sampleRate = 100) => ({
  channels: [
    Float32Array.from({ length: sampleRate }, (_, i) => level * Math.sin(i) * Math.exp(-i / sampleRate)),
  ],
  sampleRate,
});
const energy = ({ channels, sampleRate, gain }) =>
  channels.flatMap((one) => [...one]).reduce((sum, x) => sum + (gain * x) ** 2, 0) /
  (channels.length * sampleRate);
const peak = ({ channels, gain }) =>
  Math.max(...channels.flatMap((one) => [...one]).map((x) => Math.abs(gain * x)));

test('sounds get one energy, whatever their rate, and only the one with the highest peak is full', () => {
  const click = { channels: [new Float32Array(100).fill(1, 3, 4)], sampleRate: 100 };
  const wide = { channels: [...sound(0.3).channels, new Float32Array(100)], sampleRate: 100 };
  const heard = equalised({ a: sound(0.1), b: sound(0.9), c: sound(0.5, 300), wide, click });
  for (const one of Object.values(heard)) {
    assert.ok(Math.abs(energy(one) / energy(heard.click) - 1) < 1e-5);
    assert.ok(peak(one) <= 0.95001);
  }
  assert.ok(Math.abs(peak(heard.click) - 0.95) < 1e-5);
});

const names = constants.ways.map(({ name }) => name);
const drawn = atEqualEnergy(
  [sound(0.5), sound(0.6), sound(0.7)],
  Object.fromEntries(names.map((name, i) => [name, sound(0.1 + 0.05 * i)])),
);

test('one of 1 and 2 is the real middle, the other is mixed in the chosen way, and the ends are A and B', () => {
  const way = names.at(-1);
  for (const realFirst of [true, false]) {
    const { sounds, right, truth, facts, seen } = middleOf(drawn, { way, model: false }, realFirst);
    const { A, B, ...middles } = Object.fromEntries(sounds);
    assert.deepEqual(sounds.map(([letter]) => letter).join(''), 'A12B');
    assert.equal(right, realFirst ? '1' : '2');
    assert.equal(middles[right], drawn.middle);
    assert.equal(middles[realFirst ? '2' : '1'], drawn.mixes[way]);
    assert.deepEqual([A, B], [drawn.first, drawn.second]);
    assert.match(truth, new RegExp(`^${right} is real, [12] is ${constants.ways.at(-1).title}\\.$`));
    assert.deepEqual(facts, { way, truth: 'original' });
    assert.deepEqual(
      seen.map(({ name }) => name),
      ['first', 'real', ...names, 'second'],
    );
    assert.equal(seen[1].letter, right);
  }
});

test('in ABX of two ways X is the one that the right answer says', () => {
  const [way, against] = names;
  for (const xIsA of [true, false]) {
    const { sounds, right, facts } = waysOf(drawn, { way, against, model: true }, xIsA);
    const { A, B, X } = Object.fromEntries(sounds);
    assert.deepEqual([A, B], [drawn.mixes[way], drawn.mixes[against]]);
    assert.equal(X, { A, B }[right]);
    assert.equal(right, xIsA ? 'A' : 'B');
    assert.deepEqual(facts, { way, against });
  }
});

test('two ways are compared that differ, the default and the crossfade at first', () => {
  assert.deepEqual(firstPair(['glide', 'lerp', 'crossfade']), { way: 'glide', against: 'crossfade' });
  assert.deepEqual(firstPair(['crossfade', 'lerp']), { way: 'crossfade', against: 'lerp' });
  const pair = { way: 'lerp', against: 'crossfade' };
  assert.deepEqual(differing(pair, { way: 'slerp' }), { way: 'slerp', against: 'crossfade' });
  assert.deepEqual(differing(pair, { way: 'crossfade' }), { way: 'crossfade', against: 'lerp' });
  assert.deepEqual(differing(pair, { against: 'lerp' }), { way: 'crossfade', against: 'lerp' });
});

test('pictures of short sounds end together, where nothing more is seen', () => {
  const [bands, frames] = [3, 40];
  const until = (end) => ({
    bands,
    frames,
    cells: Uint8Array.from({ length: bands * frames }, (_, i) =>
      i % frames < end ? 100 + (i % frames) : 10,
    ),
  });
  const [short, long] = cropped([until(5), until(30)]);
  assert.deepEqual([short.frames, long.frames, short.cells.length], [30, 30, 90]);
  for (const band of [0, 1, 2])
    assert.deepEqual(
      [...long.cells.slice(band * 30, band * 30 + 30)],
      [...Array(30).keys()].map((t) => 100 + t),
    );
  assert.equal(cropped([until(1)])[0].frames, 16);
});
