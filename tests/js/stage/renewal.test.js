import assert from 'node:assert/strict';
import test from 'node:test';
import { changeOf, Renewal } from '../../../explorer/static/stage/renewal.js';

const told = () => {
  const said = [];
  const opened = [];
  let now = { fingerprint: 'a', sounds: 10 };
  const shown = { checkpoint: 'mine', version: 'a', count: 10 };
  const renewal = new Renewal({
    ask: async (name, { checkpoint }) => (assert.deepEqual([name, checkpoint], ['version', 'mine']), now),
    shown: () => shown,
    open: (checkpoint) => opened.push(checkpoint),
    say: (text, offer) => said.push([text, offer]),
  });
  return { renewal, said, opened, shown, become: (next) => (now = next) };
};

test('sounds that were added are told once, with a way to see them', async () => {
  const { renewal, said, opened, become } = told();
  await renewal.look();
  assert.deepEqual(said, []);
  become({ fingerprint: 'b', sounds: 13 });
  await renewal.look();
  await renewal.look();
  assert.deepEqual(
    said.map(([text]) => text),
    ['3 sounds were added to this map.'],
  );
  said[0][1].act(0);
  assert.deepEqual(opened, ['mine']);
  become({ fingerprint: 'c', sounds: 14 });
  await renewal.look();
  assert.equal(said.length, 2);
});

test('before a library is open nothing is asked', async () => {
  const { renewal, said, shown } = told();
  shown.version = '';
  renewal.ask = () => assert.fail();
  await renewal.look();
  assert.deepEqual(said, []);
});

test('changes have their words', () => {
  assert.equal(changeOf(1), 'A sound was added to this map.');
  assert.equal(changeOf(1000), '1,000 sounds were added to this map.');
  assert.equal(changeOf(0), 'This map has changed.');
});
