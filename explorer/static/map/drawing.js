// Drawing a line over the map with the pointer, in place of the usual drag.

/** @typedef {import('../core/types.js').Place} Place */

const APART = 3; // pixels between the points kept from a drag

/**
 * Lets the visitor draw lines on a surface.
 * @param {HTMLElement} surface
 * @param {object} actions
 * @param {(event: PointerEvent) => boolean} actions.begins  whether a press starts a line
 * @param {(line: Place[]) => void} actions.drawn  called with each point: the line so far, in pixels
 * @param {(line: Place[]) => void} actions.ended  called with the whole line
 * @param {() => void} actions.cancelled
 */
export function drawOver(surface, { begins, drawn, ended, cancelled }) {
  /** @type {Place[] | null} */
  let line = null;

  /** @param {PointerEvent} event */
  const pixel = (event) => {
    const box = surface.getBoundingClientRect();
    return /** @type {Place} */ ([event.clientX - box.left, event.clientY - box.top]);
  };
  /** @param {(event: PointerEvent, line: Place[]) => void} act */
  const whileDrawing = (act) => (/** @type {PointerEvent} */ event) => {
    if (!line) return;
    event.stopImmediatePropagation();
    act(event, line);
  };

  const down = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0 || !event.isPrimary || !begins(event)) return;
    event.stopImmediatePropagation();
    surface.setPointerCapture(event.pointerId);
    line = [pixel(event)];
    drawn(line);
  };
  const move = whileDrawing((event, points) => {
    const [x, y] = pixel(event);
    const [lastX, lastY] = points[points.length - 1];
    if (Math.hypot(x - lastX, y - lastY) < APART) return;
    points.push([x, y]);
    drawn(points);
  });
  const up = whileDrawing((_, points) => {
    line = null;
    ended(points);
  });
  const cancel = () => {
    if (!line) return;
    line = null;
    cancelled();
  };
  surface.addEventListener('pointerdown', down, true);
  surface.addEventListener('pointermove', move, true);
  surface.addEventListener('pointerup', up, true);
  surface.addEventListener('pointercancel', cancel, true);
}

/**
 * How far a line reaches, across or down, in pixels.
 * @param {Place[]} line
 */
export const spanOf = (line) =>
  Math.max(...[0, 1].map((k) => Math.max(...line.map((p) => p[k])) - Math.min(...line.map((p) => p[k]))));

/**
 * Whether a pixel lies in a polygon, by counting the edges to its right.
 * @param {Place} pixel
 * @param {Place[]} corners
 */
export function inside([x, y], corners) {
  let odd = false;
  let [x2, y2] = corners[corners.length - 1];
  for (const [x1, y1] of corners) {
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    [x2, y2] = [x1, y1];
  }
  return odd;
}
