// What is put on a pad for a sound. Pure.

import { usualChoke } from './beat/mix.js';
import { nameOf } from './kit.js';

/**
 * The slot of a rendered sound, named as the sound is.
 * @param {string} checkpoint
 * @param {import('../core/types.js').Recipe} recipe
 * @param {{ title: string, label: string }} info
 * @returns {import('./kit.js').Slot}
 */
export function slotOf(checkpoint, recipe, { title, label }) {
  const name = nameOf(title.split(' · ')[0]) || 'Sound';
  const choke = usualChoke(label);
  return { recipe, name, checkpoint, level: 0, ...(choke && { choke }) };
}

/** How a pad plays its sound, where that is not as it is: what the address of its file says. @param {import('./kit.js').Slot} slot */
export const playedAs = ({ level, pitch, decay, pan }) => ({
  ...(level && { level }),
  ...(pitch && { pitch }),
  ...(decay && { decay }),
  ...(pan && { pan }),
});
