// How a pad looks, depending on its sound.

import { titleOf } from '../core/labels.js';

const NO_COLOURS = { '--dark': 'var(--edge)', '--light': 'var(--edge)' };

/** @typedef {import('../core/types.js').LegendEntry} LegendEntry */

/**
 * The line under a pad's name, its colours, and whether it cannot be played.
 * @param {number} pad
 * @param {import('./voices.js').Voices} voices
 * @param {(label: string) => LegendEntry | null} entryOf  the legend's entry for a label
 * @returns {Pick<import('./pads.js').Look, 'title' | 'colours' | 'problem'>}
 */
export function lookOf(pad, voices, entryOf) {
  const label = voices.label(pad);
  const entry = label === null ? null : entryOf(label);
  const problem = Boolean(voices.problem(pad));
  return {
    title: problem ? 'cannot be played' : label === null ? '' : titleOf(label),
    colours: entry ? { '--dark': entry.dark, '--light': entry.light } : NO_COLOURS,
    problem,
  };
}

/**
 * What the beat does with a pad: whether it is heard, whether it follows the map, and a word on that.
 * @param {import('./kit.js').Slot | null} slot
 * @param {import('./beat/mix.js').Strip | null} strip
 * @param {boolean} follows
 */
export function stateOf(slot, strip, follows) {
  const word = follows ? 'follows the map' : slot?.solo ? 'solo' : slot?.mute ? 'mute' : '';
  return { heard: strip?.heard ?? true, follows, word };
}
