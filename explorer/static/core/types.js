// The types of values that the page passes around, in one place. Types only: nothing here runs.

/** A place on the map, [x, y]; or a pixel, [across, down]. @typedef {[number, number]} Place */

/** @typedef {{ kind: 'point', id: number }} PointRecipe  a sound of the library */
/** @typedef {{ kind: 'place', x: number, y: number, interpolation?: Interpolation }} PlaceRecipe  any place of the map */
/** @typedef {{ kind: 'mix', of: Recipe[], weights: number[], interpolation: Interpolation }} MixRecipe */
/** @typedef {{ kind: 'noise', of: Recipe, amount: number, seed: number, lock?: string[] }} NoiseRecipe */
/** @typedef {{ kind: 'shape', of: Recipe } & Partial<Steps>} ShapeRecipe */
/** @typedef {{ kind: 'offset', of: Recipe, dimensions: number[], amounts: number[] }} OffsetRecipe */
/** @typedef {{ kind: 'prior', seed: number, label?: string }} PriorRecipe  a new sound */
/** @typedef {{ kind: 'latent', z: string }} LatentRecipe  an uploaded sound */
/** @typedef {{ kind: 'phase', of: Recipe, rounds: number }} PhaseRecipe */
/**
 * A sound of the drum machine
 * @typedef {{ kind: 'machine', label: string, engine: string, parameters: Record<string, number>, seed?: number }} MachineRecipe
 */
/**
 * A recipe of a sound, as the server reads it (`vae/recipes/kinds/`).
 * @typedef {PointRecipe | PlaceRecipe | MixRecipe | NoiseRecipe | ShapeRecipe | OffsetRecipe | PriorRecipe | LatentRecipe
 *   | PhaseRecipe | MachineRecipe} Recipe
 */
/** @typedef {string} Interpolation  a way of mixing, such as 'lerp' or 'crossfade' */
/** A way of mixing, in words (`explorer/page/ways.py`). @typedef {{ name: Interpolation, title: string, tip: string }} Way */
/** A format that a kit is exported in, in words (`explorer/kit/formats.py`). @typedef {{ name: string, title: string, words: string }} KitFormat */
/** Steps of each quality of a sound, by the quality's name. @typedef {Record<string, number>} Steps */

/**
 * A sound, ready to play and to draw.
 * @typedef {object} Sound
 * @property {Float32Array[]} channels  one if mono, left and right if stereo: samples in [-1, 1]
 * @property {number} sampleRate  in Hz
 * @property {Uint8Array} cells  of the spectrogram, `bands * frames`, lowest band first
 * @property {number} bands
 * @property {number} frames
 * @property {number} matchingGain  gain that makes the reconstruction as loud as this original; 1 for all others
 */

/**
 * The server's facts about a rendered sound (`Info` in `explorer/sound/render.py`).
 * @typedef {object} Info
 * @property {string} title
 * @property {string} kind
 * @property {number | null} rounds  rounds of Griffin-Lim; null for the model's own number
 * @property {number} x
 * @property {number} y
 * @property {number | null} id  its id in the library; null if it is not one of its sounds
 * @property {boolean} inside  whether it lies inside the map
 * @property {string} label  its own label, or that of the nearest sound
 * @property {number[]} neighbours  ids, nearest first
 * @property {number[]} likeness  how alike each of them is, from 0 to 1
 * @property {number | null} label_confidence  how sure its own label is, 0 to 1; null if it is not one of the library's
 * @property {number | null} error_db
 * @property {number} duration  in s
 * @property {number} channels  1 for mono, 2 for stereo
 * @property {number} width_db  by how many dB the channels differ on average; 0 for mono
 * @property {boolean} has_original
 * @property {string} [original_hint]  why there is no original, if the server knows
 * @property {OwnSound} [own]  only for the visitor's own sounds: added by the page
 */
/** @typedef {{ name: string, error: number | null, pcm: string, sound: Sound }} OwnSound */
/** @typedef {{ at: number, text: string }} Tick  a frequency beside the spectrogram, at a share of its height */

/** A rendered recipe. @typedef {{ recipe: string, info: Info, ticks: Tick[], sound: Sound }} Rendered */

/**
 * How a sound is requested.
 * @typedef {object} Request
 * @property {number} [since]  when the gesture began, on the page's clock in ms: `data-last-ms` counts from it
 * @property {string | null} [gesture]  names a drag: all its sounds share one history entry, one letter, one made mark
 * @property {boolean} [silent]  shows the sound without playing it; by default, autoplay decides
 * @property {boolean} [adopt]  sets the controls to the recipe's settings
 * @property {boolean} [remember]  adds an entry to the history; true by default
 * @property {boolean} [recall]  replays one of the last four: their order stays, and no mark is made
 * @property {boolean} [audition]  only plays the sound: the variations stay around the sound they were made from
 * @property {string | null} [version]  version of the checkpoint that a link was made with
 */

/**
 * The current sound: the rendered sound, its recipe, its mark's place on the map, and the request for it.
 * @typedef {object} Shown
 * @property {string} checkpoint
 * @property {Rendered} rendered
 * @property {Recipe} recipe
 * @property {Place} place
 * @property {Request} request
 */

/** @typedef {{ label: string, title: string, dark: string, light: string, outline: string, count: number, guessed: number }} LegendEntry  `guessed` of the `count` labels are guesses */
/** @typedef {{ legend: LegendEntry[], index: Int32Array, order?: Int32Array }} Grouping */
/**
 * The sounds of the open library: one array for each field.
 * @typedef {object} Library
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {string[]} names  empty until they have arrived
 * @property {string[]} kits
 * @property {Float32Array} confidences  how sure each label is, 0 to 1; NaN where there is none
 * @property {string} fingerprint
 * @property {any} shape  the measured effect of the Shape sliders, or null
 * @property {Record<string, Grouping>} groupings
 * @property {import('../map/colours.js').Scale[]} scales
 * @property {Record<'dark' | 'light', string[]>} ramp
 */
/** A library on the map, with each sound's label as an index into the legend. @typedef {Library & { legend: LegendEntry[], label: Int32Array }} Points */

/** Asks the server for something; throws a `Problem` with the sentence to show. @typedef {(name: string, payload: object) => Promise<any>} Ask */

export {};
