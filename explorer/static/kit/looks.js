// How a pad looks, depending on its sound.

import { titleOf } from '../core/labels.js';

const NO_COLOURS = { '--dark': 'var(--edge)', '--light': 'var(--edge)' };

/** @typedef {import('../core/types.js').LegendEntry} LegendEntry */

/**
 * The line under a pad's name, its colours, and whether it cannot be played.
 * @param {number} pad
 * @param {import('./voices.js').Voices} voices
 * @param {(label: string) => LegendEntry | null} entryOf  the legend's entry for a label
 * @returns {import('./pads.js').Look}
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
