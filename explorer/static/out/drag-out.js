// Drags that the browser itself carries, so that other programs get a file: Chromium downloads it where it is dropped.

import { light, makeGhost, padAt } from '../look/drag.js';

const MOVES = /** @type {const} */ (['dragenter', 'dragover']);

/** Whether this browser hands files to other programs. */
export const canDragOut = () => 'userAgentData' in navigator;

/**
 * Lets the browser drag an element from this press on.
 * @template {{ name: string }} Carried
 * @param {HTMLElement} element
 * @param {Carried} carried
 * @param {import('../look/drag.js').Ways<Carried>} ways
 */
export function dragOut(element, carried, { drop, file }) {
  /** @type {HTMLElement | null} */
  let ghost = null;
  /** @type {HTMLElement | null} */
  let over = null;

  const start = (/** @type {DragEvent} */ event) => {
    const out = file?.(carried);
    if (!event.dataTransfer || !out) return event.preventDefault();
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData('DownloadURL', `${out.type}:${out.name}:${out.url}`);
    ghost = makeGhost(carried.name);
    ghost.classList.add('away');
    event.dataTransfer.setDragImage(ghost, -12, -8);
    for (const name of MOVES) addEventListener(name, move, true);
    addEventListener('drop', fall, true);
  };
  const move = (/** @type {DragEvent} */ event) => {
    over = light(over, drop ? padAt(event) : null);
    if (!over) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  };
  const fall = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    const pad = over;
    end();
    if (pad) drop?.(carried, Number(pad.dataset.pad));
  };
  const end = () => {
    over = light(over, null);
    ghost?.remove();
    element.draggable = false;
    element.removeEventListener('dragstart', start);
    element.removeEventListener('dragend', end);
    removeEventListener('pointerup', end, true);
    for (const name of MOVES) removeEventListener(name, move, true);
    removeEventListener('drop', fall, true);
  };
  element.draggable = true;
  element.addEventListener('dragstart', start);
  element.addEventListener('dragend', end);
  addEventListener('pointerup', end, true);
}
