// Drags with the pointer: from the map, a title or a pad onto a pad, or out of the page as a file. Where the browser hands
// files to other programs it takes the drag over (`out/drag-out.js`); elsewhere a drag that leaves the window is a download.

import { create, find } from '../core/dom.js';
import { canDragOut, dragOut } from '../out/drag-out.js';

/** @typedef {import('../out/files.js').OutFile} OutFile */
/**
 * What becomes of a thing that is carried.
 * @template Carried
 * @typedef {object} Ways
 * @property {(carried: Carried, pad: number) => void} [drop]  it was let go over a pad
 * @property {(carried: Carried) => OutFile | null} [file]  it as a file, for other programs
 * @property {(file: OutFile) => void} [save]  downloads that file
 */

const STARTS = 6; // pixels a pointer must move to start a drag

/**
 * Makes an element a drag handle.
 * @template {{ name: string }} Carried
 * @param {HTMLElement} element
 * @param {Ways<Carried> & { what: () => Carried | null, press?: (since: number) => void }} actions  what: what a drag
 *   would carry; press: called on every press, dragged or not
 */
export function draggable(element, { what, press, ...ways }) {
  element.addEventListener('pointerdown', (event) => {
    element.draggable = false;
    const held = event.shiftKey || event.altKey || event.ctrlKey;
    if (event.button !== 0 || held || event.pointerType === 'touch') return;
    const carried = what();
    if (!carried) return;
    event.stopPropagation();
    press?.(event.timeStamp);
    if (canDragOut() && ways.file?.(carried)) dragOut(element, carried, ways);
    else carry(event, carried, ways);
  });
}

/**
 * Carries a thing from this press on, until it is let go.
 * @template {{ name: string }} Carried
 * @param {PointerEvent} begin
 * @param {Carried} carried
 * @param {Ways<Carried>} ways
 * @param {HTMLElement | null} home  over this element nothing is carried yet
 */
export function carry(begin, carried, { drop, file, save }, home = null) {
  /** @type {HTMLElement | null} */
  let ghost = null;
  /** @type {HTMLElement | null} */
  let over = null;

  const move = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== begin.pointerId) return;
    if (home && isOver(home, event)) return rest();
    if (!ghost && Math.hypot(event.clientX - begin.clientX, event.clientY - begin.clientY) < STARTS) return;
    ghost ??= makeGhost(carried.name);
    ghost.style.translate = `${event.clientX}px ${event.clientY}px`;
    over = light(over, drop ? padAt(event) : null);
  };
  const rest = () => {
    ghost?.remove();
    ghost = null;
    over = light(over, null);
  };
  const end = () => {
    removeEventListener('pointermove', move, true);
    removeEventListener('pointerup', lift, true);
    removeEventListener('pointercancel', cancel, true);
    removeEventListener('keydown', escape, true);
    if (ghost) addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, true), 0);
    rest();
  };
  const lift = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== begin.pointerId) return;
    const [carrying, pad] = [ghost !== null, over];
    end();
    if (!carrying) return;
    if (pad) return drop?.(carried, Number(pad.dataset.pad));
    const out = isOutside(event) ? file?.(carried) : null;
    if (out) save?.(out);
  };
  const cancel = (/** @type {PointerEvent} */ event) => event.pointerId === begin.pointerId && end();
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || !ghost) return;
    event.stopPropagation();
    end();
  };
  addEventListener('pointermove', move, true);
  addEventListener('pointerup', lift, true);
  addEventListener('pointercancel', cancel, true);
  addEventListener('keydown', escape, true);
}

/**
 * Lights the pad under the pointer, and the one before no longer.
 * @param {HTMLElement | null} before
 * @param {HTMLElement | null} now
 */
export function light(before, now) {
  if (now !== before) {
    before?.classList.remove('over');
    now?.classList.add('over');
  }
  return now;
}

/**
 * @param {MouseEvent} event
 * @returns {HTMLElement | null}
 */
export const padAt = (event) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest('.pads [data-pad]') ?? null;

/**
 * @param {HTMLElement} element
 * @param {MouseEvent} event
 */
export function isOver(element, { clientX: x, clientY: y }) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x < right && y >= top && y < bottom;
}

/** @param {MouseEvent} event */
const isOutside = ({ clientX: x, clientY: y }) => x < 0 || y < 0 || x >= innerWidth || y >= innerHeight;

const swallow = (/** @type {Event} */ event) => {
  event.preventDefault();
  event.stopPropagation();
};

/** @param {string} name */
export function makeGhost(name) {
  const ghost = create('div', { className: 'carried', textContent: name });
  find(document, '#page').append(ghost);
  return ghost;
}
