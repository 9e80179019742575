// Moves between checkpoints and sounds: plays the next sound by its place, its id or its recipe.

import { placeAt } from '../core/recipes.js';
import { fetchLibrary } from './library.js';

/** @typedef {import('../core/types.js').Library} Library */
/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Recipe} Recipe */
/** @typedef {import('../core/types.js').Request} Request */

export class Navigation {
  /**
   * @param {object} props
   * @param {import('../core/types.js').Ask} props.ask
   * @param {(checkpoint: string, file: string) => string} props.addressOf  a file of a checkpoint's map
   * @param {import('../map/map.js').SoundMap} props.map
   * @param {import('./session.js').Session} props.session
   * @param {(checkpoint: string, library: Library) => void} props.opened  a library has arrived, without names
   * @param {() => void} props.named  its names are there
   * @param {(report: Record<string, string>) => void} props.report
   * @param {() => void} props.sync
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    this.props = props;
    this.map = props.map;
    this.session = props.session;
  }

  /**
   * Shows another checkpoint's map; false, with a sentence on the page, when that fails.
   * @param {string} checkpoint
   */
  async open(checkpoint) {
    const { ask, addressOf, opened, named, report, sync, fail } = this.props;
    this.map.wait(true);
    try {
      const found = await fetchLibrary(ask, addressOf, checkpoint);
      opened(checkpoint, found.library);
      this.map.draw();
      this.map.wait(false);
      await found.named;
      named();
      report({ checkpoint });
      return true;
    } catch (error) {
      fail(error);
      return false;
    } finally {
      this.map.wait(false);
      sync();
    }
  }

  /**
   * Opens another checkpoint; a library sound that both have stays, to hear each one's version.
   * @param {string} checkpoint
   */
  async exchange(checkpoint) {
    const { base } = this.session;
    const { names, kits } = this.map.points;
    const sound = base?.kind === 'point' ? { name: names[base.id], kit: kits[base.id] } : null;
    if (!(await this.open(checkpoint)) || !sound) return;
    const { points } = this.map;
    const id = points.names.findIndex((name, i) => name === sound.name && points.kits[i] === sound.kit);
    if (id >= 0) await this.visit(id);
  }

  /**
   * Plays a recipe of any checkpoint, and sets the controls to it.
   * @param {string} checkpoint
   * @param {Recipe | string} recipe
   * @param {Request} request
   */
  async restore(checkpoint, recipe, request = {}) {
    if (checkpoint !== this.session.checkpoint && !(await this.open(checkpoint))) return;
    await this.session.request(recipe, { adopt: true, ...request });
  }

  /**
   * Plays a library sound.
   * @param {number} id
   * @param {Request} request
   */
  point(id, request = {}) {
    this.aim(this.map.placeOf(id));
    return this.session.hear({ kind: 'point', id }, { since: performance.now(), ...request });
  }

  /**
   * Plays a library sound and centres the map on it.
   * @param {number} id
   */
  visit(id) {
    this.map.view.centre(this.map.placeOf(id));
    return this.point(id);
  }

  /**
   * Plays what is under the pointer.
   * @param {import('../map/pointer.js').Target} target
   * @param {string} gesture
   * @param {Request} request
   */
  target({ place, id, recipe, since }, gesture, request = {}) {
    this.aim(place);
    if (recipe) return this.session.request(recipe, { adopt: true, since, gesture, ...request });
    return this.session.hear(recipeAt(id, place), { since, gesture, ...request });
  }

  /**
   * Marks where a sound will be, before the server has answered.
   * @param {Place} place
   */
  aim(place) {
    this.session.place = place;
    this.map.marks.set('now', place);
  }
}

/**
 * The recipe of a library sound, or of a place without one (an id of -1).
 * @param {number} id
 * @param {Place} at
 * @returns {Recipe}
 */
export const recipeAt = (id, at) => (id >= 0 ? { kind: 'point', id } : placeAt(at));
