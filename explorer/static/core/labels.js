// Labels in words: what they are called, and whether they are guesses. Pure functions.

/**
 * What a label is called: "closed hat".
 * @param {string} label  empty for a sound without one
 */
export const titleOf = (label) => label.replaceAll('_', ' ').trim() || 'no label';

/**
 * Whether a sound's label is a guess.
 * @param {number | null} confidence  0 to 1; null or NaN if the sound has no label of its own
 */
export const isGuess = (confidence) => confidence !== null && confidence < 1;

/**
 * What a sound is: "clap", or "clap (guessed)".
 * @param {string} label
 * @param {number | null} confidence
 */
export const inWords = (label, confidence) =>
  isGuess(confidence) ? `${titleOf(label)} (guessed)` : titleOf(label);

/**
 * How sure a guess is: "62 %"; empty if nothing speaks for it.
 * @param {number} confidence
 */
export const sureness = (confidence) =>
  confidence > 0 ? `${Math.min(99, Math.max(1, Math.round(100 * confidence)))} %` : '';

/**
 * A text as it is searched: in small letters, without accents.
 * @param {string} text
 */
export const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** A number of things as it is written: "12,972". @param {number} count */
export const written = (count) => count.toLocaleString('en');
