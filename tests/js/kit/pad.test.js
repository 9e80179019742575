import { constants } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyKit, withSlot } from '../../../explorer/static/kit/kit.js';
import { HotSwap } from '../../../explorer/static/kit/pad/hot-swap.js';
import { PadPast } from '../../../explorer/static/kit/pad/past.js';
import { Similar } from '../../../explorer/static/kit/pad/similar.js';
import { decayAt, DECAY_STEPS, inWords, positionOf } from '../../../explorer/static/kit/pad/words.js';

const slot = (id, more = {}) => ({
  recipe: { kind: 'point', id },
  name: `Sound ${id}`,
  checkpoint: 'drum-machine',
  level: 0,
  ...more,
});

test('a pad goes back by itself, a gesture at a time, whatever other pads do', () => {
  const past = new PadPast();
  let kit = emptyKit();
  const change = (pad, to, gesture = null) => {
    const next = withSlot(kit, pad, to);
    past.note(kit, next, gesture);
    kit = next;
  };
  const back = (pad) => {
    kit = withSlot(kit, pad, past.back(kit, pad));
    return kit.slots[pad]?.pan ?? kit.slots[pad]?.name ?? null;
  };
  change(0, slot(1));
  change(1, slot(9));
  change(0, slot(2));
  for (const pan of [0.1, 0.2, 0.3]) change(0, slot(2, { pan }), 'pan 0');
  change(1, null);
  assert.deepEqual([back(0), back(0), back(0)], ['Sound 2', 'Sound 1', null]);
  assert.equal(past.has(kit, 0), false);
  assert.equal(past.has(kit, 1), true);
  assert.equal(back(1), 'Sound 9');
  assert.equal(back(0), null);
});

test('similar sounds come in turn, both ways, and the first one comes back', async () => {
  const render = async (_, { id }) => ({
    info: { title: `Sound ${id} · kit`, label: 'kick', neighbours: [id + 10, id + 20] },
  });
  const similar = new Similar({ render });
  let now = slot(1, { name: 'Mine' });
  const names = [];
  for (const step of [1, 1, 1, -1, -1]) {
    now = { ...now, ...(await similar.step(0, now, step)) };
    names.push(now.name);
  }
  assert.deepEqual(names, ['Sound 11', 'Sound 21', 'Mine', 'Sound 21', 'Sound 11']);
  assert.equal((await similar.step(0, slot(5), 1)).name, 'Sound 15');
  assert.equal((await similar.step(1, slot(11), -1)).name, 'Sound 31');
  const alone = new Similar({ render: async () => ({ info: { neighbours: [] } }) });
  assert.equal(await alone.step(0, slot(1), 1), null);
});

test('the slider of decay meets its ends and comes back to where it was', () => {
  const [low, high] = constants.kit.decay;
  assert.deepEqual([decayAt(0), decayAt(DECAY_STEPS - 1), decayAt(DECAY_STEPS)], [low, high, null]);
  for (let position = 0; position <= DECAY_STEPS; position++)
    assert.equal(positionOf(decayAt(position)), position);
});

test('a pad says how it is played', () => {
  assert.deepEqual(
    [inWords('pitch', -1.5), inWords('pitch', 0), inWords('pan', -0.25), inWords('pan', 0)],
    ['−1.5 st', '0 st', 'left 25', 'middle'],
  );
  assert.deepEqual([inWords('decay', null), inWords('decay', 0.125)], ['as it is', '0.13 s']);
});

test('a pad follows what is heard, stays as it is mixed, and gets its own sound back', () => {
  const put = [];
  let held = [slot(1, { pan: 0.5, level: -3 }), slot(2), null];
  const swap = new HotSwap({
    slotOf: (pad) => held[pad],
    put(pad, next, gesture) {
      put.push(gesture);
      held = held.map((old, i) => (i === pad ? next : old));
    },
    changed() {},
  });
  const [mine] = held;
  swap.hear(slot(7));
  assert.equal(swap.leave(), false);
  assert.equal(swap.begin(2), false);
  assert.equal(swap.begin(0), true);
  assert.equal(swap.begin(0), false);
  swap.hear(slot(1));
  assert.equal(held[0], mine);
  swap.hear(slot(7, { choke: 1 }));
  swap.hear(slot(8));
  assert.deepEqual(held[0], { ...slot(8), pan: 0.5, level: -3, choke: 1 });
  assert.equal(put[0], put[1]);
  assert.equal(swap.leave(), true);
  assert.equal(held[0], mine);
  swap.begin(0);
  swap.hear(slot(9));
  swap.begin(1);
  swap.end();
  swap.hear(slot(6));
  assert.deepEqual([held[0].name, held[1].name, swap.pad], ['Sound 9', 'Sound 2', null]);
  assert.equal(swap.leave(), false);
});
