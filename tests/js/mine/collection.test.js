import '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../explorer/static/core/server.js';
import { Batch } from '../../../explorer/static/own/batch.js';
import { Collection, isOwn, keyOf, MOST } from '../../../explorer/static/own/collection.js';
import { chosenFiles, droppedFiles, stemOf } from '../../../explorer/static/own/files.js';

const own = (name, at = 0) => ({
  key: keyOf('drum-machine', `{"kind":"latent","z":"${name}"}`),
  checkpoint: 'drum-machine',
  version: '1',
  recipe: `{"kind":"latent","z":"${name}"}`,
  name,
  label: 'closed_hat',
  place: [1, 2],
  picture: 'data:image/webp;base64,',
  at,
});

/** A database in memory. */
class Memory {
  rows = new Map();
  all = async () => [...this.rows.values()];
  put = async (value) => void this.rows.set(value.key, value);
  remove = async (key) => void this.rows.delete(key);
  clear = async () => this.rows.clear();
}

const refusing = () => new Proxy({}, { get: () => async () => Promise.reject(new Error('no')) });

test('a collection comes back from its database, newest first', async () => {
  const database = new Memory();
  const one = new Collection(database);
  await one.add(own('Clap', 2));
  await one.add(own('Snare', 1));
  await one.add(own('Clap', 3));
  database.rows.set('strange', { key: 'strange', name: 7 });
  const other = new Collection(database);
  await other.begin();
  assert.deepEqual(
    other.sounds.map(({ name, at }) => [name, at]),
    [
      ['Clap', 3],
      ['Snare', 1],
    ],
  );
  await other.remove(own('Clap'));
  assert.deepEqual([...database.rows.keys()], [own('Snare').key, 'strange']);
  await other.clear();
  assert.equal(database.rows.size, 0);
});

test('a sound is found in any phase, and by words of its name and label', async () => {
  const collection = new Collection(new Memory());
  await collection.add(own('Näbe'));
  const raw = { kind: 'phase', of: JSON.parse(own('Näbe').recipe), rounds: 0 };
  assert.equal(collection.find('drum-machine', JSON.stringify(raw))?.name, 'Näbe');
  assert.equal(collection.find('thesis', own('Näbe').recipe), undefined);
  assert.equal(collection.find('drum-machine', '{"kind":"point","id":1}'), undefined);
  assert.equal(collection.matching('closed nabe').length, 1);
  assert.equal(collection.matching('open').length, 0);
});

test('what the database refuses lasts as long as the page', async () => {
  let changes = 0;
  const collection = new Collection(refusing());
  collection.listeners.push(() => changes++);
  await collection.begin();
  await collection.add(own('Clap'));
  assert.deepEqual([collection.kept, collection.sounds.length, changes], [false, 1, 2]);
});

test('it holds so many and no more', async () => {
  const collection = new Collection(new Memory());
  for (let i = 0; i <= MOST; i++) await collection.add(own(`Sound ${i}`));
  assert.deepEqual([collection.sounds.length, collection.room], [MOST, 0]);
  await collection.add({ ...own('Sound 3'), at: 9 });
  assert.deepEqual([collection.sounds.length, collection.sounds[0].at], [MOST, 9]);
});

test('only what is whole is an own sound', () => {
  assert.ok(isOwn(own('Clap')));
  for (const change of [
    { place: [1] },
    { place: [1, NaN] },
    { picture: 'https://x' },
    { at: '1' },
    { name: 1 },
  ])
    assert.ok(!isOwn({ ...own('Clap'), ...change }), JSON.stringify(change));
});

test('files are read one after the other, and bad ones do not stop the others', async () => {
  const [begun, reports] = [[], []];
  let reading = 0;
  const batch = new Batch({
    async read({ name }, first) {
      assert.equal(++reading, 1);
      await null;
      reading -= 1;
      begun.push(first);
      if (name === 'bad') throw new Problem('It is bad.');
      if (name === 'third') void batch.add([{ name: 'late' }]);
    },
    begins: ({ name }, place, total) => begun.push(`${name} ${place}/${total}`),
    ended: (report) => reports.push(report),
  });
  await batch.add([{ name: 'bad' }, { name: 'second' }, { name: 'third' }]);
  assert.deepEqual(begun, ['bad 1/3', true, 'second 2/3', true, 'third 3/3', false, 'late 4/4', false]);
  assert.equal(reports.length, 1);
  const [{ total, read, unread, stopped }] = reports;
  assert.deepEqual([total, read, stopped, batch.pending], [4, 3, false, 0]);
  assert.deepEqual(
    unread.map(({ name, text }) => [name, text]),
    [['bad', 'It is bad.']],
  );
});

test('what waits can be left out', async () => {
  const reports = [];
  const batch = new Batch({
    read: async () => batch.stop(),
    begins() {},
    ended: (report) => reports.push(report),
  });
  await batch.add([{ name: 'one' }, { name: 'two' }, { name: 'three' }]);
  await batch.add([{ name: 'four' }]);
  assert.deepEqual(
    reports.map(({ total, read, stopped }) => [total, read, stopped]),
    [
      [3, 1, true],
      [1, 1, false],
    ],
  );
});

const fileEntry = (name) => ({ name, isFile: true, file: (done) => done({ name }) });
const folderEntry = (name, ...portions) => ({
  name,
  isFile: false,
  createReader: () => ({ readEntries: (done) => done(portions.shift() ?? []) }),
});

test('a dropped folder is walked to its end, in the order of names, without what is hidden', async () => {
  const folder = folderEntry(
    'kit',
    [fileEntry('Hit 10.wav'), folderEntry('deep', [fileEntry('a.wav')]), fileEntry('.DS_Store')],
    [fileEntry('Hit 2.wav')],
  );
  const items = [
    { kind: 'string' },
    { kind: 'file', webkitGetAsEntry: () => folder },
    { kind: 'file', webkitGetAsEntry: () => fileEntry('last.wav') },
  ];
  const names = (await droppedFiles({ items })).map(({ name }) => name);
  assert.deepEqual(names, ['a.wav', 'Hit 2.wav', 'Hit 10.wav', 'last.wav']);
});

test('chosen files come folder after folder, and are named without their ending', () => {
  const file = (webkitRelativePath) => ({ name: webkitRelativePath.split('/').at(-1), webkitRelativePath });
  const chosen = chosenFiles([file('k/b/1.wav'), file('k/10.wav'), file('k/2.wav'), file('k/.x')]);
  assert.deepEqual(
    chosen.map(({ webkitRelativePath }) => webkitRelativePath),
    ['k/2.wav', 'k/10.wav', 'k/b/1.wav'],
  );
  assert.deepEqual(
    ['My tom.wav', 'a.b.aif', 'none', '.wav'].map((name) => stemOf({ name })),
    ['My tom', 'a.b', 'none', '.wav'],
  );
});
