// What a panel is to the page, and the page to a panel. Types only.
//
// A panel called `example` is: its folder `panels/example/` with `example.js`, `example.html` and, where it needs them,
// style sheets; and one entry in `PANELS` in `explorer/page/panels.py`, which puts its tab and its pieces onto the page
// and names the script. `example.js` has a default export:
//
//   /** @param {import('../panel.js').Host} host  @returns {import('../panel.js').Panel} */
//   export default function build({ say }) {
//     return { clear: () => say('Another checkpoint is open.') };
//   }
//
// Everything else is called where it is there. A panel reads from the host and asks it; it never writes into it.

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Recipe} Recipe */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Request} Request */
/** @typedef {import('../core/types.js').Shown} Shown */
/** @typedef {import('../core/controls.js').Controls} Controls */

/**
 * A part of the page that follows the sound, the checkpoint and the theme.
 * @typedef {object} Widget
 * @property {() => void} [clear]  another checkpoint is being opened: what belongs to the one before is forgotten
 * @property {(library: import('../core/types.js').Library) => void} [opened]  its library is on the map
 * @property {(shown: Shown) => void} [shown]  a sound was rendered and is the current one
 * @property {(recipe: Recipe) => void} [adopted]  the controls were set to what a recipe says
 * @property {(controls: Controls) => void} [turned]  the controls have changed, whoever changed them
 * @property {(dark: boolean) => void} [themed]
 * @property {() => boolean} [leave]  Escape: leaves what is under way; false where there is nothing
 */

/**
 * A component of Gradio, by its `elem_id`: what it has to show, and what follows when the visitor changes it.
 * @typedef {{ read: () => unknown, take: (value: any) => void }} Control
 */

/** What a key does: false where it does nothing, so that the key means something else. @typedef {(argument: any, since: number) => unknown} Action */

/**
 * @typedef {object} PanelOnly
 * @property {() => void} clear  every panel says what it forgets
 * @property {Record<string, Control>} [controls]  its components of Gradio that have a value
 * @property {Record<string, (since: number) => void>} [presses]  its buttons of Gradio, by `elem_id`
 * @property {Record<string, Action>} [actions]  what keys of the table in `stage/keys.js` do
 * @property {Record<string, (event: KeyboardEvent) => boolean>} [contexts]  whether the keys of a context hold
 * @property {() => boolean} [active]  whether it changes every sound: its tab has a dot
 * @property {(recipe: Recipe) => Place | null} [placeOf]  where a sound that it made is marked on the map
 * @property {(recipe: Recipe, since: number) => void} [corner]  a sound of the map was chosen to be mixed with another
 */
/** @typedef {Widget & PanelOnly} Panel */

/**
 * What the page offers its panels.
 * @typedef {object} Host
 * @property {import('../map/map.js').SoundMap} map
 * @property {import('../map/overlay.js').Overlay} overlay  layers of marks over the map
 * @property {import('../core/player.js').Player} player
 * @property {import('../core/sounds.js').Sounds} sounds
 * @property {import('../core/types.js').Ask} ask
 * @property {() => string} checkpoint  the one that is open
 * @property {() => Shown | null} current  the current sound
 * @property {() => Recipe | null} base  the current sound without what the controls make of it
 * @property {() => Controls} controls
 * @property {(recipe: Recipe) => Recipe} dress  a sound as the controls would have it
 * @property {(recipe: Recipe | string, request?: Request) => Promise<void>} request  hears a recipe as it is
 * @property {(recipe: Recipe, request?: Request) => Promise<void>} hear  hears a sound as the controls have it
 * @property {(id: number, request?: Request) => Promise<void>} point  hears a sound of the library
 * @property {(change: Partial<Controls>, request?: Request | null) => boolean} turn  sets controls and hears the base
 *   sound, unless the request is null; false where there is no sound yet
 * @property {() => void} sync  has Gradio's components show what the controls say
 * @property {(since: number) => void} plain  hears the base sound without what the controls change
 * @property {() => boolean} plainHelps  whether that has an original, unlike the current sound
 * @property {(rendered: Rendered) => Promise<import('../core/types.js').Sound>} originalOf
 * @property {(name: string) => void} open  opens a panel
 * @property {import('../core/history.js').History} history  to read
 * @property {(step: number) => void} travel  goes back and forth in the history
 * @property {(text: string) => void} say
 * @property {(error: unknown) => void} fail
 */

export {};
