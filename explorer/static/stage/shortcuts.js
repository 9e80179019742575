// Runs the table's keys wherever the focus is, unless the visitor is typing or a dialog is open.

import { around, find } from '../core/dom.js';
import { isCharacter, meaningsOf } from './keys.js';

/** @typedef {import('../panels/panel.js').Action} Action */
/** @typedef {import('./keys.js').Context} Context */

const TYPED = 'input:not([type=range], [type=radio]), textarea, [contenteditable]';
const CHOSEN = 'select, [role=listbox]:not(.sounds)';

/**
 * @param {Record<string, Action>} actions  by their names in the table
 * @param {Record<string, (event: KeyboardEvent) => boolean>} contexts  whether each context is active
 * @param {() => boolean} single  whether letters, digits and signs are keys
 */
export function listenToKeys(actions, contexts, single) {
  /** @type {(row: import('./keys.js').Key, event: KeyboardEvent) => boolean} */
  const holds = (row, event) =>
    (single() || !isCharacter(row)) &&
    (row.in === 'page' || Boolean(contexts[row.in]?.(event))) &&
    !(row.except && around(event, row.except));
  /** @type {(row: import('./keys.js').Key, event: KeyboardEvent) => boolean} */
  const does = (row, event) =>
    (event.repeat && !row.repeats) || actions[row.action](row.argument, event.timeStamp) !== false;
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && isTyped(event)) return leaveField(event);
    if (isMeantForOthers(event)) return;
    if (meaningsOf(event).some((row) => holds(row, event) && does(row, event))) event.preventDefault();
  });
}

/** @param {KeyboardEvent} event */
const isMeantForOthers = (event) =>
  event.defaultPrevented || event.altKey || document.querySelector('dialog[open]') !== null || isTyped(event);

/** Whether a control takes the key; a menu takes none that is pressed with Ctrl or Cmd. @param {KeyboardEvent} event */
const isTyped = (event) =>
  around(event, event.ctrlKey || event.metaKey ? TYPED : `${TYPED}, ${CHOSEN}`) !== null;

/** Escape leaves a field and goes back to the map. @param {KeyboardEvent} event */
function leaveField(event) {
  if (around(event, 'dialog')) return;
  event.preventDefault();
  find(document, '.map .surface').focus({ preventScroll: true });
}
