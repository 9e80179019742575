import '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  includes,
  joined,
  MOST,
  plainText,
  read,
  tagged,
  toggled,
} from '../../../explorer/static/favourites/favourites.js';
import { marked, unmarked } from '../../../explorer/static/favourites/in-kits.js';
import { matching, tagsOf } from '../../../explorer/static/favourites/tags.js';
import { emptyKit, withSlot } from '../../../explorer/static/kit/kit.js';

const sound = (id, checkpoint = 'drum-machine') => ({
  checkpoint,
  recipe: plainText({ kind: 'point', id }),
  title: `Sound ${id}`,
  label: 'snare',
  tags: [],
});

test('a star adds a sound at the beginning, and the next takes it away', () => {
  const both = toggled(toggled([], sound(1)), sound(2));
  assert.deepEqual(both, [sound(2), sound(1)]);
  assert.ok(includes(both, sound(1)));
  assert.deepEqual(toggled(both, sound(1)), [sound(2)]);
});

test('the same recipe of another checkpoint is another sound', () => {
  assert.ok(!includes([sound(1)], sound(1, 'thesis')));
});

test('the oldest give way beyond the limit', () => {
  const many = Array.from({ length: MOST }, (_, id) => sound(id));
  const more = toggled(many, sound(MOST));
  assert.equal(more.length, MOST);
  assert.deepEqual([more[0], more.at(-1)], [sound(MOST), sound(MOST - 2)]);
});

test('what a browser kept is read, and what is no favourite left out', () => {
  assert.deepEqual(read([sound(1), null, 3, { recipe: '{}' }, { ...sound(2), title: 7 }]), [sound(1)]);
  assert.deepEqual(read([{ ...sound(1), recipe: '{"kind' }]), [], 'no recipe');
  const { tags, ...older } = sound(1);
  assert.deepEqual(read([older, { ...sound(2), tags: [' dusty', 3, ''], picture: 'http://else.where' }]), [
    sound(1),
    { ...sound(2), tags: ['dusty'] },
  ]);
  for (const kept of [null, {}, 'text', 5]) assert.deepEqual(read(kept), []);
});

test('a recipe is the same whoever wrote it', () => {
  assert.equal(plainText('{"kind": "place", "y": 1.0, "x": 0}'), plainText({ kind: 'place', x: 0, y: 1 }));
  assert.notEqual(plainText({ kind: 'place', x: 0, y: 1 }), plainText({ kind: 'place', x: 1, y: 0 }));
});

test('tags are what stands between commas, each once', () => {
  assert.deepEqual(tagsOf(' dusty,long  tail ,, Dusty,\n'), ['dusty', 'long tail']);
  assert.equal(tagsOf('x'.repeat(99))[0].length, 30);
  assert.equal(tagsOf(Array.from({ length: 40 }, (_, i) => i).join()).length, 12);
  assert.deepEqual(tagsOf(' , '), []);
});

test('favourites are found by words of their title, label and tags', () => {
  const list = [
    { ...sound(1), tags: ['dusty'] },
    { ...sound(2), label: 'closed_hat' },
  ];
  assert.deepEqual(matching(list, 'Düsty SNARE'), [list[0]]);
  assert.deepEqual(matching(list, 'closed hat'), [list[1]]);
  assert.deepEqual(matching(list, ' '), list);
  assert.deepEqual(matching(list, 'dusty hat'), []);
});

test('tags are those of one sound, and of two lists both are kept', () => {
  const list = tagged([sound(1), sound(2)], sound(2), ['dusty']);
  assert.deepEqual(list, [sound(1), { ...sound(2), tags: ['dusty'] }]);
  const others = [{ ...sound(2), title: 'Theirs', tags: ['long'] }, sound(3)];
  assert.deepEqual(joined(list, others), [sound(3), sound(1), { ...sound(2), tags: ['dusty', 'long'] }]);
});

test('stars and tags leave with a kit and come back, and no pad keeps them', () => {
  const slot = (id) => ({
    recipe: { id, kind: 'point' },
    name: `Pad ${id}`,
    checkpoint: 'drum-machine',
    level: 0,
  });
  const kit = withSlot(withSlot(withSlot(emptyKit(), 0, slot(1)), 1, slot(2)), 2, slot(3));
  const out = marked(kit, [{ ...sound(1), tags: ['dusty'] }, sound(2), sound(3, 'thesis')]);
  assert.deepEqual(out.slots.slice(0, 3), [
    { ...slot(1), favourite: true, tags: ['dusty'] },
    { ...slot(2), favourite: true },
    slot(3),
  ]);
  const back = unmarked(out);
  assert.deepEqual(back.kit, kit);
  assert.deepEqual(back.favourites, [
    { ...sound(1), title: 'Pad 1', label: '', tags: ['dusty'] },
    { ...sound(2), title: 'Pad 2', label: '' },
  ]);
});
