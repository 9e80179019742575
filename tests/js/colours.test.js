import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pixelRamp, ramp, withOpacity } from '../../explorer/static/core/colours.js';
import { Colours } from '../../explorer/static/map/colours.js';

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

test('opacity is written behind a colour', () => {
  assert.deepEqual(
    [0, 0.5, 1].map((opacity) => withOpacity('#123456', opacity)),
    ['#12345600', '#12345680', '#123456ff'],
  );
});

const packed = (array) => Buffer.from(array.buffer).toString('base64');
const entry = (dark, light) => ({ dark, light });

test('sounds have the colour of their group, or of their value', () => {
  const colours = new Colours({
    groupings: {
      label: {
        legend: [entry('#aa0000', '#110000'), entry('#00bb00', '#001100')],
        index: packed(Int32Array.of(0, 1, 0)),
      },
      kit: { legend: [entry('#aa0000', '#110000')], index: packed(Int32Array.of(0, 0, 0)) },
    },
    scales: [
      {
        name: 'pitch',
        unit: 'Hz',
        values: packed(Float32Array.of(100, 10000, 1000)),
        low: 100,
        high: 10000,
        logarithmic: true,
      },
    ],
    ramp: { dark: ['#000000', '#0000ff'], light: ['#ffffff', '#0000ff'] },
    confidences: Float32Array.of(1, 0.4, NaN),
  });
  assert.deepEqual(
    [0, 1].map((id) => colours.of(id, true)),
    ['#aa0000', '#00bb00'],
  );
  assert.deepEqual(colours.ofGroups(false), ['#110000', '#001100']);
  assert.deepEqual(colours.members, [[0, 2], [1]]);
  assert.deepEqual(colours.marks(false), [
    { color: '#110000', line: { color: '#110000', width: 0 } },
    { color: ['#00110000'], line: { color: '#001100', width: [1.4] } },
  ]);
  colours.choose('pitch');
  const steps = colours.steps(true);
  assert.equal(steps.length, 16);
  assert.deepEqual(
    [0, 1].map((id) => colours.of(id, true)),
    [steps[0], steps[15]],
  );
  assert.ok([steps[7], steps[8]].includes(colours.of(2, true)));
  assert.deepEqual(colours.ofGroups(true)[1], [steps[15]]);
  assert.deepEqual(colours.marks(true)[1].color, [`${steps[15]}00`]);
  assert.deepEqual(colours.marks(true)[0].line.width, 0);
  colours.choose('kit');
  assert.ok(!colours.isHollow(1));
  colours.choose('nothing');
  assert.deepEqual([colours.name, colours.scale], ['label', null]);
});
