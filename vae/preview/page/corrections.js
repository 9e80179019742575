// @ts-check
// Labels corrected on the page, and the table that they are given back in.

import { corrections, data, find, labelOf } from './data.js';

/** @typedef {import('./data.js').Sound} Sound */

/**
 * Lets the user type another label in place of the button that shows it.
 * @param {Sound} sound
 * @param {HTMLElement} button
 * @param {() => void} changed
 */
export function correct(sound, button, changed) {
  const field = document.createElement('input');
  field.setAttribute('list', 'known-labels');
  field.setAttribute('aria-label', `Label of ${sound.name}`);
  field.maxLength = 64;
  field.placeholder = labelOf(sound);
  /** @param {boolean} keep */
  const done = (keep) => {
    field.onblur = null;
    const label = field.value.trim().split(/\s+/).join(' ');
    if (keep && label) {
      if (label === sound.label) corrections.delete(sound);
      else corrections.set(sound, label);
      if (!data.labels.includes(label)) data.labels.push(label);
    }
    field.replaceWith(button);
    changed();
  };
  field.onkeydown = (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault(); // or the same key presses the button
    done(event.key === 'Enter');
    button.focus();
  };
  field.onblur = () => done(true);
  button.replaceWith(field);
  field.focus();
}

export function drawCorrections() {
  const count = corrections.size;
  find('#corrections').hidden = count === 0;
  find('#corrected').textContent = count === 1 ? '1 label corrected' : `${count} labels corrected`;
}

/**
 * The same table as `vae.preview.write` makes, with the corrected labels.
 * @param {Sound[]} sounds
 */
export function toTable(sounds) {
  const rows = sounds.map((one) => [
    ...[one.file, labelOf(one), one.label, one.sure, one.from, one.name, one.kit],
  ]);
  return [['file', 'label', 'label_before', 'sure', 'label_from', 'name', 'kit'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

/** @param {string | number} value */
function cell(value) {
  const text = String(value);
  const guarded = /^(?:[=+\-@\t\r\n＝＋－＠]|'[=+\-@\t\r\n＝＋－＠'])/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

let saved = 0;

export function save() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', toTable(data.sounds)], { type: 'text/csv' }));
  link.download = 'labels.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  saved = corrections.size;
}

/** @param {BeforeUnloadEvent} event */
export function keepUnsaved(event) {
  if (corrections.size !== saved) event.preventDefault();
}
