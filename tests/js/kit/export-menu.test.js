import { constants } from '../page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownFormat, valueOf } from '../../../explorer/static/kit/export/export-menu.js';

test('a format that is gone, or never was, is the usual one', () => {
  assert.equal(knownFormat('hydrogen'), 'hydrogen');
  for (const wrong of ['', 'sf2', null, 5]) assert.equal(knownFormat(wrong), constants.kit.formats[0].name);
});

test('options of the menu are numbers, truths and words', () => {
  assert.deepEqual(['16', '44100', 'true', 'false', 'as_is', ''].map(valueOf), [
    16,
    44100,
    true,
    false,
    'as_is',
    '',
  ]);
});
