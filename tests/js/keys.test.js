import { page } from './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTEXTS, isCharacter, KEYS, meaningsOf } from '../../explorer/static/stage/keys.js';

const pressOf = ({ key = '', code = '', shift = false }) => ({ key, code, shiftKey: shift });
const first = (press, ...holding) =>
  meaningsOf({ code: '', shiftKey: false, ...press }).find(
    (row) => row.in === 'page' || holding.includes(row.in),
  );

test('in one context a key has one meaning', () => {
  for (const row of KEYS) {
    for (const shiftKey of [false, true]) {
      const meanings = meaningsOf({ ...pressOf(row), shiftKey }).filter((other) => other.in === row.in);
      assert.ok(meanings.length <= 1, `${row.key ?? row.code} in ${row.in}`);
    }
  }
});

test('a digit by its place and a digit by its sign do not collide', () => {
  const meanings = meaningsOf({ key: '0', code: 'Digit0', shiftKey: false }).filter(
    (row) => row.in === 'page',
  );
  assert.deepEqual(
    meanings.map(({ action }) => action),
    ['whole'],
  );
});

test('P over a variation plays that, and elsewhere the beat', () => {
  assert.equal(first({ key: 'p' }).action, 'beat');
  assert.equal(first({ key: 'P' }, 'variation').action, 'audition');
});

test('with Keys on, letters play pitches and nothing else', () => {
  const press = { key: 'z', code: 'KeyZ' };
  assert.deepEqual(first(press, 'pitches').argument, { semitones: -12, soft: false });
  assert.deepEqual(first({ ...press, shiftKey: true }, 'pitches').argument, { semitones: -12, soft: true });
  assert.equal(first(press).action, 'travel');
  const semitones = ['KeyQ', 'Digit2', 'KeyI', 'KeyN', 'KeyP'].map(
    (code) => first({ key: '', code }, 'pitches').argument.semitones,
  );
  assert.deepEqual(semitones, [0, 1, 12, -3, 16]);
});

test('in a listening test its letters play its sounds first', () => {
  assert.deepEqual(
    meaningsOf({ key: 'a', code: 'KeyA', shiftKey: false }).map(({ action }) => action),
    ['hear', 'recall'],
  );
  assert.equal(first({ key: '1', code: 'Digit1' }, 'blind').action, 'hear');
  assert.equal(first({ key: '1', code: 'Digit1' }).action, 'press');
});

test('Shift tells undo from redo and playing from taking', () => {
  assert.deepEqual([first({ key: 'z' }).argument, first({ key: 'Z', shiftKey: true }).argument], [-1, 1]);
  assert.equal(first({ key: '!', code: 'Digit1', shiftKey: true }).action, 'take');
  assert.equal(first({ key: '?', shiftKey: true }).action, 'help');
});

test('every context is known, and every key that is a letter is written small', () => {
  for (const row of KEYS) {
    assert.ok(CONTEXTS.includes(row.in));
    assert.ok((row.key === undefined) !== (row.code === undefined));
    assert.equal(row.key?.toLowerCase(), row.key);
  }
});

test('the help names every letter of the page', () => {
  const named = new Set(
    [...page('stage/stage.html').matchAll(/<kbd[^>]*>(.*?)<\/kbd>/g)].map(([, key]) => key.toLowerCase()),
  );
  const unnamed = KEYS.filter(
    ({ in: where, key }) => where === 'page' && /^[a-z]$/.test(key ?? '') && !named.has(key),
  );
  assert.deepEqual(
    unnamed.map(({ key }) => key),
    ['x'],
    'X is B for those who test that way',
  );
});

test('letters, digits and signs are characters; arrows, space, Escape and pitches are none', () => {
  const of = (characters) => KEYS.filter((row) => isCharacter(row) === characters);
  const names = (rows) => new Set(rows.map(({ key, code }) => key ?? code));
  const others = of(false).filter((row) => row.in !== 'pitches' && !row.command);
  assert.deepEqual(
    names(others),
    new Set(['arrowleft', 'arrowright', 'arrowup', 'arrowdown', ' ', 'escape']),
  );
  for (const key of ['r', '/', '?', '0', 'Digit1']) assert.ok(names(of(true)).has(key), key);
  assert.ok(of(true).every((row) => row.in !== 'pitches' && !row.command));
});

test('Ctrl and Cmd undo and redo as in every program, and mean nothing with other letters', () => {
  for (const command of [{ ctrlKey: true }, { metaKey: true }]) {
    const steps = [{ key: 'z' }, { key: 'Z', shiftKey: true }, { key: 'y' }].map((press) =>
      first({ ...press, ...command }),
    );
    assert.deepEqual(
      steps.map(({ action, argument }) => [action, argument]),
      [
        ['travel', -1],
        ['travel', 1],
        ['travel', 1],
      ],
    );
    assert.equal(first({ key: 'n', ...command }), undefined);
    assert.equal(first({ key: 'z', code: 'KeyZ', ...command }, 'pitches').action, 'travel');
  }
});
