// How a pad looks by the sound that is on it.

const NO_COLOURS = { '--dark': 'var(--edge)', '--light': 'var(--edge)' };

/** @typedef {import('../core/types.js').LegendEntry} LegendEntry */

/**
 * What stands under a pad's name, its colours, and whether it cannot be played.
 * @param {number} pad
 * @param {import('./voices.js').Voices} voices
 * @param {(label: string) => LegendEntry | null} entryOf  of the legend, for a label
 * @returns {import('./pads.js').Look}
 */
export function lookOf(pad, voices, entryOf) {
  const label = voices.label(pad);
  const entry = label ? entryOf(label) : null;
  const problem = Boolean(voices.problem(pad));
  return {
    title: problem ? 'cannot be played' : (label ?? '').replaceAll('_', ' '),
    colours: entry ? { '--dark': entry.dark, '--light': entry.light } : NO_COLOURS,
    problem,
  };
}
