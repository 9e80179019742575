// The mark of a label or kit: its size on the map; outside of it its outline, filled, or hollow for a guess.

import { svg } from '../core/dom.js';

const SIZE = 7; // pixels, on a map of MIDDLE x MIDDLE
const MIDDLE = 780;
const GROWTH = 0.6; // marks grow less than the map, so that there is more room between them
const LEAST = 4.5;
const MOST = 12;

/**
 * How large marks are on a map of this size, all in pixels.
 * @param {number} width
 * @param {number} height
 */
export function markSize(width, height) {
  const size = SIZE * (Math.sqrt(width * height) / MIDDLE) ** GROWTH;
  return Math.round(10 * Math.min(MOST, Math.max(LEAST, size))) / 10;
}

/**
 * @param {import('../core/types.js').LegendEntry} entry
 * @param {boolean} hollow
 */
export function markOf(entry, hollow = false) {
  const mark = svg('svg', { viewBox: '-1.1 -1.1 2.2 2.2', 'aria-hidden': 'true' });
  mark.append(svg('path', { d: entry.outline }));
  mark.classList.toggle('hollow', hollow);
  return mark;
}

/**
 * Gives an element the colours of a label or kit, for both themes.
 * @param {HTMLElement} element
 * @param {import('../core/types.js').LegendEntry} entry
 */
export function colour(element, { dark, light }) {
  element.style.setProperty('--dark', dark);
  element.style.setProperty('--light', light);
}

/**
 * Whether all sounds of a label or kit have it by guess.
 * @param {import('../core/types.js').LegendEntry} entry
 */
export const isGuessed = ({ count, guessed }) => guessed > 0 && guessed === count;
