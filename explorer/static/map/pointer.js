// Mouse and touch on the map: click and scrub to hear, hover for names, wheel, pinch and Alt-drag to zoom and pan.

import { isOver } from '../look/drag.js';
import { nearest } from './nearest.js';

/** @typedef {import('../core/types.js').Place} Place */
/**
 * What is under the pointer: a place, the sound there (-1 for none), or a made sound there, as recipe text.
 * @typedef {{ place: Place, id: number, recipe?: string, since: number }} Target
 */
/**
 * @typedef {object} PointerActions
 * @property {() => void} unlock  a gesture allows sound from now on
 * @property {(target: Target, gesture: string) => void} hear
 * @property {(target: Target, press: PointerEvent, gesture: string) => void} carry  a drag has begun here: if it leaves the
 *   map it carries this sound
 * @property {(target: Target) => void} ahead  the pointer rests here: a click may follow
 * @property {(target: Target) => void} corner
 * @property {(pixel: Place) => ({ place: Place, recipe: string, title: string, detail?: string } | null)} madeAt
 *   a sound made in this session, or of the visitor's own
 */

/** @type {Record<string, number>} */
const SNAP = { mouse: 9, pen: 12, touch: 14 };
const HOVER = 12;
const STILL = 3; // pixels that a drag may move and still count as a click
const RESTS_MS = 30; // hands need 100 ms and more from the end of a movement to a click
const LINES = 0.05; // zoom for each line of the wheel
const PIXELS = 0.0018;

/**
 * @param {import('./map.js').SoundMap} map
 * @param {PointerActions} actions
 */
export function listenToPointer(map, actions) {
  const { surface, view, marks } = map;
  /** @type {Map<number, Place>} */
  const down = new Map();
  let gesture = 0;
  let panning = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {Place} */
  let last = [0, 0];

  /**
   * @param {MouseEvent} event
   * @returns {Place}
   */
  const pixel = (event) => {
    const box = surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  /**
   * @param {PointerEvent} event
   * @returns {Target}
   */
  const target = (event, mayBeMade = false) => {
    const at = pixel(event);
    const since = event.timeStamp;
    const made = mayBeMade && actions.madeAt(at);
    if (made) return { id: -1, place: made.place, recipe: made.recipe, since };
    const id = nearest(map.seen(), at, SNAP[event.pointerType] ?? 10);
    return { id, place: id < 0 ? view.toMap(at) : map.placeOf(id), since };
  };

  surface.addEventListener('pointerdown', (event) => {
    actions.unlock();
    clearTimeout(resting);
    surface.dataset.pointer = '';
    surface.setPointerCapture(event.pointerId);
    last = pixel(event);
    down.set(event.pointerId, last);
    marks.hush();
    panning = event.button !== 0 || event.altKey || down.size > 1;
    if (panning) return;
    if (event.shiftKey) {
      actions.corner(target(event, true));
      down.delete(event.pointerId);
      return;
    }
    gesture += 1;
    const begun = target(event, true);
    actions.hear(begun, `scrub ${gesture}`);
    actions.carry(begun, event, `scrub ${gesture}`);
  });

  surface.addEventListener('pointermove', (event) => {
    const at = pixel(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== 'mouse') return;
      clearTimeout(resting);
      resting = setTimeout(() => actions.ahead(target(event, true)), RESTS_MS);
      hover(at);
      return;
    }
    down.set(event.pointerId, at);
    if (down.size === 2) return pinch(event.pointerId, before, at);
    if (panning) return view.pan(at[0] - before[0], at[1] - before[1]);
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) < STILL || !isOver(surface, event)) return;
    last = at;
    actions.hear(target(event), `scrub ${gesture}`);
  });

  const lift = (/** @type {PointerEvent} */ event) => {
    actions.unlock();
    down.delete(event.pointerId);
    panning = down.size > 0;
  };
  surface.addEventListener('pointerup', lift);
  surface.addEventListener('pointercancel', lift);
  surface.addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') delete surface.dataset.pointer;
  });
  surface.addEventListener('blur', () => delete surface.dataset.pointer);
  surface.addEventListener('pointerleave', () => {
    clearTimeout(resting);
    marks.hush();
  });
  surface.addEventListener('contextmenu', (event) => event.preventDefault());
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      marks.hush();
      view.zoom(Math.exp(-event.deltaY * (event.deltaMode ? LINES : PIXELS)), pixel(event));
    },
    { passive: false },
  );

  /** @param {Place} at */
  function hover(at) {
    const made = actions.madeAt(at);
    if (made) return marks.tell(made.title, made.detail ?? 'made in this session', at);
    const id = nearest(map.seen(), at, HOVER);
    if (id < 0) marks.hush();
    else marks.tell(map.points.names[id], map.detailOf(id), at);
  }

  /**
   * @param {number} id
   * @param {Place} before
   * @param {Place} at
   */
  function pinch(id, before, at) {
    const [other] = [...down].filter(([key]) => key !== id).map(([, place]) => place);
    const apart = (/** @type {Place} */ p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
    view.zoom(apart(at) / apart(before), [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2]);
    view.pan((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
  }
}
