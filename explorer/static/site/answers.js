// What the page asks of a server, answered without one: from the site's files, by the engine, or with one sentence.

import { bytes, contentOf, Problem } from '../core/server.js';
import { exported, restored, sealed } from './kits.js';

/** @typedef {import('../core/types.js').Ask} Ask */
/** @typedef {{ versions: Record<string, { fingerprint: string, sounds: number }> }} Facts */

const ORIGINALS =
  'This page has no server that keeps originals: run Hitmap on your computer to compare with them.';

/**
 * @param {Facts} facts
 * @param {(checkpoint: string, file: string) => string} addressOf
 * @param {import('./engines.js').Engines} engines
 * @returns {Ask}
 */
export function answers({ versions }, addressOf, engines) {
  const refuse = () => {
    throw new Problem(ORIGINALS);
  };
  /** @type {Record<string, (payload: any) => any>} */
  const own = {
    version({ checkpoint }) {
      const known = Object.hasOwn(versions, checkpoint) ? versions[checkpoint] : null;
      if (!known) throw new Problem(`There is no checkpoint "${checkpoint.slice(0, 60)}" here.`);
      return known;
    },
    card: async ({ checkpoint }) =>
      JSON.parse(await (await contentOf(addressOf(checkpoint, 'card.json'))).text()),
    seal_kit: ({ kit }) => ({ text: sealed(JSON.parse(kit), versions) }),
    restore_kit: ({ data }) => restored(bytes(data), versions),
    export_kit: ({ kit, ...options }) => exported(JSON.parse(kit), options, versions, ask),
    original: refuse,
    difference: refuse,
    rating: refuse,
    versions: refuse,
    triple: refuse,
  };
  /** @type {Ask} */
  const ask = async (name, payload) => {
    if (Object.hasOwn(own, name)) return own[name](payload);
    const { checkpoint = '' } = /** @type {{ checkpoint?: string }} */ (payload);
    own.version({ checkpoint });
    const reply = await engines.ask(checkpoint, name, payload);
    if (reply.ok === false) throw new Problem(reply.error);
    if (name === 'render') reply.info = { original_hint: ORIGINALS, ...reply.info, has_original: false };
    return reply;
  };
  return ask;
}
