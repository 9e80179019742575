// Which key plays which pad, and which knob turns what. Pure functions; every change makes a new mapping.

import { constants } from '../core/constants.js';

/** @typedef {import('./messages.js').Message} Message */
/**
 * @typedef {object} Mapping
 * @property {Record<string, number>} notes  pads by the notes that were learned for them
 * @property {Record<string, string>} controls  what is turned, by the number of the control
 */
/** What can be learned: a pad, or what a knob turns. @typedef {{ pad: number } | { knob: string }} Target */

const FIRST_NOTE = 36; // of the pads, in mappings that held every note
/** The controls that General MIDI gives these meanings. @type {Record<string, string>} */
const USUAL = {
  1: 'morph',
  7: 'volume',
  71: 'shape-noisiness',
  72: 'shape-decay',
  73: 'shape-attack',
  74: 'shape-brightness',
};

/** Everything that a knob can turn. */
export const knobs = () => [
  'morph',
  'volume',
  'level',
  ...constants.qualities.map((name) => `shape-${name}`),
];

/** @returns {Mapping} */
export const usualMapping = () => ({ notes: {}, controls: { ...USUAL } });

/**
 * What was learned in a mapping of before, in which every pad that had learned nothing had a note from 36 on.
 * @param {Mapping} mapping
 * @returns {Mapping}
 */
export const learnedIn = ({ notes, controls }) => ({
  notes: Object.fromEntries(Object.entries(notes).filter(([note, pad]) => Number(note) !== FIRST_NOTE + pad)),
  controls,
});

/**
 * A mapping in which a message means this target, and nothing else does; null if it cannot mean that.
 * @param {Mapping} mapping
 * @param {Target} target
 * @param {Message} message
 * @returns {Mapping | null}
 */
export function learned({ notes, controls }, target, message) {
  if ('pad' in target && message.kind === 'note')
    return { notes: { ...without(notes, target.pad), [message.note]: target.pad }, controls };
  if ('knob' in target && message.kind === 'control')
    return { notes, controls: { ...without(controls, target.knob), [message.control]: target.knob } };
  return null;
}

/**
 * The note that a pad is played by, and plays on other devices: what was learned for it, or else its key.
 * @param {Mapping} mapping
 * @param {number} pad
 * @param {(number | null)[]} keys  the usual key of each pad
 */
export const noteOf = ({ notes }, pad, keys) => learnedFor(notes, pad) ?? keys[pad];

/**
 * The pad that a note plays; undefined for none.
 * @param {Mapping} mapping
 * @param {number} note
 * @param {(number | null)[]} keys  the usual key of each pad
 */
export function padOf({ notes }, note, keys) {
  const usual = keys.findIndex((key, pad) => key === note && learnedFor(notes, pad) === undefined);
  return notes[note] ?? (usual < 0 ? undefined : usual);
}

/**
 * @param {Record<string, number>} notes
 * @param {number} pad
 */
function learnedFor(notes, pad) {
  const found = Object.entries(notes).find(([, one]) => one === pad);
  return found && Number(found[0]);
}

/**
 * Whether a stored value is a mapping.
 * @param {any} value
 * @returns {value is Mapping}
 */
export const isMapping = (value) =>
  isTable(value?.notes, (pad) => Number.isInteger(pad) && pad >= 0 && pad < constants.kit.pads) &&
  isTable(value.controls, (knob) => knobs().includes(knob));

/**
 * @template Value
 * @param {Record<string, Value>} table
 * @param {Value} value
 */
const without = (table, value) =>
  Object.fromEntries(Object.entries(table).filter(([, one]) => one !== value));

/**
 * @param {any} table
 * @param {(value: any) => boolean} fits
 */
const isTable = (table, fits) =>
  table !== null &&
  typeof table === 'object' &&
  Object.entries(table).every(([key, value]) => Number(key) >= 0 && Number(key) <= 127 && fits(value));
