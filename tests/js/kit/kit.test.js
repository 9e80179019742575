import { constants } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyKit,
  hasBeat,
  hasSounds,
  isKit,
  nameOf,
  swapped,
  withoutAll,
  withoutBeat,
  withPattern,
  withSlot,
  withStep,
} from '../../../explorer/static/kit/kit.js';

const SLOT = { recipe: { kind: 'point', id: 1 }, name: 'Boom', checkpoint: 'drum-machine', level: 0 };
const KIT = withStep(withSlot(emptyKit(), 0, SLOT), 0, 3, 90);

test('an empty kit is one, with every pad and step', () => {
  const kit = emptyKit();
  assert.ok(isKit(kit));
  assert.equal(kit.slots.length, constants.kit.pads);
  assert.equal(kit.pattern.steps.flat().length, constants.kit.pads * constants.kit.steps);
  assert.equal(hasSounds(kit) || hasBeat(kit), false);
});

test('kits are never changed, only made anew', () => {
  const before = JSON.stringify(KIT);
  withStep(withPattern(swapped(KIT, 0, 1), { tempo: 90 }), 2, 2, 127);
  assert.equal(JSON.stringify(KIT), before);
});

test('what is no kit is told apart', () => {
  assert.ok(isKit(KIT));
  const { slots, pattern } = KIT;
  for (const bad of [
    null,
    { slots: 5 },
    { slots },
    { slots: slots.slice(1), pattern },
    { slots: [{ ...SLOT, level: 7 }, ...slots.slice(1)], pattern },
    { slots: [{ ...SLOT, recipe: {} }, ...slots.slice(1)], pattern },
    { slots: [{ ...SLOT, name: 5 }, ...slots.slice(1)], pattern },
    ...[{ tempo: 39 }, { swing: 0.4 }, { humanise: 2 }, { tempo: '120' }, { steps: [] }].map((change) =>
      withPattern(KIT, change),
    ),
    withStep(KIT, 0, 0, 128),
    withStep(KIT, 0, 0, 0.5),
    ...[{ mute: 1 }, { choke: 5 }, { pitch: 30 }, { decay: 0 }, { pan: 2 }].map((change) =>
      withSlot(KIT, 0, { ...SLOT, ...change }),
    ),
    ...[{ song: [] }, { song: [4] }, { patterns: [] }, { patterns: [{}, {}, {}] }].map((change) => ({
      ...KIT,
      ...change,
    })),
    withPattern(KIT, { chances: [[50]] }),
    withPattern(KIT, { ratchets: pattern.steps }),
  ])
    assert.equal(isKit(bad), false);
});

test('two pads change places with their steps', () => {
  const other = swapped(KIT, 0, 5);
  assert.equal(other.slots[5], SLOT);
  assert.equal(other.pattern.steps[5][3], 90);
  assert.equal(other.slots[0], null);
  assert.deepEqual(swapped(other, 0, 5), KIT);
});

test('the beat goes without the pads, and all goes at once', () => {
  assert.equal(hasBeat(withoutBeat(KIT)), false);
  assert.equal(withoutBeat(KIT).slots[0], SLOT);
  assert.deepEqual(withoutAll(withPattern(KIT, { tempo: 90 })), withPattern(emptyKit(), { tempo: 90 }));
});

test('names are printable, short and whole', () => {
  assert.equal(nameOf(' Boom \u0007\n!\u2028 '), 'Boom !');
  assert.equal(nameOf('\u200b\u0000'), '');
  const long = nameOf('🥁'.repeat(99));
  assert.equal([...long].length, constants.kit.max_name);
  assert.ok(long.isWellFormed?.() ?? true);
});
