import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playedAs } from '../../../explorer/static/kit/slot.js';
import { fileName, Files } from '../../../explorer/static/out/files.js';

globalThis.location = { href: 'https://host/hitmap/' };
const files = new Files('https://host/hitmap/gradio_api', () => {});
const recipe = { kind: 'point', id: 3 };

test('a sound has an address below the page, with everything that it takes', () => {
  const file = files.sound(
    { recipe, name: 'Snare: Brush & Été', checkpoint: 'open-kits' },
    { bit_depth: 24 },
  );
  assert.equal(file.name, 'snare-brush-ete.wav');
  const url = new URL(file.url);
  assert.equal(url.origin + url.pathname, 'https://host/hitmap/gradio_api/sound.wav');
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    recipe: JSON.stringify(recipe),
    checkpoint: 'open-kits',
    bit_depth: '24',
  });
});

test('the file of a pad is played as the pad is, in as few words as that takes', () => {
  const slot = { recipe, name: 'Kick', checkpoint: 'a', level: 0, pitch: 0, decay: null, pan: 0 };
  assert.deepEqual(playedAs(slot), {});
  assert.deepEqual(
    playedAs({ ...slot, mute: true, choke: 1, level: -6, pitch: -1.88, decay: 0.2, pan: -0.5 }),
    {
      level: -6,
      pitch: -1.88,
      decay: 0.2,
      pan: -0.5,
    },
  );
  const { url } = files.sound(slot, playedAs({ ...slot, pitch: 3 }));
  assert.equal(new URL(url).searchParams.get('pitch'), '3');
});

test('an address that no server would read is none', () => {
  assert.equal(files.kit('{"'.repeat(20_000), {}), null);
});

test('every sound has a name for a file', () => {
  assert.equal(fileName('足音'), 'sound.wav');
  assert.equal(fileName('x'.repeat(500)).length, 84);
});
