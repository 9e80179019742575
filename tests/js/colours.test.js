import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pixelRamp, ramp } from '../../explorer/static/core/colours.js';
import { Colours } from '../../explorer/static/map/colours.js';
import './page.js';

test('a ramp keeps its ends and its stops', () => {
  assert.deepEqual(ramp(['#000000', '#ff0000', '#ffffff'], 5), [
    '#000000',
    '#800000',
    '#ff0000',
    '#ff8080',
    '#ffffff',
  ]);
});

test('pixels of a ramp are its colours, opaque, red first', () => {
  const stops = ['#140e36', '#fcfdbf'];
  const bytes = new Uint8Array(pixelRamp(stops, 7).buffer);
  const told = Array.from({ length: 7 }, (_, i) =>
    Buffer.from(bytes.slice(4 * i, 4 * i + 4)).toString('hex'),
  );
  assert.deepEqual(
    told,
    ramp(stops, 7).map((colour) => `${colour.slice(1)}ff`),
  );
});

const entry = (dark, light) => ({ dark, light, outline: `outline of ${dark}` });
/** The looks of all sounds, in drawing order. */
const drawn = ({ looks, of, order }) => Array.from(order, (id) => [id, looks[of[id]]]);

test('sounds have the colour of their group, or of their value', () => {
  const colours = new Colours({
    groupings: {
      label: {
        legend: [entry('#aa0000', '#110000'), entry('#00bb00', '#001100')],
        index: Int32Array.of(0, 1, 0),
      },
      kit: { legend: [entry('#aa0000', '#110000')], index: Int32Array.of(0, 0, 0) },
    },
    scales: [
      {
        name: 'pitch',
        unit: 'Hz',
        level: Uint8Array.of(0, 15, 8),
        low: 100,
        high: 10000,
      },
    ],
    ramp: { dark: ['#000000', '#0000ff'], light: ['#ffffff', '#0000ff'] },
    confidences: Float32Array.of(1, 0.4, NaN),
  });
  assert.deepEqual(
    [0, 1].map((id) => colours.of(id, true)),
    ['#aa0000', '#00bb00'],
  );
  const first = { outline: 'outline of #aa0000', colour: '#110000', hollow: false };
  assert.deepEqual(drawn(colours.looks(false)), [
    [0, first],
    [2, first],
    [1, { outline: 'outline of #00bb00', colour: '#001100', hollow: true }],
  ]);
  assert.equal(colours.looks(false).looks.length, 2);
  colours.choose('pitch');
  const steps = colours.steps(true);
  assert.equal(steps.length, 16);
  assert.deepEqual(
    [0, 1].map((id) => colours.of(id, true)),
    [steps[0], steps[15]],
  );
  assert.ok([steps[7], steps[8]].includes(colours.of(2, true)));
  assert.deepEqual(drawn(colours.looks(true)).at(-1), [
    1,
    { outline: 'outline of #00bb00', colour: steps[15], hollow: true },
  ]);
  colours.choose('kit');
  assert.ok(!colours.isHollow(1));
  colours.choose('nothing');
  assert.deepEqual([colours.name, colours.scale], ['label', null]);
});
