// Kits without a server: recipes.json written and read (`vae/recipes/sheet.py`), and the sounds of a kit in a zip.

import { constants } from '../core/constants.js';
import { bytes, Problem } from '../core/server.js';
import { isKit, emptyKit, nameOf } from '../kit/kit.js';
import { fileName } from '../out/files.js';
import { onlyFileOf, zipOf } from './zip.js';

/** @typedef {import('../core/types.js').Ask} Ask */
/** @typedef {import('../kit/kit.js').Kit} Kit */
/** @typedef {Record<string, { fingerprint: string }>} Versions  of the checkpoints that are here, by name */

const [KIT, LIST] = [1, 2];
const FOREIGN = 'This file is not a kit of Hitmap: drop an exported zip, or the recipes.json in it.';
const NEWER = 'This kit was made by another version of Hitmap, whose format is not known here.';
const FILE = 'recipes.json';

/**
 * The text of recipes.json for a kit.
 * @param {Kit} kit
 * @param {Versions} versions
 */
export function sealed(kit, versions) {
  const used = namesIn(kit).filter((name) => Object.hasOwn(versions, name));
  const checkpoints = Object.fromEntries(used.map((name) => [name, versions[name].fingerprint]));
  return `${JSON.stringify({ app: 'hitmap', format: KIT, checkpoints, kit }, null, 1)}\n`;
}

/**
 * The kit in a recipes.json, or in a zip that holds one, and what is to be said about it.
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {Versions} versions
 * @returns {Promise<{ kit: Kit, note: string }>}
 */
export async function restored(data, versions) {
  const isZip = data[0] === 0x50 && data[1] === 0x4b;
  const sheet = sheetIn(isZip ? await onlyFileOf(data).catch(() => null) : data);
  const notes = [];
  let { kit } = sheet;
  if (sheet.format === LIST) {
    const sounds = sheet.sounds.slice(0, constants.kit.pads);
    const slots = sounds.map((/** @type {any} */ { file: _, ...slot }) => slot);
    kit = { ...emptyKit(), slots: [...slots, ...Array(constants.kit.pads - slots.length).fill(null)] };
    if (sheet.sounds.length > constants.kit.pads)
      notes.push(
        `This file lists ${sheet.sounds.length} sounds. The first ${constants.kit.pads} are on the pads.`,
      );
  }
  if (!isKit(kit)) throw new Problem(FOREIGN);
  const used = namesIn(kit);
  const missing = used.filter((name) => !Object.hasOwn(versions, name));
  const changed = used.filter((name) => sheet.checkpoints[name] !== versions[name]?.fingerprint);
  if (missing.length)
    notes.push(
      `Some pads stay silent: this kit needs the checkpoint ${quoted(missing)}, which is missing here.`,
    );
  else if (changed.length)
    notes.push(
      `The checkpoint ${quoted(changed)} has changed since this kit was saved, so it may sound different.`,
    );
  return { kit, note: notes.join(' ') };
}

/**
 * A zip of a kit: its sounds as WAV files, numbered as the pads are, and recipes.json, from which it opens again.
 * @param {Kit} kit
 * @param {{ bit_depth: number, mono: boolean, name: string }} options
 * @param {Versions} versions
 * @param {Ask} ask
 */
export async function exported(kit, { bit_depth, mono, name }, versions, ask) {
  if (!kit.slots.some(Boolean)) throw new Problem('There is nothing to export: put a sound on a pad first.');
  /** @type {Record<string, Uint8Array<ArrayBuffer>>} */
  const files = { [FILE]: new TextEncoder().encode(sealed(kit, versions)) };
  for (const [pad, slot] of kit.slots.entries()) {
    if (!slot) continue;
    const recipe = JSON.stringify(slot.recipe);
    const { wav } = await ask('wav', { checkpoint: slot.checkpoint, recipe, bit_depth, mono });
    files[`${String(pad + 1).padStart(2, '0')}-${fileName(slot.name)}`] = bytes(wav);
  }
  const stem = name ? fileName(nameOf(name)).replace(/\.wav$/, '') : 'hitmap-kit';
  return { name: `${stem}.zip`, zip: await zipOf(files) };
}

/** @param {Uint8Array<ArrayBuffer> | null} data @returns {any} */
function sheetIn(data) {
  let sheet;
  try {
    sheet = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data ?? new Uint8Array()));
  } catch {
    throw new Problem(FOREIGN);
  }
  const { app, format, checkpoints, kit, sounds } = sheet ?? {};
  if (app !== 'hitmap' || !(kit || sounds) || !checkpoints) throw new Problem(FOREIGN);
  if (format === KIT ? !kit : format !== LIST || !Array.isArray(sounds)) throw new Problem(NEWER);
  return sheet;
}

/** @param {Kit} kit */
const namesIn = ({ slots }) => [...new Set(slots.flatMap((slot) => (slot ? [slot.checkpoint] : [])))].sort();

/** @param {string[]} names */
const quoted = (names) =>
  names
    .slice(0, 3)
    .map((name) => `"${name.slice(0, 40)}"`)
    .join(' and ');
