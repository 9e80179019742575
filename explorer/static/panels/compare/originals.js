// Trials of decoded sounds against their originals: "which is the original?", and ABX.

import { randomBelow } from './blind-score.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {import('./blind-box.js').Heard} Heard */
/** @typedef {import('./trials.js').Kind} Kind */
/** @typedef {import('./trials.js').Trial} Trial */

/**
 * @param {import('./blind-box.js').BlindBox} box
 * @param {Pick<Host, 'map' | 'sounds' | 'checkpoint'>} host
 * @returns {Record<string, Kind>}
 */
export function againstOriginals(box, host) {
  /** @param {(pair: { original: Heard, decoded: Heard }, first: boolean) => Trial['sounds']} lettered */
  const drawn = (lettered, /** @type {Kind['answers']} */ answers) => async () => {
    const found = await box.find((id) => pairOf(host, id));
    if (!found) return null;
    const first = randomBelow(2) === 0;
    const facts = { sound: host.map.points.names[found.id] };
    return { sounds: lettered(found, first), right: answers[first ? 0 : 1][0], facts };
  };
  /** @type {Kind['answers']} */
  const which = [
    ['1', '1 is the original'],
    ['2', '2 is the original'],
  ];
  /** @type {Kind['answers']} */
  const whatIsX = [
    ['A', 'X is A'],
    ['B', 'X is B'],
  ];
  return {
    original: {
      name: 'original',
      question: 'Which is the original?',
      answers: which,
      draw: drawn(
        ({ original, decoded }, first) => [
          ['1', first ? original : decoded],
          ['2', first ? decoded : original],
        ],
        which,
      ),
    },
    abx: {
      name: 'abx',
      question: 'A is the original, B the model’s version. What is X?',
      answers: whatIsX,
      draw: drawn(
        ({ original, decoded }, first) => [
          ['A', original],
          ['B', decoded],
          ['X', first ? original : decoded],
        ],
        whatIsX,
      ),
    },
  };
}

/**
 * A sound and its original, at equal loudness.
 * @param {Pick<Host, 'sounds' | 'checkpoint'>} host
 * @param {number} id
 * @returns {Promise<{ id: number, original: Heard, decoded: Heard }>}
 */
async function pairOf({ sounds, checkpoint }, id) {
  const { sound } = await sounds.render(checkpoint(), { kind: 'point', id });
  const original = await sounds.original(checkpoint(), id);
  return { id, original: { ...original, gain: 1 }, decoded: { ...sound, gain: original.matchingGain } };
}
