// Drags a sound with the pointer from the map's mark, the title or a pad onto a pad.

import { create, find } from '../core/dom.js';

const STARTS = 6; // pixels a pointer must move to start a drag

/**
 * Makes an element a drag handle.
 * @template {{ name: string }} Carried
 * @param {HTMLElement} element
 * @param {object} actions
 * @param {() => Carried | null} actions.what  what a drag would carry
 * @param {(carried: Carried, pad: number) => void} actions.drop
 * @param {(since: number) => void} [actions.press]  called on every press, dragged or not
 */
export function draggable(element, { what, drop, press }) {
  element.addEventListener('pointerdown', (event) => {
    const held = event.shiftKey || event.altKey || event.ctrlKey;
    if (event.button !== 0 || held || event.pointerType === 'touch') return;
    const carried = what();
    if (!carried) return;
    event.stopPropagation();
    press?.(event.timeStamp);
    follow(event, carried, drop);
  });
}

/**
 * @template {{ name: string }} Carried
 * @param {PointerEvent} begin
 * @param {Carried} carried
 * @param {(carried: Carried, pad: number) => void} drop
 */
function follow(begin, carried, drop) {
  /** @type {HTMLElement | null} */
  let ghost = null;
  /** @type {HTMLElement | null} */
  let over = null;

  const move = (/** @type {PointerEvent} */ event) => {
    if (!ghost && Math.hypot(event.clientX - begin.clientX, event.clientY - begin.clientY) < STARTS) return;
    ghost ??= makeGhost(carried.name);
    ghost.style.translate = `${event.clientX}px ${event.clientY}px`;
    const pad = padAt(event);
    if (pad === over) return;
    over?.classList.remove('over');
    over = pad;
    over?.classList.add('over');
  };
  const end = (/** @type {boolean} */ dropped) => {
    removeEventListener('pointermove', move, true);
    removeEventListener('pointerup', lift, true);
    removeEventListener('pointercancel', cancel, true);
    removeEventListener('keydown', escape, true);
    ghost?.remove();
    over?.classList.remove('over');
    if (ghost && over && dropped) drop(carried, Number(over.dataset.pad));
    if (ghost) addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, true), 0);
  };
  const lift = () => end(true);
  const cancel = () => end(false);
  const escape = (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && cancel();
  addEventListener('pointermove', move, true);
  addEventListener('pointerup', lift, true);
  addEventListener('pointercancel', cancel, true);
  addEventListener('keydown', escape, true);
}

/**
 * @param {PointerEvent} event
 * @returns {HTMLElement | null}
 */
const padAt = (event) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-pad]') ?? null;

const swallow = (/** @type {Event} */ event) => {
  event.preventDefault();
  event.stopPropagation();
};

/** @param {string} name */
function makeGhost(name) {
  const ghost = create('div', { className: 'carried', textContent: name });
  find(document, '#page').append(ghost);
  return ghost;
}
