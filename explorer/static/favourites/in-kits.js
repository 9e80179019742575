// Favourites leave with kits: a pad whose sound is one says so, with its tags. Pure functions.

import { plainText } from './favourites.js';
import { tagsOf } from './tags.js';

/** @typedef {import('../kit/kit.js').Kit} Kit */
/** @typedef {import('../kit/kit.js').Slot} Slot */
/** @typedef {import('./favourites.js').Favourite} Favourite */
/** @typedef {Slot & { favourite?: boolean, tags?: string[] }} Marked */

/**
 * A kit with the stars and tags of its sounds.
 * @param {Kit} kit
 * @param {Favourite[]} list
 * @returns {Kit}
 */
export const marked = (kit, list) => ({
  ...kit,
  slots: kit.slots.map((slot) => slot && withStar(slot, list)),
});

/**
 * A kit without stars and tags, and the favourites that it brought.
 * @param {Kit} kit
 * @returns {{ kit: Kit, favourites: Favourite[] }}
 */
export function unmarked(kit) {
  /** @type {Favourite[]} */
  const favourites = [];
  const slots = kit.slots.map((slot) => {
    if (!slot) return null;
    const { favourite, tags = [], ...rest } = /** @type {Marked} */ (slot);
    const { checkpoint, recipe, name: title } = rest;
    if (favourite)
      favourites.push({ checkpoint, recipe: plainText(recipe), title, label: '', tags: tagsOf(tags.join()) });
    return rest;
  });
  return { kit: { ...kit, slots }, favourites };
}

/**
 * @param {Slot} slot
 * @param {Favourite[]} list
 * @returns {Marked}
 */
function withStar(slot, list) {
  const recipe = plainText(slot.recipe);
  const one = list.find((each) => each.checkpoint === slot.checkpoint && each.recipe === recipe);
  return one ? { ...slot, favourite: true, ...(one.tags.length && { tags: one.tags }) } : slot;
}
