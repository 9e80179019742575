// What a panel offers the page, and the page a panel. Types only.
//
// A panel called `example` is a folder `panels/example/` with `example.js`, `example.html` and, if it needs them, style
// sheets; and one entry in `PANELS` in `explorer/page/panels.py`, which puts its tab and its parts on the page and names
// the script. `example.js` has a default export:
//
//   /** @param {import('../panel.js').Host} host  @returns {import('../panel.js').Panel} */
//   export default function build({ say }) {
//     return { clear: () => say('Another checkpoint is open.') };
//   }
//
// All other members are optional. A panel reads from the host and calls it; it never writes to it.

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Recipe} Recipe */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Request} Request */
/** @typedef {import('../core/types.js').Shown} Shown */
/** @typedef {import('../core/controls.js').Controls} Controls */

/**
 * A part of the page that follows the sound, the checkpoint and the theme.
 * @typedef {object} Widget
 * @property {() => void} [clear]  another checkpoint is being opened: forget everything about the previous one
 * @property {(library: import('../core/types.js').Library) => void} [opened]  its library is on the map
 * @property {(shown: Shown) => void} [shown]  a sound was rendered and is now the current one
 * @property {(recipe: Recipe) => void} [adopted]  the controls were set from a recipe
 * @property {(controls: Controls) => void} [turned]  the controls have changed, whoever changed them
 * @property {(dark: boolean) => void} [themed]
 * @property {() => void} [moved]  what can be undone or redone has changed
 * @property {() => boolean} [leave]  Escape: cancels what is in progress; false if nothing is
 * @property {() => boolean} [back]  Escape with nothing in progress: takes one thing back that stays; false without one
 */

/**
 * A Gradio component: the value it has to show, and what to do when the visitor changes it.
 * @typedef {{ read: () => unknown, take: (value: any) => void }} Control
 */

/** What a key does; false if it does nothing, so that the key can mean something else. @typedef {(argument: any, since: number) => unknown} Action */

/**
 * @typedef {object} PanelOnly
 * @property {() => void} clear  as in `Widget`, but required
 * @property {Record<string, Control>} [controls]  its Gradio components with a value, by `elem_id`
 * @property {Record<string, (since: number) => void>} [presses]  its Gradio buttons, by `elem_id`
 * @property {Record<string, Action>} [actions]  its actions for the keys in `stage/keys.js`
 * @property {Record<string, (event: KeyboardEvent) => boolean>} [contexts]  whether a context's keys are active
 * @property {() => boolean} [active]  whether it changes every sound: its tab has a dot
 * @property {(recipe: Recipe) => Place | null} [placeOf]  where to mark a sound that it made on the map
 * @property {(recipe: Recipe, since: number) => void} [corner]  a sound on the map was chosen as a corner to mix
 */
/** @typedef {Widget & PanelOnly} Panel */

/**
 * What the page offers its panels.
 * @typedef {object} Host
 * @property {import('../map/map.js').SoundMap} map
 * @property {import('../map/overlay.js').Overlay} overlay  layers of marks over the map
 * @property {import('../map/states.js').States} states  chips in the map's legend
 * @property {import('../core/player.js').Player} player
 * @property {import('../core/sounds.js').Sounds} sounds
 * @property {import('../core/types.js').Ask} ask
 * @property {() => string} checkpoint  the open one
 * @property {() => Shown | null} current  the current sound
 * @property {() => Recipe | null} base  the current sound without the controls' changes
 * @property {() => Controls} controls
 * @property {(recipe: Recipe) => Recipe} dress  applies the controls to a sound
 * @property {(recipe: Recipe | string, request?: Request) => Promise<void>} request  plays a recipe as it is
 * @property {(recipe: Recipe, request?: Request) => Promise<void>} hear  plays a sound with the controls applied
 * @property {(id: number, request?: Request) => Promise<void>} point  plays a library sound
 * @property {(change: Partial<Controls>, request?: Request | null) => boolean} turn  sets controls and plays the base
 *   sound, unless the request is null; false if there is no sound yet
 * @property {() => void} sync  updates Gradio's components from the controls
 * @property {(since: number) => void} plain  plays the base sound without the controls' changes
 * @property {() => boolean} plainHelps  whether the plain sound has an original, unlike the current one
 * @property {(rendered: Rendered) => Promise<import('../core/types.js').Sound>} originalOf
 * @property {(name: string) => void} open  opens a panel
 * @property {import('../timeline/played.js').Played} played  the sounds that were played
 * @property {(entry: import('../timeline/played.js').Entry) => void} revisit  plays one of them again
 * @property {(text: string) => void} say
 * @property {(error: unknown) => void} fail
 */

export {};
