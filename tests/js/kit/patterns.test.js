import { constants } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  detailOf,
  lengthOf,
  withBeat,
  withChosen,
  withEmpty,
  withLength,
  withNextDetail,
  withSong,
  withVelocity,
} from '../../../explorer/static/kit/beat/patterns.js';
import { bars } from '../../../explorer/static/kit/beat/hits.js';
import { beatsOf, emptyKit, isKit } from '../../../explorer/static/kit/kit.js';

const KIT = withVelocity(withVelocity(emptyKit(), 0, 1, 3, 90), 2, 4, 5, 127);

test('each pattern has steps of its own', () => {
  const [a, b, c, d] = beatsOf(KIT);
  assert.deepEqual([a.steps[1][3], c.steps[4][5]], [90, 127]);
  assert.equal([...b.steps, ...d.steps].flat().some(Boolean), false);
  assert.ok(isKit(KIT));
  const cleared = withEmpty(withNextDetail(KIT, 2, 'chances', 4, 5), 2);
  assert.equal(JSON.stringify(beatsOf(cleared)[2]), JSON.stringify(b));
  assert.equal(beatsOf(cleared)[0], KIT.pattern);
});

test('chance and repeats go round and leave nothing behind', () => {
  for (const [detail, values] of [
    ['chances', [75, 50, 25, 100]],
    ['ratchets', [2, 3, 4, 1]],
  ]) {
    let kit = KIT;
    for (const value of values) {
      kit = withNextDetail(kit, 2, detail, 4, 5);
      assert.equal(detailOf(beatsOf(kit)[2], detail, 4, 5), value);
      assert.equal(detailOf(beatsOf(kit)[2], detail, 4, 6), values.at(-1));
      assert.ok(isKit(kit));
    }
    assert.equal(JSON.stringify(kit), JSON.stringify(KIT));
  }
  const odd = withBeat(KIT, 0, { chances: KIT.pattern.steps.map((row) => row.map(() => 60)) });
  assert.equal(detailOf(withNextDetail(odd, 0, 'chances', 1, 3).pattern, 'chances', 1, 3), 50);
});

test('a second bar begins like the first and goes without a trace', () => {
  const likely = withNextDetail(withNextDetail(KIT, 2, 'chances', 4, 5), 2, 'ratchets', 4, 5);
  const long = withLength(likely, 2, 32);
  const beat = beatsOf(long)[2];
  assert.equal(lengthOf(beat), 32);
  assert.deepEqual([beat.steps[4][21], beat.chances[4][21], beat.ratchets[4][21]], [127, 75, 2]);
  assert.ok(isKit(long));
  assert.deepEqual(withLength(long, 2, 16), likely);
});

test('a pattern plays alone when it is chosen, or in its song', () => {
  const chosen = withChosen(KIT, 2);
  assert.deepEqual(chosen.song, [2]);
  assert.equal('song' in withChosen(chosen, 0), false);
  const song = withSong(withLength(KIT, 2, 32), [0, 2, 2]);
  assert.equal(withChosen(song, 1), song);
  assert.equal(bars(song), 5);
  assert.equal(isKit(withSong(KIT, Array(constants.kit.max_song + 1).fill(0))), false);
});
