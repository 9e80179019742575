// The mark of a label or kit outside the map: its outline, filled, or hollow for a guess.

import { svg } from '../core/dom.js';

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
