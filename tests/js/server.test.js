import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { arraysIn, asker, Cache, Newest, Problem, readSound } from '../../explorer/static/core/server.js';
import { Sounds } from '../../explorer/static/core/sounds.js';
import { giveNames, libraryOf } from '../../explorer/static/stage/library.js';

const REPLY = {
  recipe: '{}',
  info: { title: 'A sound' },
  ticks: [],
  pcm: Buffer.from(Int16Array.of(0, 32767, -32767).buffer).toString('base64'),
  channels: 1,
  sample_rate: 44100,
  spectrogram: Buffer.from([1, 2, 3, 4, 5, 6]).toString('base64'),
  shape: [2, 3],
};

/** Sounds, and what the server was asked for. */
function soundsAsked() {
  const asked = [];
  const sounds = new Sounds(async (name, payload) => {
    asked.push([name, payload]);
    return structuredClone(REPLY);
  });
  return { sounds, asked };
}

test('a sound is read for the ear and the eye', () => {
  const { channels, cells, bands, frames, sampleRate, matchingGain } = readSound(REPLY);
  assert.deepEqual(channels, [Float32Array.of(0, 1, -1)]);
  assert.deepEqual(
    [[...cells], bands, frames, sampleRate, matchingGain],
    [[1, 2, 3, 4, 5, 6], 2, 3, 44100, 1],
  );
});

test('the channels of a stereo sound follow each other', () => {
  const pcm = Buffer.from(Int16Array.of(0, 32767, -32767, 0).buffer).toString('base64');
  const { channels } = readSound({ ...REPLY, pcm, channels: 2 });
  assert.deepEqual(channels, [Float32Array.of(0, 1), Float32Array.of(-1, 0)]);
});

test('a recipe is fetched once, as text or as an object, and anew for another checkpoint', async () => {
  const { sounds, asked } = soundsAsked();
  const recipe = { kind: 'point', id: 1 };
  const first = await sounds.render('a', recipe);
  assert.equal(await sounds.render('a', JSON.stringify(recipe)), first);
  assert.notEqual(await sounds.render('b', recipe), first);
  assert.deepEqual(
    asked.map(([name, { checkpoint }]) => `${name} ${checkpoint}`),
    ['render a', 'render b'],
  );
});

test('what is rendered ahead is there when it is wanted, also if it is on its way', async () => {
  const { sounds, asked } = soundsAsked();
  const [one, other] = [
    { kind: 'point', id: 1 },
    { kind: 'point', id: 2 },
  ];
  await sounds.ahead('a', one);
  await sounds.render('a', one);
  const coming = sounds.ahead('a', other);
  await Promise.all([coming, sounds.render('a', other)]);
  await sounds.ahead('a', one);
  assert.deepEqual(
    asked.map(([, { recipe, ahead }]) => [JSON.parse(recipe).id, ahead]),
    [
      [1, true],
      [2, true],
    ],
  );
});

test('what a busy server did not render ahead, or could not, is asked for again', async () => {
  const answers = [
    { busy: true },
    new Problem('It is gone.'),
    structuredClone(REPLY),
    structuredClone(REPLY),
  ];
  const sounds = new Sounds(async () => {
    const answer = answers.shift();
    if (answer instanceof Problem) throw answer;
    return answer;
  });
  const recipe = { kind: 'point', id: 1 };
  await sounds.ahead('a', recipe);
  await sounds.ahead('a', recipe);
  assert.equal(answers.length, 2);
  const { info } = await sounds.render('a', recipe);
  assert.deepEqual([info.title, answers.length], ['A sound', 1]);
});

test('what nobody asks for twice is not kept and pushes nothing out', async () => {
  const { sounds, asked } = soundsAsked();
  await sounds.render('a', '1');
  for (let i = 0; i < 200; i++) await sounds.render('a', `seed ${i}`, { keep: false });
  assert.equal(asked.length, 201);
  await sounds.render('a', '1');
  assert.equal(asked.length, 201);
  await sounds.render('a', '1', { keep: false });
  assert.equal(asked.length, 201, 'what is kept is used all the same');
});

test('the oldest of 64 sounds is forgotten; what is asked for again is young', async () => {
  const { sounds, asked } = soundsAsked();
  for (let i = 0; i < 64; i++) await sounds.render('a', `${i}`);
  await sounds.render('a', '0');
  await sounds.render('a', '64');
  asked.length = 0;
  await sounds.render('a', '0');
  assert.equal(asked.length, 0);
  await sounds.render('a', '1');
  assert.equal(asked.length, 1);
});

