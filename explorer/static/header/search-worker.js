// Searches in a thread of its own, so that typing never waits. Takes sounds, then texts; answers each text with ids.

import { indexOf, matches } from './matching.js';

let index = indexOf({ names: [], labels: [], label: [], kits: [], kit: [] });

addEventListener('message', ({ data: { sounds, text, number } }) => {
  if (sounds) index = indexOf(sounds);
  else answer(number, matches(text, index));
});

/**
 * @param {number} number
 * @param {Int32Array<ArrayBuffer>} ids
 */
const answer = (number, ids) => postMessage({ number, ids }, { transfer: [ids.buffer] });
