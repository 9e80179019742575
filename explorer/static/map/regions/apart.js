// Puts names onto a pane so that none overlaps another or what else is there. Knows pixels alone.

/** @typedef {import('../../core/types.js').Place} Place */
/** Edges, in pixels. @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

const GAP = 6; // pixels between a name and anything else

/**
 * Where names go: each at the first of its spots at which it overlaps nothing, the first names first; null if at none.
 * @param {{ width: number, height: number, spots: Place[] }[]} names  spots: where its middle may be
 * @param {Box[]} taken
 * @param {{ width: number, height: number }} pane
 * @returns {(Box | null)[]}
 */
export function apart(names, taken, { width, height }) {
  const there = [...taken];
  return names.map((name) => {
    for (const spot of name.spots) {
      const box = around(spot, name);
      const inside =
        box.left >= GAP && box.top >= GAP && box.right <= width - GAP && box.bottom <= height - GAP;
      if (!inside || there.some((other) => overlap(box, other))) continue;
      there.push(box);
      return box;
    }
    return null;
  });
}

/**
 * @param {Place} middle
 * @param {{ width: number, height: number }} size
 * @returns {Box}
 */
const around = ([x, y], { width, height }) => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

/**
 * @param {Box} one
 * @param {Box} other
 */
const overlap = (one, other) =>
  one.left < other.right + GAP &&
  other.left < one.right + GAP &&
  one.top < other.bottom + GAP &&
  other.top < one.bottom + GAP;
