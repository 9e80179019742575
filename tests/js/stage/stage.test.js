import '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHash, writeHash } from '../../../explorer/static/stage/address.js';
import { answerGradio } from '../../../explorer/static/stage/gradio.js';
import { Session } from '../../../explorer/static/stage/session.js';
import { wav } from '../../../explorer/static/own/wav.js';
import { shownFor } from '../../../explorer/static/stage/sheet.js';

test('an address holds a sound, whatever its name', () => {
  const sound = { checkpoint: 'mine & "yours"', version: '0123456789ab', recipe: '{"kind":"point","id":1}' };
  assert.deepEqual(readHash(writeHash(sound)), sound);
  assert.deepEqual(readHash(''), { checkpoint: null, version: null, recipe: null });
});

test('Gradio gets values by name, in the order that it asks for, and unknown names are loud', () => {
  globalThis.window = {};
  const taken = [];
  const control = (name) => ({ read: () => `value of ${name}`, take: (value) => taken.push([name, value]) });
  answerGradio({
    controls: { seed: control('seed'), morph: control('morph') },
    presses: { roll: (since) => taken.push(['roll', typeof since]) },
    uploaded: (reply) => taken.push(['uploaded', reply]),
  });
  const { values, changed, pressed, uploaded } = globalThis.window.hitmap;
  assert.deepEqual(values(['morph', 'seed', 'morph']), ['value of morph', 'value of seed', 'value of morph']);
  changed('seed', 5);
  pressed('roll');
  uploaded(1);
  assert.deepEqual(taken, [
    ['seed', 5],
    ['roll', 'number'],
    ['uploaded', 1],
  ]);
  assert.throws(() => values(['tempo']), /tempo/);
  assert.throws(() => changed('tempo', 1), /tempo/);
  assert.throws(() => pressed('tempo'), /tempo/);
  delete globalThis.window;
});

/** A session without a page: what it was told to do, and how it renders. */
function session() {
  const told = [];
  const remembered = [];
  const one = new Session({
    sounds: { render: async (_, recipe) => ({ recipe, info: { title: 'a', label: 'kick', x: 1, y: 2 } }) },
    autoplay: () => true,
    complete: () => {},
    play: (_, { recipe }, { silent }) => told.push(['play', JSON.parse(recipe), silent]),
    placeOf: (_, { info }) => [info.x, info.y],
    adopted: (recipe) => told.push(['adopted', recipe]),
    turned: ({ amount }) => told.push(['turned', amount]),
    remember: ({ recipe, title }, gesture) => remembered.push([JSON.parse(recipe), title, gesture]),
    shown: ({ recipe }) => told.push(['shown', recipe]),
    busy: () => {},
    fail: (error) => {
      throw error;
    },
  });
  one.begin('a', 'version');
  told.length = 0;
  return { one, told, remembered };
}

const POINT = { kind: 'point', id: 1 };
const NOISE = { kind: 'noise', of: POINT, amount: 0.5, seed: 1 };

test('controls stay for the next sound, until it is heard plain', async () => {
  const { one, told } = session();
  assert.equal(one.turn({ amount: 0.5 }), false);
  await one.hear(POINT);
  assert.deepEqual(told, [
    ['turned', 0.5],
    ['play', NOISE, false],
    ['shown', NOISE],
  ]);
  told.length = 0;
  one.plain(0);
  await new Promise(setImmediate);
  assert.deepEqual(told, [
    ['turned', 0],
    ['play', POINT, false],
    ['shown', POINT],
  ]);
});

test('a recipe that is adopted sets the controls before it is shown', async () => {
  const { one, told, remembered } = session();
  await one.request(NOISE, { adopt: true, silent: true });
  assert.deepEqual(told, [
    ['play', NOISE, true],
    ['turned', 0.5],
    ['adopted', NOISE],
    ['shown', NOISE],
  ]);
  assert.deepEqual(one.base, POINT);
  assert.deepEqual(remembered, [[NOISE, 'a', null]]);
  await one.request(POINT, { remember: false });
  assert.equal(remembered.length, 1);
});

test('moved dimensions go when another sound comes, and stay with their own', async () => {
  const { one } = session();
  await one.hear(POINT);
  one.turn({ dimensions: { 3: 1 } }, null);
  assert.equal(one.dress({ ...POINT }).kind, 'point', 'an equal recipe is not the same sound');
  assert.equal(one.dress(one.base).kind, 'offset');
  await one.hear({ kind: 'point', id: 2 });
  assert.deepEqual(one.controls.dimensions, {});
});

test('a sound of a checkpoint that was left is not shown', async () => {
  const { one, told } = session();
  const heard = one.request(POINT);
  one.begin('b', 'version');
  await heard;
  assert.deepEqual(
    told.filter(([what]) => what === 'shown'),
    [],
  );
});

test('recordings become 32-bit float WAV', () => {
  const view = new DataView(wav([Float32Array.of(0.5), Float32Array.of(-1, 0.25)], 48000));
  const text = (at) => String.fromCharCode(...Array.from({ length: 4 }, (_, i) => view.getUint8(at + i)));
  assert.deepEqual([text(0), text(8), text(12), text(36)], ['RIFF', 'WAVE', 'fmt ', 'data']);
  assert.deepEqual([view.getUint32(4, true), view.getUint32(40, true), view.byteLength], [48, 12, 56]);
  assert.deepEqual(
    [view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)],
    [3, 1, 48000, 32],
  );
  assert.deepEqual(
    [0, 1, 2].map((i) => view.getFloat32(44 + 4 * i, true)),
    [0.5, -1, 0.25],
  );
});

test('a stereo recording has its samples in pairs', () => {
  const view = new DataView(wav([Float32Array.of(0.5, -1), Float32Array.of(0.25, 0)], 48000, 2));
  assert.deepEqual(
    [view.getUint16(22, true), view.getUint32(28, true), view.getUint16(32, true)],
    [2, 384000, 8],
  );
  assert.deepEqual([view.getUint32(40, true), view.byteLength], [16, 60]);
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => view.getFloat32(44 + 4 * i, true)),
    [0.5, -1, 0.25, 0],
  );
});

test('the sheet beside the map is never empty, the one under it may be', () => {
  assert.equal(shownFor('pads', true), 'pads');
  assert.equal(shownFor('', true), 'sound');
  assert.equal(shownFor('', false), '');
});
