// Tunes pads: finds the pitch at which each plays the note that is asked for, and says what was done. Pure functions.

import { constants } from '../../core/constants.js';
import { keyInWords } from '../../core/notes.js';

/** @typedef {import('../kit.js').Slot} Slot */
/** What pads are tuned to: a note in any octave, as semitones over C, or null for the nearest one of each. @typedef {number | null} Note */

const OCTAVE = 12;
const NAMED = 3; // more names are only counted

/**
 * The pitch of a pad, in semitones, at which it plays a note: of all octaves, the one nearest to how it plays now.
 * @param {number} key  the key of its sound as it is
 * @param {number} pitch  of the pad now
 * @param {Note} note
 */
export function pitchFor(key, pitch, note) {
  const now = key + pitch;
  const away = note === null ? Math.round(now) - now : nearest(note - now);
  const step = note === null ? 1 : OCTAVE;
  const [low, high] = constants.kit.pitch;
  let found = pitch + away;
  while (found > high) found -= step;
  while (found < low) found += step;
  return Number(found.toFixed(2));
}

/**
 * Pads with the pitches at which they play a note.
 * @param {(Slot | null)[]} slots
 * @param {(number | null)[]} keys  of the pads' sounds as they are; null for those without a pitch
 * @param {number[]} pads  to tune
 * @param {Note} note
 */
export const tuned = (slots, keys, pads, note) =>
  slots.map((slot, pad) => {
    const key = keys[pad];
    if (!slot || key === null || !pads.includes(pad)) return slot;
    return { ...slot, pitch: pitchFor(key, slot.pitch ?? 0, note) };
  });

/**
 * What was done, in a sentence.
 * @param {(Slot | null)[]} slots  as they are now
 * @param {(number | null)[]} keys
 * @param {number[]} pads  that were to be tuned
 * @param {string} to  what to, in words
 */
export function tunedInWords(slots, keys, pads, to) {
  const [done, left] = [true, false].map((has) => pads.filter((pad) => (keys[pad] !== null) === has));
  const only = left.length === 1 ? 'has no pitch and stays as it is' : 'have no pitch and stay as they are';
  const others = left.length ? `${namesOf(slots, left)} ${only}.` : '';
  if (!done.length) return others || 'Put a sound on a pad first.';
  const [pad] = done;
  const key = (keys[pad] ?? 0) + (slots[pad]?.pitch ?? 0);
  const said =
    pads.length === 1
      ? `Pad ${pad + 1} plays ${keyInWords(key)}`
      : `Tuned ${done.length} ${done.length === 1 ? 'pad' : 'pads'} to ${to}`;
  return others ? `${said}; ${others}` : `${said}.`;
}

/**
 * @param {(Slot | null)[]} slots
 * @param {number[]} pads
 */
function namesOf(slots, pads) {
  if (pads.length > NAMED) return `${pads.length} pads`;
  const names = pads.map((pad) => slots[pad]?.name ?? '');
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * A distance in semitones, as far as it is to the nearest octave: from -6 to 6.
 * @param {number} semitones
 */
const nearest = (semitones) => semitones - OCTAVE * Math.round(semitones / OCTAVE);
