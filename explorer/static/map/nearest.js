// Picks one of the visible sounds, by pixel or by direction. Pure functions of sounds and their pixels.

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {Iterable<[id: number, pixel: Place]>} Seen */

const LEAST_AHEAD = 0.5; // pixels
const WIDEST = 1.2; // pixels aside for each pixel ahead
const ASIDE_COST = 2;

/**
 * The sound nearest to a pixel within a radius, or -1; on a tie, the last.
 * @param {Seen} seen
 * @param {Place} pixel
 * @param {number} radius  in pixels
 */
export function nearest(seen, [px, py], radius) {
  let best = -1;
  let least = radius * radius;
  for (const [id, [x, y]] of seen) {
    const d = (x - px) ** 2 + (y - py) ** 2;
    if (d <= least) [best, least] = [id, d];
  }
  return best;
}

/**
 * The sound to walk to from a pixel: near, and ahead rather than aside; -1 if there is none.
 * @param {Seen} seen
 * @param {Place} pixel
 * @param {Place} direction  [1, 0] is right, [0, 1] is down
 */
export function towards(seen, [px, py], [dx, dy]) {
  let best = -1;
  let least = Infinity;
  for (const [id, [x, y]] of seen) {
    const ahead = (x - px) * dx + (y - py) * dy;
    const aside = Math.abs((x - px) * dy - (y - py) * dx);
    if (ahead < LEAST_AHEAD || aside > ahead * WIDEST) continue;
    const cost = ahead + ASIDE_COST * aside;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}
