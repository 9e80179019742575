import '../page.js';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { emptyKit, withPattern, withSlot, withStep } from '../../../explorer/static/kit/kit.js';
import { timeOf } from '../../../explorer/static/panels/history/history.js';
import { Past } from '../../../explorer/static/timeline/past.js';
import { Played } from '../../../explorer/static/timeline/played.js';
import { Timeline } from '../../../explorer/static/timeline/timeline.js';
import { kitWord, soundWord } from '../../../explorer/static/timeline/words.js';

const POINT = { kind: 'point', id: 1 };
const OTHER = { kind: 'point', id: 2 };
const entry = (recipe, title = 'Kick 1', checkpoint = 'a') => ({
  checkpoint,
  version: '1',
  recipe: JSON.stringify(recipe),
  title,
  label: 'kick',
  at: 0,
});
const titles = ({ entries }) => entries.map(({ title }) => title);

/** The browser's storage, with room for so many characters. */
function storage(room = Infinity) {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem(name, text) {
      if (text.length > room) throw new Error('full');
      kept.set(name, text);
    },
  };
}

beforeEach(() => storage());

/** A past without a page: what it played and said. */
function past() {
  const told = [];
  const one = new Past({
    restore: ({ title }) => told.push(`plays ${title}`),
    say: (text) => told.push(text),
    changed: () => {},
  });
  const kits = one.keep({ restore: (kit) => told.push(`kit ${kit}`), word: () => 'step' });
  return { one, kits, told };
}

test('steps of all kinds are undone in the order in which they were done', () => {
  const { one, kits, told } = past();
  one.remember(entry(POINT, 'Kick'), null);
  kits(1, 2);
  one.remember(entry(OTHER, 'Snare'), null);
  kits(2, 3);
  for (const step of [-1, -1, -1, -1, 1, 1]) one.travel(step);
  assert.deepEqual(told, [
    ...['kit 2', 'Undone: step', 'plays Kick', 'Undone: Snare', 'kit 1', 'Undone: step', 'Nothing to undo.'],
    ...['kit 2', 'Redone: step', 'plays Snare', 'Redone: Snare'],
  ]);
});

test('a new step ends what could be redone', () => {
  const { one, kits, told } = past();
  kits(1, 2);
  one.travel(-1);
  kits(1, 5);
  told.length = 0;
  one.travel(1);
  assert.deepEqual(told, ['Nothing to redo.']);
  assert.equal(one.timeline.canUndo, true);
});

test('changes of one gesture are one step, unless something else comes between them', () => {
  const done = [];
  const timeline = new Timeline(() => {});
  const one = timeline.keep({
    restore: (value) => done.push(value),
    word: (before, after) => `${before}${after}`,
  });
  const other = timeline.keep({ restore: (value) => done.push(value), word: () => 'other' });
  one(1, 2, 'drag');
  one(2, 3, 'drag');
  assert.equal(timeline.move(-1), '13');
  assert.equal(timeline.move(1), '13');
  one(3, 4, 'drag');
  other('a', 'b', 'drag');
  one(4, 5, 'drag');
  assert.deepEqual([timeline.move(-1), timeline.move(-1), timeline.move(-1)], ['45', 'other', '34']);
  assert.deepEqual(done, [1, 3, 4, 'a', 3]);
});

test('a slider that is moved again after a step on the pads is a sound of its own', () => {
  const { one, kits } = past();
  one.remember(entry(POINT, 'Kick'), null);
  one.remember(entry(OTHER, 'half'), 'vary');
  one.remember(entry({ kind: 'point', id: 3 }, 'whole'), 'vary');
  kits(1, 2);
  one.remember(entry({ kind: 'point', id: 4 }, 'more'), 'vary');
  assert.deepEqual(titles(one.played), ['Kick', 'whole', 'more']);
});

test('to play a sound of the past again is a step, and adds no row', () => {
  const { one, told } = past();
  const [kick, snare] = [entry(POINT, 'Kick'), entry(OTHER, 'Snare')];
  for (const sound of [kick, snare]) one.remember(sound, null);
  one.revisit(kick);
  assert.deepEqual([one.played.current, titles(one.played)], [kick, ['Kick', 'Snare']]);
  one.travel(-1);
  assert.deepEqual(told, ['plays Kick', 'plays Snare', 'Undone: Kick']);
  assert.equal(one.played.current, snare);
});

test('what was undone stays in the list of what was played', () => {
  const { one } = past();
  for (const [id, title] of [
    [1, 'Kick'],
    [2, 'Snare'],
  ])
    one.remember(entry({ kind: 'point', id }, title), null);
  one.travel(-1);
  one.remember(entry({ kind: 'point', id: 3 }, 'Tom'), null);
  assert.deepEqual(titles(one.played), ['Kick', 'Snare', 'Tom']);
});

