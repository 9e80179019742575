// The numbers and names that Python and the page share; the stage passes them in from `explorer/page/constants.py`.

/** @typedef {[low: number, high: number]} Range */
/**
 * @typedef {object} Constants
 * @property {number} max_seed
 * @property {number} max_depth  largest number of levels in a recipe
 * @property {string[]} kinds  of recipes
 * @property {string[]} qualities  the ones that Shape moves
 * @property {string[]} locks  what noise can keep
 * @property {string} default_interpolation  of a mix
 * @property {string} place_interpolation  of a new place
 * @property {import('./types.js').Way[]} ways  of mixing, the default first
 * @property {Range} offset_range  in standard deviations of the library
 * @property {number} max_upload_bytes
 * @property {number} max_kit_bytes
 * @property {number} colour_steps  colours of a scale
 * @property {{ pads: number, steps: number, max_velocity: number, max_name: number, tempo: Range, swing: Range,
 *   humanise: Range, level: Range, pitch: Range, decay: Range, pan: Range, chokes: number, lengths: number[],
 *   patterns: number, max_ratchet: number, max_song: number, formats: import('./types.js').KitFormat[],
 *   keys: import('../midi/general.js').Names, reach: number[],
 *   max_kit_name: number, max_tag: number, max_tags: number }} kit
 */

/** Filled by `share` before anything else runs; read it only inside functions. @type {Constants} */
export const constants = /** @type {any} */ ({});

/** @param {Constants} values */
export function share(values) {
  Object.assign(constants, values);
}
