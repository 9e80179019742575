// MIDI messages as plain values, and back. Pure functions. After "MIDI 1.0 Detailed Specification", 4.2.

/**
 * What a device says, as far as the page listens: notes, knobs, and a sequencer's clock.
 * @typedef {{ kind: 'note', channel: number, note: number, velocity: number }
 *   | { kind: 'control', channel: number, control: number, value: number }
 *   | { kind: 'clock' | 'start' | 'continue' | 'stop' }} Message  value 0 to 1; velocity 1 to 127
 */

const STATUS = { off: 0x80, on: 0x90, control: 0xb0, system: 0xf0 };
/** @type {Record<number, 'clock' | 'start' | 'continue' | 'stop'>} */
const REAL_TIME = { 0xf8: 'clock', 0xfa: 'start', 0xfb: 'continue', 0xfc: 'stop' };
const MOST = 127;
const CHANNEL_MODE = 120; // controls from here on are messages to the device, no knobs
const DRUMS = 9; // channel 10, as people count them

/**
 * Reads a message; null for one that the page does not listen to, such as a released key.
 * @param {ArrayLike<number>} bytes
 * @returns {Message | null}
 */
export function read(bytes) {
  const [status, first, second] = [bytes[0], bytes[1], bytes[2]];
  if (status in REAL_TIME) return { kind: REAL_TIME[status] };
  const channel = status & 0x0f;
  const is = (/** @type {number} */ kind) => (status & 0xf0) === kind;
  if (is(STATUS.on) && second) return { kind: 'note', channel, note: first, velocity: second };
  if (is(STATUS.control) && first < CHANNEL_MODE)
    return { kind: 'control', channel, control: first, value: second / MOST };
  return null;
}

/**
 * Whether bytes are one whole message: a status, and as much data as it needs.
 * @param {ArrayLike<number>} bytes
 */
export function isWhole(bytes) {
  const data = Array.from(bytes).slice(1);
  const status = bytes[0];
  if (!(status >= STATUS.off && status <= 0xff)) return false;
  if (status >= STATUS.system) return true;
  const needed = [0xc0, 0xd0].includes(status & 0xf0) ? 1 : 2;
  return data.length === needed && data.every((byte) => byte >= 0 && byte <= MOST);
}

/**
 * A hit on the drum channel.
 * @param {number} note
 * @param {number} velocity  1 to 127
 */
export const noteOn = (note, velocity) => [
  STATUS.on | DRUMS,
  note,
  Math.max(1, Math.min(MOST, Math.round(velocity))),
];

/** The end of a hit. @param {number} note */
export const noteOff = (note) => [STATUS.off | DRUMS, note, 0];
