// Runs the table's keys wherever the focus is, unless the visitor is typing or a dialog is open.

import { around } from '../core/dom.js';
import { meaningsOf } from './keys.js';

/** @typedef {import('../panels/panel.js').Action} Action */
/** @typedef {import('./keys.js').Context} Context */

const TYPING =
  'input:not([type=range], [type=radio]), textarea, select, [contenteditable], [role=listbox]:not(.sounds)';

/**
 * @param {Record<string, Action>} actions  by their names in the table
 * @param {Record<string, (event: KeyboardEvent) => boolean>} contexts  whether each context is active
 */
export function listenToKeys(actions, contexts) {
  /** @type {(row: import('./keys.js').Key, event: KeyboardEvent) => boolean} */
  const holds = (row, event) =>
    (row.in === 'page' || Boolean(contexts[row.in]?.(event))) && !(row.except && around(event, row.except));
  /** @type {(row: import('./keys.js').Key, event: KeyboardEvent) => boolean} */
  const does = (row, event) =>
    (event.repeat && !row.repeats) || actions[row.action](row.argument, event.timeStamp) !== false;
  document.addEventListener('keydown', (event) => {
    if (isMeantForOthers(event)) return;
    if (meaningsOf(event).some((row) => holds(row, event) && does(row, event))) event.preventDefault();
  });
}

/** @param {KeyboardEvent} event */
const isMeantForOthers = (event) =>
  event.defaultPrevented ||
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  document.querySelector('dialog[open]') !== null ||
  around(event, TYPING) !== null;
