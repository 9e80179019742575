// The keys of the page: which key does what, and where. All shortcuts are here; keys that move within one control
// (tabs, lists, the grid of steps, the search field) belong to that control.
//
// If a key has several meanings, the first active context decides.

/**
 * Where keys apply, in order of precedence: while letters play pitches, in a listening test, on a variation, everywhere.
 * @typedef {'pitches' | 'blind' | 'variation' | 'page'} Context
 */
/** @type {Context[]} */
export const CONTEXTS = ['pitches', 'blind', 'variation', 'page'];

/**
 * @typedef {object} Key
 * @property {Context} in
 * @property {string} [key]  as `KeyboardEvent.key`, in small letters
 * @property {string} [code]  the physical key instead, as `KeyboardEvent.code`
 * @property {boolean} [shift]  with or without Shift; either if undefined
 * @property {boolean} [command]  with Ctrl, or Cmd on a Mac; without them if undefined
 * @property {string} action
 * @property {unknown} [argument]  argument of the action
 * @property {string} [except]  elements that need the key themselves
 * @property {boolean} [repeats]  repeats while the key is held
 */

/** Semitones from the sound's own pitch, by physical key, as in trackers: Z is an octave down, Q the pitch itself. */
const PITCHES = [
  ...['KeyZ', 'KeyS', 'KeyX', 'KeyD', 'KeyC', 'KeyV', 'KeyG', 'KeyB', 'KeyH', 'KeyN', 'KeyJ', 'KeyM'],
  ...[
    'KeyQ',
    'Digit2',
    'KeyW',
    'Digit3',
    'KeyE',
    'KeyR',
    'Digit5',
    'KeyT',
    'Digit6',
    'KeyY',
    'Digit7',
    'KeyU',
  ],
  ...['KeyI', 'Digit9', 'KeyO', 'Digit0', 'KeyP'],
];
const LOWEST = -12;
const TRIAL_LETTERS = '12abcdefghx';
const PADS = 8;
const NEEDS_ARROWS = 'input, [role=tab]';
const NEEDS_SPACE = 'button, a, summary, [type=radio]';

/** @type {Key[]} */
export const KEYS = [
  ...PITCHES.flatMap((code, i) =>
    [false, true].map((soft) => ({
      in: /** @type {Context} */ ('pitches'),
      code,
      shift: soft,
      action: 'strike',
      argument: { semitones: i + LOWEST, soft },
    })),
  ),
  ...[...TRIAL_LETTERS].map((key) => ({
    in: /** @type {Context} */ ('blind'),
    key,
    action: 'hear',
    argument: key,
    except: 'input',
  })),
  { in: 'variation', key: 'p', action: 'audition' },
  { in: 'page', key: 'arrowleft', action: 'walk', argument: [-1, 0], except: NEEDS_ARROWS, repeats: true },
  { in: 'page', key: 'arrowright', action: 'walk', argument: [1, 0], except: NEEDS_ARROWS, repeats: true },
  { in: 'page', key: 'arrowup', action: 'walk', argument: [0, -1], except: NEEDS_ARROWS, repeats: true },
  { in: 'page', key: 'arrowdown', action: 'walk', argument: [0, 1], except: NEEDS_ARROWS, repeats: true },
  { in: 'page', key: ' ', action: 'replay', except: NEEDS_SPACE, repeats: true },
  { in: 'page', key: 'b', action: 'compare' },
  { in: 'page', key: 'x', action: 'compare' },
  { in: 'page', key: 'z', shift: false, action: 'travel', argument: -1 },
  { in: 'page', key: 'z', shift: true, action: 'travel', argument: 1 },
  { in: 'page', key: 'z', command: true, shift: false, action: 'travel', argument: -1 },
  { in: 'page', key: 'z', command: true, shift: true, action: 'travel', argument: 1 },
  { in: 'page', key: 'y', command: true, action: 'travel', argument: 1 },
  { in: 'page', key: 'r', action: 'surprise' },
  { in: 'page', key: 'n', action: 'roll' },
  { in: 'page', key: '0', action: 'whole' },
  ...[...'asdf'].map((key, i) => ({
    in: /** @type {Context} */ ('page'),
    key,
    action: 'recall',
    argument: i,
  })),
  { in: 'page', key: 'l', action: 'toggle', argument: 'loop' },
  { in: 'page', key: 'm', action: 'toggle', argument: 'muted' },
  { in: 'page', key: 'k', action: 'pitches' },
  { in: 'page', key: 'v', action: 'select' },
  { in: 'page', key: 'escape', action: 'leave' },
  { in: 'page', key: '/', action: 'search' },
  { in: 'page', key: '?', action: 'help' },
  { in: 'page', key: 'p', action: 'beat' },
  ...Array.from({ length: PADS }, (_, pad) => [
    {
      in: /** @type {Context} */ ('page'),
      code: `Digit${pad + 1}`,
      shift: false,
      action: 'press',
      argument: pad,
    },
    {
      in: /** @type {Context} */ ('page'),
      code: `Digit${pad + 1}`,
      shift: true,
      action: 'take',
      argument: pad,
    },
  ]).flat(),
];

/**
 * Whether a key is a letter, a digit or a sign, which speech input types and a hand may strike by accident: the visitor can
 * switch these off (WCAG 2.1.4). Pitches stay: a button switches them on.
 * @param {Key} row
 */
export const isCharacter = ({ in: where, key, code, command }) =>
  where !== 'pitches' && !command && (code !== undefined || (key !== ' ' && [...(key ?? '')].length === 1));

/**
 * The meanings of a key press, in order of precedence.
 * @param {{ key: string, code: string, shiftKey: boolean, ctrlKey?: boolean, metaKey?: boolean }} press
 */
export function meaningsOf({ key, code, shiftKey, ctrlKey = false, metaKey = false }) {
  const rows = KEYS.filter(
    (row) =>
      (row.code === undefined ? row.key === key.toLowerCase() : row.code === code) &&
      (row.shift ?? shiftKey) === shiftKey &&
      Boolean(row.command) === (ctrlKey || metaKey),
  );
  return rows.sort((one, other) => CONTEXTS.indexOf(one.in) - CONTEXTS.indexOf(other.in));
}
