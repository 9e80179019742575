// Kits without a server: recipes.json and zips, as the app writes and reads them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../page.js';
import { emptyKit } from '../../../explorer/static/kit/kit.js';
import { withoutSounds } from '../../../explorer/static/kit/slim.js';
import { exported, restored, sealed } from '../../../explorer/static/site/kits.js';
import { onlyFileOf, zipOf } from '../../../explorer/static/site/zip.js';

const VERSIONS = { 'drum-machine': { fingerprint: '0123456789ab', sounds: 9 } };
const slot = (name, checkpoint = 'drum-machine') => ({
  recipe: { kind: 'point', id: 3 },
  name,
  checkpoint,
  level: -3,
});
const kitWith = (...slots) => ({
  ...emptyKit(),
  slots: emptyKit().slots.map((none, i) => slots[i] ?? none),
});
const encode = (value) => new TextEncoder().encode(JSON.stringify(value));

test('a kit is the same after it was written and read', async () => {
  const kit = kitWith(slot('Kick'), slot('Snäre'));
  const text = sealed(kit, VERSIONS);
  assert.deepEqual(JSON.parse(text).checkpoints, { 'drum-machine': '0123456789ab' });
  assert.deepEqual(await restored(new TextEncoder().encode(text), VERSIONS), { kit, note: '' });
});

test('a zip of a kit holds its sounds, and opens again', async () => {
  const kit = kitWith(slot('Kick 808'), null, slot('Clap'));
  const asked = [];
  const ask = async (name, payload) => {
    asked.push([name, payload]);
    return { wav: btoa('RIFF') };
  };
  const { name, zip } = await exported(kit, { bit_depth: 24, mono: true, name: 'My kit' }, VERSIONS, ask);
  assert.equal(name, 'my-kit.zip');
  assert.deepEqual(asked[0], [
    'wav',
    { checkpoint: 'drum-machine', recipe: '{"kind":"point","id":3}', bit_depth: 24, mono: true },
  ]);
  const text = new TextDecoder('latin1').decode(zip);
  for (const file of ['recipes.json', '01-kick-808.wav', '03-clap.wav']) assert.ok(text.includes(file), file);
  const slim = new Uint8Array(await (await withoutSounds(new Blob([zip]))).arrayBuffer());
  assert.deepEqual((await restored(slim, VERSIONS)).kit, kit);
});

test('what is no kit is refused with a sentence', async () => {
  for (const data of [encode([]), encode({ app: 'other' }), new Uint8Array([0x50, 0x4b, 1]), encode(null)])
    await assert.rejects(restored(data, VERSIONS), /not a kit of Hitmap/);
  const newer = { app: 'hitmap', format: 9, checkpoints: {}, kit: {} };
  await assert.rejects(restored(encode(newer), VERSIONS), /another version of Hitmap/);
  await assert.rejects(exported(emptyKit(), { name: '' }, VERSIONS, null), /nothing to export/);
});

test('a kit says what is missing here, and what has changed', async () => {
  const away = sealed(kitWith(slot('Kick', 'elsewhere')), VERSIONS);
  assert.match(
    (await restored(new TextEncoder().encode(away), VERSIONS)).note,
    /"elsewhere", which is missing/,
  );
  const old = JSON.parse(sealed(kitWith(slot('Kick')), VERSIONS));
  old.checkpoints['drum-machine'] = 'ffffffffffff';
  assert.match((await restored(encode(old), VERSIONS)).note, /has changed since/);
});

test('of a list, the first eight are on the pads', async () => {
  const sounds = Array.from({ length: 10 }, (_, i) => ({ file: `${i}.wav`, ...slot(`Sound ${i}`) }));
  const list = { app: 'hitmap', format: 2, checkpoints: { 'drum-machine': '0123456789ab' }, sounds };
  const { kit, note } = await restored(encode(list), VERSIONS);
  assert.deepEqual(kit.slots[7], slot('Sound 7'));
  assert.equal(note, 'This file lists 10 sounds. The first 8 are on the pads.');
});

test('a zip gives back the only file in it, whatever it holds', async () => {
  for (const content of [new Uint8Array(), new Uint8Array(70_000).map((_, i) => i)])
    assert.deepEqual(await onlyFileOf(await zipOf({ 'a.bin': content })), content);
  assert.equal(await onlyFileOf(new Uint8Array(10)), null);
});
