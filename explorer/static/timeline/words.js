// What a step of undo changed, in a word or two. Pure functions of what was before and what came after.

import { controlsOf } from '../core/recipes.js';

/** @typedef {import('../kit/kit.js').Kit} Kit */
/** @typedef {import('../kit/kit.js').Slot} Slot */
/** @typedef {{ checkpoint: string, recipe: string, title: string }} Heard */

/** What is said of a control of the current sound. @type {Record<string, string>} */
const CONTROLS = {
  amount: 'variation',
  seed: 'variation',
  lock: 'variation',
  rounds: 'sharp or raw',
  dimensions: 'inner sliders',
};

/**
 * What tells one sound from the next: the control that was moved, or else the name of the new one.
 * @param {Heard} before
 * @param {Heard} after
 */
export function soundWord(before, after) {
  const [one, other] = [before, after].map(({ recipe }) => controlsOf(JSON.parse(recipe)));
  if (before.checkpoint !== after.checkpoint) return after.title;
  if (differ(one.base, other.base))
    return one.corners && !differ(one.corners, other.corners) ? 'morph' : after.title;
  const shaped = changed(one.shape ?? {}, other.shape ?? {});
  const moved = Object.keys(CONTROLS).filter((name) => {
    const key = /** @type {'amount'} */ (name);
    return differ(one[key], other[key]);
  });
  return [...new Set([...shaped, ...moved.map((name) => CONTROLS[name])])].join(' and ') || after.title;
}

/**
 * What tells one kit from the next.
 * @param {Kit} before
 * @param {Kit} after
 */
export function kitWord(before, after) {
  const pads = changed(before.slots, after.slots).map(Number);
  const beat = changed({ ...before, slots: 0, pattern: 0 }, { ...after, slots: 0, pattern: 0 });
  const pattern = changed(before.pattern, after.pattern);
  if (pads.length && beat.length + pattern.length) return 'pads and beat';
  if (pads.length === 1) return padWord(pads[0], before.slots[pads[0]], after.slots[pads[0]]);
  if (pads.length)
    return pads.every((pad) => isTuned(before.slots[pad], after.slots[pad])) ? 'tuning' : 'pads';
  if (beat.length || pattern.length > 1) return 'beat';
  return pattern[0] === 'steps'
    ? stepsWord(before.pattern.steps, after.pattern.steps)
    : (pattern[0] ?? 'beat');
}

/**
 * @param {number} pad
 * @param {Slot | null} before
 * @param {Slot | null} after
 */
function padWord(pad, before, after) {
  const fields = changed(before ?? {}, after ?? {});
  return fields.length === 1 && before && after ? `${fields[0]} of pad ${pad + 1}` : `pad ${pad + 1}`;
}

/**
 * Whether only the pitch of a pad differs.
 * @param {Slot | null} before
 * @param {Slot | null} after
 */
const isTuned = (before, after) =>
  Boolean(before && after) && changed(before ?? {}, after ?? {}).join() === 'pitch';

/**
 * @param {number[][]} before
 * @param {number[][]} after
 */
function stepsWord(before, after) {
  const rows = changed(before, after);
  const cells = rows.flatMap((row) => changed(before[Number(row)] ?? [], after[Number(row)] ?? []));
  if (cells.length === 1) return 'step';
  return rows.length === 1 ? 'steps' : 'beat';
}

/**
 * The keys under which two values differ.
 * @param {object} one
 * @param {object} other
 */
const changed = (one, other) =>
  Object.keys({ ...one, ...other }).filter((key) =>
    differ(/** @type {any} */ (one)[key], /** @type {any} */ (other)[key]),
  );

/**
 * @param {unknown} one
 * @param {unknown} other
 */
const differ = (one, other) => one !== other && JSON.stringify(one) !== JSON.stringify(other);
