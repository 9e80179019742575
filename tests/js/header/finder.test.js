import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Finder } from '../../../explorer/static/header/finder.js';

const SOUNDS = {
  names: ['Deep Kick', 'Snare', 'Kick'],
  labels: ['drum'],
  label: [0, 0, 0],
  kits: ['a'],
  kit: [0, 0, 0],
};

/** A thread that answers nothing, and can break. */
function thread() {
  /** @type {Record<string, (event: any) => void>} */
  const listeners = {};
  /** @type {any[]} */
  const sent = [];
  return {
    sent,
    listeners,
    postMessage: (/** @type {any} */ message) => void sent.push(message),
    addEventListener: (/** @type {string} */ type, /** @type {any} */ listener) =>
      void (listeners[type] = listener),
  };
}

test('the thread is asked, and its answers go to who asked', async () => {
  const one = thread();
  const finder = new Finder(() => one);
  finder.take(SOUNDS);
  const [first, second] = [finder.find('kick'), finder.find('snare')];
  assert.deepEqual(one.sent, [{ sounds: SOUNDS }, { text: 'kick', number: 1 }, { text: 'snare', number: 2 }]);
  one.listeners.message({ data: { number: 2, ids: Int32Array.of(1) } });
  one.listeners.message({ data: { number: 1, ids: Int32Array.of(2, 0) } });
  assert.deepEqual([[...(await first)], [...(await second)]], [[2, 0], [1]]);
});

test('if the thread breaks, what was asked and what will be is found all the same', async () => {
  const one = thread();
  const finder = new Finder(() => one);
  finder.take(SOUNDS);
  const asked = finder.find('kick');
  one.listeners.error({});
  assert.deepEqual([...(await asked)], [2, 0]);
  assert.deepEqual([...(await finder.find('snare'))], [1]);
  finder.take({ ...SOUNDS, names: ['Snare', 'Kick', 'Clap'] });
  assert.deepEqual([...(await finder.find('snare'))], [0]);
});

test('where the browser allows no thread, the search goes on here', async () => {
  const finder = new Finder(() => {
    throw new Error('not allowed');
  });
  finder.take(SOUNDS);
  assert.deepEqual([...(await finder.find('deep'))], [0]);
});