test('what was played is there again after a reload, without what only this page has', () => {
  const played = new Played();
  played.add({ ...entry(POINT), sound: { cells: [] }, picture: 'data:image/webp;base64,x' });
  played.add(entry(OTHER, 'Snare'));
  assert.equal(played.save(), true);
  const later = new Played();
  assert.deepEqual(titles(later), ['Kick 1', 'Snare']);
  assert.equal(later.entries[0].sound, undefined);
  assert.equal(later.entries[0].picture, 'data:image/webp;base64,x');
  later.add(entry(OTHER, 'Snare'));
  assert.equal(later.entries.length, 2, 'the sound in the address is the one that was on');
  later.forget();
  assert.deepEqual(titles(new Played()), ['Snare']);
});

test('a full browser is no error, and the oldest of too many sounds are left out', () => {
  const played = new Played();
  for (let id = 0; id < 130; id++) played.add(entry({ kind: 'point', id }, `Kick ${id}`));
  assert.deepEqual([played.entries.length, played.entries[0].title], [100, 'Kick 30']);
  for (const each of played.entries) each.picture = `data:image/webp;base64,${'x'.repeat(20_000)}`;
  played.save();
  const kept = titles(new Played());
  assert.ok(kept.length > 30 && kept.length < 60 && kept.at(-1) === 'Kick 129');
  storage(10);
  assert.equal(played.save(), false);
});

test('stored values that are no sounds are left out', () => {
  localStorage.setItem(
    'hitmap-played',
    JSON.stringify([entry(POINT), { ...entry(OTHER), picture: 'https://x' }, 7, null]),
  );
  assert.equal(new Played().entries.length, 1);
  localStorage.setItem('hitmap-played', '{"not": "a list"}');
  assert.deepEqual(new Played().entries, []);
});

test('a step on the sound is named after the control that was moved, or after the new sound', () => {
  const word = (before, after, title = 'Snare 2') => soundWord(entry(before), entry(after, title));
  assert.equal(word(POINT, OTHER), 'Snare 2');
  assert.equal(word(POINT, { kind: 'noise', of: POINT, amount: 1, seed: 1 }), 'variation');
  assert.equal(word(POINT, { kind: 'shape', of: POINT, brightness: 1 }), 'brightness');
  assert.equal(
    word({ kind: 'shape', of: POINT, brightness: 1, pitch: 1 }, { kind: 'shape', of: POINT, pitch: 2 }),
    'brightness and pitch',
  );
  assert.equal(word(POINT, { kind: 'phase', of: POINT, rounds: 0 }), 'sharp or raw');
  assert.equal(word(POINT, { kind: 'offset', of: POINT, dimensions: [3], amounts: [1] }), 'inner sliders');
  const mix = (weights, of = [POINT, OTHER]) => ({ kind: 'mix', of, weights, interpolation: 'natural' });
  assert.equal(word(mix([0.5, 0.5]), mix([0.2, 0.8])), 'morph');
  assert.equal(word(mix([0.5, 0.5]), mix([0.5, 0.5], [OTHER, POINT])), 'Snare 2');
  assert.equal(soundWord(entry(POINT), entry(POINT, 'Kick 1', 'b')), 'Kick 1');
});

test('a step on the pads is named after what it changed', () => {
  const kit = emptyKit();
  const slot = { recipe: POINT, name: 'Kick', checkpoint: 'a', level: 0 };
  const filled = withSlot(kit, 2, slot);
  assert.equal(kitWord(kit, filled), 'pad 3');
  assert.equal(kitWord(filled, kit), 'pad 3');
  assert.equal(kitWord(filled, withSlot(filled, 2, { ...slot, level: -6 })), 'level of pad 3');
  assert.equal(kitWord(filled, withSlot(filled, 2, { ...slot, mute: true })), 'mute of pad 3');
  assert.equal(kitWord(filled, withSlot(withSlot(filled, 2, null), 0, slot)), 'pads');
  const two = withSlot(filled, 0, slot);
  const higher = { ...slot, pitch: 1 };
  assert.equal(kitWord(two, withSlot(withSlot(two, 0, higher), 2, higher)), 'tuning');
  assert.equal(kitWord(kit, withStep(kit, 0, 4, 90)), 'step');
  assert.equal(kitWord(kit, withStep(withStep(kit, 0, 4, 90), 0, 5, 90)), 'steps');
  assert.equal(kitWord(kit, withStep(withStep(kit, 0, 4, 90), 1, 5, 90)), 'beat');
  assert.equal(kitWord(kit, withPattern(kit, { tempo: 90 })), 'tempo');
  assert.equal(kitWord(kit, { ...kit, song: [0, 1] }), 'beat');
  assert.equal(kitWord(filled, withStep(kit, 0, 4, 90)), 'pads and beat');
});

test('a sound of today has its time, an older one its day too', () => {
  const at = new Date(2026, 10, 25, 14, 32).getTime();
  assert.equal(timeOf(at, at + 60_000), '14:32');
  assert.equal(timeOf(at, at + 24 * 3_600_000), '25 Nov 14:32');
});