test('originals say what they are compared with', async () => {
  const { sounds, asked } = soundsAsked();
  await sounds.original('a', 5);
  await sounds.original('a', 5, 0);
  assert.deepEqual(
    asked.map(([, payload]) => payload),
    [
      { checkpoint: 'a', id: 5, rounds: null },
      { checkpoint: 'a', id: 5, rounds: 0 },
    ],
  );
});

test('a failure is one sentence', async () => {
  const ask = asker({
    refused: async () => ({ ok: false, error: 'No such sound.' }),
    gone: async () => {
      throw new TypeError('network');
    },
    silent: async () => undefined,
    right: async (payload) => ({ ok: true, payload }),
  });
  await assert.rejects(ask('refused', {}), new Problem('No such sound.'));
  await assert.rejects(ask('gone', {}), /cannot be reached/);
  await assert.rejects(ask('silent', {}), /could not answer/);
  await assert.rejects(ask('unknown', {}), /cannot be reached/);
  assert.equal((await ask('right', { id: 1 })).payload.id, 1);
});

test('every request says which page asks, so that visitors can take turns', async () => {
  const ask = asker({ echo: async (payload) => ({ ok: true, payload }) });
  const [one, two] = [await ask('echo', { id: 1 }), await ask('echo', { visitor: 'else' })];
  assert.match(one.payload.visitor, /^[0-9a-z]{5,}$/);
  assert.equal(one.payload.visitor, two.payload.visitor);
});

test('one job runs at a time, and of those that wait only the newest', async () => {
  const done = [];
  const releases = [];
  const newest = new Newest(async (job) => {
    await new Promise((release) => releases.push(release));
    done.push(job);
  });
  const all = newest.run(1);
  newest.run(2);
  newest.run(3);
  releases.shift()();
  await new Promise(setImmediate);
  assert.deepEqual([done, releases.length], [[1], 1]);
  releases.shift()();
  await all;
  assert.deepEqual([done, newest.running], [[1, 3], false]);
});

test('a job that fails does not stop the next', async () => {
  const newest = new Newest(async (job) => {
    if (job === 'bad') throw new Error(job);
  });
  await assert.rejects(newest.run('bad'));
  assert.equal(newest.running, false);
  await newest.run('good');
});

test('a cache of two keeps the two youngest', () => {
  const cache = new Cache(2).set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  assert.deepEqual(
    [...cache],
    [
      ['a', 3],
      ['c', 4],
    ],
  );
});

test('a cache with little room keeps as many of the youngest as fit, and the youngest in any case', () => {
  const cache = new Cache(9, 10, (value) => value).set('a', 4).set('b', 5).set('c', 3);
  assert.deepEqual([...cache.keys()], ['b', 'c']);
  cache.set('d', 99);
  assert.deepEqual([...cache.keys()], ['d']);
});

/** A file as the server packs it: the length of a text, the text, and bytes. */
function packed(value, bytes) {
  const bare = Buffer.from(JSON.stringify(value));
  const text = Buffer.concat([bare, Buffer.alloc((4 - (bare.length % 4)) % 4, ' ')]);
  const length = Buffer.from(Uint32Array.of(text.length).buffer);
  return new Blob([gzipSync(Buffer.concat([length, text, bytes]))]);
}

test('a file of arrays is read with its arrays in their places', async () => {
  const bytes = Buffer.concat([Buffer.of(1, 255, 0, 0), Buffer.from(Float32Array.of(0.5, -2).buffer)]);
  const value = {
    list: [{ level: { array: 'u1', from: 0, count: 2 } }],
    x: { array: 'f4', from: 4, count: 2 },
    none: null,
    title: 'Größe',
  };
  assert.deepEqual(await arraysIn(packed(value, bytes)), {
    list: [{ level: Uint8Array.of(1, 255) }],
    x: Float32Array.of(0.5, -2),
    none: null,
    title: 'Größe',
  });
  await assert.rejects(arraysIn(new Blob(['no file'])));
});

test('a library has kits and no names at first, and then their names', () => {
  const grouping = (...labels) => ({
    legend: labels.map((label) => ({ label })),
    index: Uint8Array.of(1, 0, 1),
  });
  const library = libraryOf({
    x: Float32Array.of(1, 2, 3),
    sure: Uint8Array.of(100, 255, 62),
    groupings: { label: grouping('kick', 'snare'), kit: grouping('Old', 'New') },
  });
  assert.deepEqual(library.kits, ['New', 'Old', 'New']);
  assert.deepEqual(library.confidences, Float32Array.of(1, NaN, 0.62));
  assert.deepEqual(library.groupings.label.index, Int32Array.of(1, 0, 1));
  const { names } = library;
  assert.deepEqual(names, ['', '', '']);
  giveNames(library, new TextEncoder().encode('One\0\0Größe 3'));
  assert.deepEqual(names, ['One', '', 'Größe 3']);
});
