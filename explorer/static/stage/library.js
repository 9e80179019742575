// A checkpoint's library from the server: first what its map shows, then the names of its sounds.

import { arraysIn, contentOf } from '../core/server.js';

/** @typedef {import('../core/types.js').Library} Library */

const UNLABELLED = 255; // instead of how sure a label is

/**
 * Asks for a library: it comes without names, which `named` adds.
 * @param {import('../core/types.js').Ask} ask
 * @param {(checkpoint: string, file: string) => string} addressOf
 * @param {string} checkpoint
 * @returns {Promise<{ library: Library, named: Promise<void> }>}
 */
export async function fetchLibrary(ask, addressOf, checkpoint) {
  await ask('version', { checkpoint }); // says why it cannot be opened
  const at = async (/** @type {string} */ file) => arraysIn(await contentOf(addressOf(checkpoint, file)));
  const naming = at('names.gz');
  naming.catch(() => {}); // whoever waits for the names is told
  const library = libraryOf(await at('map.gz'));
  return { library, named: naming.then(({ names }) => giveNames(library, names)) };
}

/**
 * The library that the server describes, without names.
 * @param {any} reply
 * @returns {Library}
 */
export function libraryOf({ groupings, sure, ...reply }) {
  const indexed = Object.entries(groupings).map(([grouping, one]) => [
    grouping,
    { ...one, index: Int32Array.from(one.index) },
  ]);
  const { legend, index } = groupings.kit;
  return {
    ...reply,
    groupings: Object.fromEntries(indexed),
    names: Array(reply.x.length).fill(''),
    kits: Array.from(index, (kit) => legend[kit].label),
    confidences: Float32Array.from(sure, (percent) => (percent === UNLABELLED ? NaN : percent / 100)),
  };
}

/**
 * Gives the sounds their names.
 * @param {Library} library
 * @param {Uint8Array} names  UTF-8, with a zero byte between two
 */
export function giveNames({ names: sounds }, names) {
  const read = new TextDecoder().decode(names).split('\0');
  read.forEach((sound, id) => (sounds[id] = sound));
}
