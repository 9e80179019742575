import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { apart, colourOfNumber, columnsOf } from '../../../explorer/static/about/pictures.js';
import { STEPS } from '../../../explorer/static/about/tour.js';

test('numbers are a grid that is wider than high, whatever their count', () => {
  for (const count of [2, 8, 128, 256, 572]) {
    const columns = columnsOf(count);
    const rows = Math.ceil(count / columns);
    assert.ok(columns >= rows && columns * rows >= count && columns < 2.5 * rows + 1, `${count}`);
  }
});

test('a number below the usual is blue, one above it orange, the usual one dark', () => {
  const [low, usual, high] = [-127, 0, 127].map(colourOfNumber);
  assert.ok(low[2] > low[0] && high[0] > high[2]);
  assert.deepEqual([low[3], usual[3], high[3]], [255, 0, 255]);
  assert.ok(colourOfNumber(40)[3] < colourOfNumber(90)[3]);
});

test('of dots in one place one is drawn, and few of very many', () => {
  const places = [
    [1, 1],
    [9, 1],
    [1.5, 1.9],
    [1, 9],
  ];
  assert.deepEqual([...apart(4, (id) => places[id], 2)], [0, 1, 3]);
  const crowd = [...apart(100_000, (id) => [id % 240, Math.floor(id / 240) % 160], 2)];
  assert.ok(crowd.length <= 120 * 80 && crowd.length > 1000, `${crowd.length}`);
});

test('the tour is a few short sentences', () => {
  assert.equal(STEPS.length, 4);
  for (const { text } of STEPS) assert.ok(text.endsWith('.') && text.length < 90, text);
});

test('the words of the field are explained, each in one sentence', () => {
  const html = readFileSync(new URL('../../../explorer/static/about/about.html', import.meta.url), 'utf8');
  for (const word of ['VAE', 'Latent', 'UMAP', 'Griffin-Lim']) {
    const [, said] = html.match(new RegExp(`<dt>${word}</dt><dd>(.*?)</dd>`)) ?? [];
    assert.match(said ?? '', /^[^.]+\.$/, word);
  }
});
