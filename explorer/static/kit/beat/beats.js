// Random patterns: how likely and how hard each step is for each kind of drum. Pure functions.

import { VELOCITY } from '../kit.js';

/** @typedef {{ tempo: [low: number, high: number], swing: number, rows: Record<string, string> }} Style */

// One digit for each step: its probability in ninths; 9 is always. Rows of one style belong together.
/** @type {Style[]} */
const STYLES = [
  {
    tempo: [118, 128],
    swing: 0.5,
    rows: {
      kick: '9000900090009010',
      snare: '0000900000009000',
      clap: '0000700000007000',
      closed_hat: '2090209020902092',
      open_hat: '0060006000600060',
    },
  },
  {
    tempo: [84, 96],
    swing: 0.6,
    rows: {
      kick: '9003005209040010',
      snare: '0000900101009002',
      clap: '0000300000003000',
      closed_hat: '9090909090909191',
      open_hat: '0000000000000050',
    },
  },
  {
    tempo: [132, 148],
    swing: 0.5,
    rows: {
      kick: '9000001000300040',
      snare: '0000000090000000',
      clap: '0000000060000001',
      closed_hat: '9292929393929494',
      open_hat: '0000000000200030',
    },
  },
  {
    tempo: [100, 116],
    swing: 0.54,
    rows: {
      kick: '9000004090400000',
      snare: '0000900000009003',
      clap: '0000200000005000',
      closed_hat: '9190919091909190',
      open_hat: '0000000000000060',
    },
  },
];
const ROLES = ['kick', 'snare', 'closed_hat', 'open_hat', 'clap']; // in the order of a random kit's pads
const GHOST = 60;
const OTHERS = [
  '0010010010010010',
  '0000000100000031',
  '0001000000100200',
  '0100100100100100',
  '1000000000000000',
  '0000002000001000',
];

/**
 * A seeded generator of numbers in [0, 1) (Mulberry32).
 * @param {number} seed
 */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A pattern for pads with these labels. Where no pad has a drum of the styles, the first pads play their rows.
 * @param {(string | null)[]} labels  null for an empty pad, "" for a sound without a label
 * @param {number} seed
 */
export function randomPattern(labels, seed) {
  const random = generator(seed);
  const style = STYLES[Math.floor(random() * STYLES.length)];
  const [low, high] = style.tempo;
  const tempo = low + Math.floor(random() * (high - low + 1));
  /** @type {Set<string | null>} */
  const seen = new Set();
  const steps = rolesOf(labels).map((role) => {
    const first = !seen.has(role);
    seen.add(role);
    const row = (first && rowOf(style, role)) || OTHERS[Math.floor(random() * OTHERS.length)];
    return Array.from(row, (digit, i) =>
      role !== null && chance(random, Number(digit)) ? velocity(random, i, digit) : VELOCITY.rest,
    );
  });
  return { tempo, swing: style.swing, steps };
}

/**
 * The drum that each pad stands for: its own label, or a role by its place where no pad has a drum of the styles.
 * @param {(string | null)[]} labels
 */
function rolesOf(labels) {
  if (labels.some((label) => label !== null && ROLES.includes(label))) return labels;
  const free = ROLES.values();
  return labels.map((label) => (label === null ? null : (free.next().value ?? label)));
}

/**
 * @param {Style} style
 * @param {string | null} role
 */
const rowOf = ({ rows }, role) => (role !== null && Object.hasOwn(rows, role) ? rows[role] : null);

/**
 * @param {() => number} random
 * @param {number} ninths
 */
const chance = (random, ninths) => random() * 9 < ninths;

/**
 * @param {() => number} random
 * @param {number} step
 * @param {string} digit
 */
function velocity(random, step, digit) {
  if (Number(digit) === 9 && step % 4 === 0 && random() < 0.7) return VELOCITY.accent;
  return Number(digit) < 4 ? GHOST : VELOCITY.hit;
}
