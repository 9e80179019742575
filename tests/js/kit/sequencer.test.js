import { repeatable } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepBeats } from '../../../explorer/static/kit/beat/hits.js';
import { Sequencer } from '../../../explorer/static/kit/beat/sequencer.js';

const BARS = 64;

/** A sequencer on a clock of its own, which nobody wakes but the test. */
function conducted(pattern, t, lengths = () => [16]) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const clock = { now: 0 };
  const hits = [];
  const sequencer = new Sequencer({
    now: () => clock.now,
    pattern,
    lengths,
    hit: (moment, time) => hits.push({ ...moment, time }),
  });
  sequencer.start();
  return { clock, hits, sequencer };
}

for (const [tempo, swing] of [
  [120, 0.5],
  [173, 0.62],
])
  test(`64 bars at ${tempo} with swing ${swing} are exact, woken late by up to 100 ms`, (t) => {
    const { clock, hits, sequencer } = conducted(() => ({ tempo, swing }), t);
    const random = repeatable();
    while (hits.length < BARS * 16) {
      clock.now += 0.025 + 0.075 * random() ** 4;
      const before = hits.length;
      sequencer.wake();
      for (const { time } of hits.slice(before))
        assert.ok(time >= clock.now - 0.001, 'a step comes too late');
    }
    const quarter = 60 / tempo;
    hits.slice(0, BARS * 16).forEach(({ step, time }, i) => {
      const ideal =
        quarter * (4 * Math.floor(i / 16) + Math.floor((i % 16) / 2) / 2 + (i % 2 ? swing / 2 : 0));
      assert.equal(step, i % 16);
      assert.ok(Math.abs(time - hits[0].time - ideal) < 1e-6, `step ${i} is off`);
    });
  });

test('the tempo changes while it plays without a jump; what a stalled page missed is left out', (t) => {
  let tempo = 120;
  const { clock, hits, sequencer } = conducted(() => ({ tempo, swing: 0.5 }), t);
  for (; clock.now < 4; clock.now += 0.02) {
    if (clock.now > 2) tempo = 240;
    sequencer.wake();
  }
  clock.now = 9;
  sequencer.wake();
  const times = hits.map(({ time }) => time);
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  const [slow, fast] = [gaps.filter((gap) => gap > 0.1), gaps.filter((gap) => gap <= 0.1)];
  const stalled = slow.pop();
  for (const gap of slow) assert.ok(Math.abs(gap - 0.125) < 1e-6);
  for (const gap of fast) assert.ok(Math.abs(gap - 0.0625) < 1e-6);
  assert.ok(slow.length > 10 && fast.length > 10);
  assert.ok(stalled > 4 && times.at(-1) >= 8.97);
});

test('the step that is heard is the last one due', (t) => {
  const { clock, hits, sequencer } = conducted(() => ({ tempo: 120, swing: 0.5 }), t);
  clock.now = 0.1;
  sequencer.wake();
  const [first, second] = hits;
  assert.equal(sequencer.momentAt(first.time - 0.001), null);
  assert.equal(sequencer.momentAt(first.time).step, 0);
  assert.equal(sequencer.momentAt(second.time).step, 1);
  sequencer.stop();
  assert.equal(sequencer.momentAt(second.time), null);
});

test('swing delays every second sixteenth', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((step) => stepBeats(step, 0.6)),
    [0, 0.3, 0.5, 0.8],
  );
});

test('a song is played place by place and round by round, and may change while it is', (t) => {
  let lengths = [16, 32, 16];
  const { clock, hits, sequencer } = conducted(
    () => ({ tempo: 120, swing: 0.5 }),
    t,
    () => lengths,
  );
  const until = (count) => {
    for (; hits.length < count; clock.now += 0.02) sequencer.wake();
  };
  until(64 + 20);
  const places = hits.map(({ round, place, step }) => `${round} ${place} ${step}`);
  assert.deepEqual(
    [0, 15, 16, 47, 48, 63, 64, 80].map((i) => places[i]),
    ['0 0 0', '0 0 15', '0 1 0', '0 1 31', '0 2 0', '0 2 15', '1 0 0', '1 1 0'],
  );
  hits.forEach(({ time }, i) => assert.ok(Math.abs(time - hits[0].time - i / 8) < 1e-6));
  const before = hits.length;
  lengths = [16];
  until(before + 20);
  const { round, place, step, time } = hits[before];
  assert.deepEqual({ round, place, step }, { round: 2, place: 0, step: 0 });
  assert.ok(Math.abs(time - hits[before - 1].time - 0.125) < 1e-6);
});
