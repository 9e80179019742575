// The visitor's own words for a favourite, and finding favourites by them. Pure functions.

import { constants } from '../core/constants.js';
import { folded } from '../core/labels.js';

/**
 * The tags in a text: what stands between commas, each once, as far as a kit can hold them.
 * @param {string} text
 */
export function tagsOf(text) {
  const { max_tag: longest, max_tags: most } = constants.kit;
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const part of text.split(',')) {
    const plain = part.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').replace(/\s+/gu, ' ');
    const tag = [...plain.trim()].slice(0, longest).join('').trim();
    if (tag && !found.has(folded(tag))) found.set(folded(tag), tag);
  }
  return [...found.values()].slice(0, most);
}

/**
 * The favourites that have all words of a text in their title, label or tags.
 * @template {Pick<import('./favourites.js').Favourite, 'title' | 'label' | 'tags'>} F
 * @param {F[]} list
 * @param {string} text
 */
export function matching(list, text) {
  const words = folded(text)
    .split(/[\s,]+/)
    .filter(Boolean);
  return list.filter(({ title, label, tags }) => {
    const all = folded([title, label.replaceAll('_', ' '), ...tags].join(' '));
    return words.every((word) => all.includes(word));
  });
}
