// What a knob turns, over the whole of its way: the morph, the volume, a pad's level, a quality of the sound.

import { constants } from '../core/constants.js';
import { find } from '../core/dom.js';

/**
 * Makes the function that turns a knob's control to a share of its range.
 * @param {object} page
 * @param {import('../kit/board.js').Board} page.board
 * @param {import('../card/transport.js').Transport} page.transport
 * @param {Record<string, import('../panels/panel.js').Control>} page.controls
 * @param {() => void} page.sync
 * @returns {(knob: string, share: number) => void}
 */
export function knobTurner({ board, transport, controls, sync }) {
  /** @type {number | null} */
  let frame = null;
  return (knob, share) => {
    if (knob === 'volume') return transport.setLevel(share);
    if (knob === 'level') {
      const pad = board.row.chosen;
      const level = valueAt(share, constants.kit.level, 0.5);
      return board.store.alter(pad, () => ({ level }), `level ${pad}`);
    }
    controls[knob].take(knob === 'morph' ? share : valueAt(share, rangeOf(knob), 0.1));
    frame ??= requestAnimationFrame(() => {
      frame = null;
      sync();
    });
  };
}

/**
 * The value at a share of a range, on its steps: the middle of a knob's way is the middle of the range.
 * @param {number} share  0 to 1
 * @param {[low: number, high: number]} range
 * @param {number} step
 */
export function valueAt(share, [low, high], step) {
  const value = Math.round((low + share * (high - low)) / step) * step;
  return Math.min(high, Math.max(low, Number(value.toFixed(3))));
}

/** @param {string} knob @returns {[low: number, high: number]} */
function rangeOf(knob) {
  const { min, max } = find(document, `#${knob} input[type=range]`, HTMLInputElement);
  return [Number(min), Number(max)];
}
