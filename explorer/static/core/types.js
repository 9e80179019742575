// What travels through the page, described in one place. Types only: nothing here runs.

/** A place on the map, [x, y]; or a pixel, [across, down]. @typedef {[number, number]} Place */

/** @typedef {{ kind: 'point', id: number }} PointRecipe  a sound of the library */
/** @typedef {{ kind: 'place', x: number, y: number }} PlaceRecipe  any place of the map */
/** @typedef {{ kind: 'mix', of: Recipe[], weights: number[], interpolation: Interpolation }} MixRecipe */
/** @typedef {{ kind: 'noise', of: Recipe, amount: number, seed: number, lock?: string[] }} NoiseRecipe */
/** @typedef {{ kind: 'shape', of: Recipe } & Partial<Steps>} ShapeRecipe */
/** @typedef {{ kind: 'offset', of: Recipe, dimensions: number[], amounts: number[] }} OffsetRecipe */
/** @typedef {{ kind: 'prior', seed: number, label?: string }} PriorRecipe  a new sound */
/** @typedef {{ kind: 'latent', z: string }} LatentRecipe  an uploaded sound */
/** @typedef {{ kind: 'phase', of: Recipe, rounds: number }} PhaseRecipe */
/**
 * What is heard, as the server reads it (`vae/recipes/kinds.py`).
 * @typedef {PointRecipe | PlaceRecipe | MixRecipe | NoiseRecipe | ShapeRecipe | OffsetRecipe | PriorRecipe | LatentRecipe
 *   | PhaseRecipe} Recipe
 */
/** @typedef {string} Interpolation  'lerp', 'slerp' or 'crossfade' */
/** Steps of each quality of a sound, by the quality's name. @typedef {Record<string, number>} Steps */

/**
 * A sound, ready for the ear and the eye.
 * @typedef {object} Sound
 * @property {Float32Array} samples  mono, in [-1, 1]
 * @property {number} sampleRate  in Hz
 * @property {Uint8Array} cells  of the spectrogram, `bands * frames`, lowest band first
 * @property {number} bands
 * @property {number} frames
 * @property {number} matchingGain  what the reconstruction needs beside this original to be as loud; 1 for all others
 */

/**
 * What the server says of a rendered sound (`explorer/sound/info.py`).
 * @typedef {object} Info
 * @property {string} title
 * @property {string} kind
 * @property {number | null} rounds  of Griffin-Lim; null for the model's own number
 * @property {number} x
 * @property {number} y
 * @property {number | null} id  in the library, where it is one of its sounds
 * @property {boolean} inside  whether it lies inside the map
 * @property {string} label  its own, or that of the nearest sound
 * @property {number[]} neighbours  ids, nearest first
 * @property {number | null} error_db
 * @property {number} duration  in s
 * @property {boolean} has_original
 * @property {string} [original_hint]  why there is no original, where the server knows
 * @property {OwnSound} [own]  of the visitor's own sounds: added by the page
 */
/** @typedef {{ name: string, error: number | null, pcm: string, sound: Sound }} OwnSound */
/** @typedef {{ at: number, text: string }} Tick  a frequency beside the spectrogram, at a share of its height */

/** A rendered recipe. @typedef {{ recipe: string, info: Info, ticks: Tick[], sound: Sound }} Rendered */

/**
 * How a sound is asked for, whoever asks.
 * @typedef {object} Request
 * @property {number} [since]  when the gesture began, on the page's clock in ms: `data-last-ms` counts from it
 * @property {string | null} [gesture]  names a drag: its sounds are one entry of the history, one letter, one made mark
 * @property {boolean} [silent]  shown without being played; by default as autoplay says
 * @property {boolean} [adopt]  sets the controls to what the recipe says
 * @property {boolean} [remember]  becomes an entry of the history; true by default
 * @property {boolean} [recall]  one of the last four is heard again: their order stays, and no mark is made
 * @property {boolean} [audition]  is only listened to: the variations stay around the sound that they were made of
 * @property {string | null} [version]  of the checkpoint for which a link was made
 */

/**
 * The current sound: what was rendered, its recipe, where it is marked on the map, and how it was asked for.
 * @typedef {object} Shown
 * @property {string} checkpoint
 * @property {Rendered} rendered
 * @property {Recipe} recipe
 * @property {Place} place
 * @property {Request} request
 */

/** @typedef {{ label: string, title: string, dark: string, light: string, outline: string, count: number }} LegendEntry */
/** @typedef {{ legend: LegendEntry[], index: Int32Array, figure: any, members?: number[][] }} Grouping */
/**
 * The sounds of the library that is open: an array of each of their fields.
 * @typedef {object} Library
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {string[]} names
 * @property {string[]} kits
 * @property {string} fingerprint
 * @property {any} shape  what the sliders of Shape were measured to do, or null
 * @property {Record<string, any>} groupings
 * @property {any[]} scales
 * @property {Record<'dark' | 'light', string[]>} ramp
 */
/** A library on the map, with each sound's label as an index into the legend. @typedef {Library & { legend: LegendEntry[], label: Int32Array }} Points */

/** Asks the server for something; throws a `Problem` with the sentence to show. @typedef {(name: string, payload: object) => Promise<any>} Ask */

export {};
