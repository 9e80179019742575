import { constants, page } from './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS } from '../../explorer/static/card/card.js';
import { changesOf, initialControls, PLAIN } from '../../explorer/static/core/controls.js';

test('at first nothing is changed, and sounds are mixed in the default way', () => {
  assert.deepEqual(changesOf(initialControls()), []);
  assert.equal(initialControls().interpolation, constants.default_interpolation);
  assert.equal(constants.ways[0].name, constants.default_interpolation);
});

test('changes are told in words, in the order of the sliders', () => {
  const controls = {
    ...initialControls(),
    amount: 0.5,
    shape: { pitch: 0.1 + 0.2, brightness: -1, decay: 0 },
    dimensions: { 3: 1, 4: 0 },
  };
  const texts = (all) => changesOf(all).map(({ text }) => text);
  assert.deepEqual(texts(controls), ['Varied 0.5', 'Brightness −1', 'Pitch 0.3', '1 inner slider']);
  assert.deepEqual(
    texts({ ...controls, lock: ['pitch'], rounds: 0 }).filter((_, i) => i % 4 === 0),
    ['Varied 0.5, keeps pitch', 'Raw'],
  );
  assert.deepEqual(changesOf({ ...controls, ...PLAIN }), []);
});

test('each change is taken back alone', () => {
  const controls = {
    ...initialControls(),
    amount: 1,
    shape: { pitch: 1, decay: 2 },
    dimensions: { 3: 1 },
    rounds: 0,
  };
  const changes = changesOf(controls);
  assert.equal(changes.length, 5);
  changes.forEach(({ text, without }, i) => {
    const left = changesOf({ ...controls, ...without }).map((change) => change.text);
    assert.deepEqual(
      left,
      changes.map((change) => change.text).filter((_, k) => k !== i),
      text,
    );
  });
});

test('the card has a word for every kind of recipe but the phase, which is heard around another', () => {
  const told = constants.kinds.filter((kind) => kind !== 'phase');
  assert.deepEqual(Object.keys(KINDS).sort(), told.sort());
});

test('every lock of the page is one that the server knows, and none is missing', () => {
  const locks = [...page('panels/vary/vary.html').matchAll(/data-lock="(\w+)"/g)].map(([, lock]) => lock);
  assert.deepEqual(locks.sort(), [...constants.locks].sort());
});

test('there are as many pads on the keys as a kit has', async () => {
  const { KEYS } = await import('../../explorer/static/stage/keys.js');
  const pads = KEYS.filter(({ action }) => action === 'press').map(({ argument }) => argument);
  assert.deepEqual(pads, [...Array(constants.kit.pads).keys()]);
});
