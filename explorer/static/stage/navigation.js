// From checkpoint to checkpoint and from sound to sound: whatever is heard next, by its place, its id or its recipe.

import { floats } from '../core/server.js';

/** @typedef {import('../core/types.js').Library} Library */
/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Recipe} Recipe */
/** @typedef {import('../core/types.js').Request} Request */

export class Navigation {
  /**
   * @param {object} props
   * @param {import('../core/types.js').Ask} props.ask
   * @param {import('../map/map.js').SoundMap} props.map
   * @param {import('./session.js').Session} props.session
   * @param {(checkpoint: string, library: Library) => void} props.opened  a library has come, to be shown
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
    const { ask, opened, report, sync, fail } = this.props;
    this.map.wait(true);
    try {
      const reply = await ask('library', { checkpoint });
      opened(checkpoint, { ...reply, x: floats(reply.x), y: floats(reply.y) });
      await this.map.draw();
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
   * Opens another checkpoint; a sound of the library that both have stays, to hear what each makes of it.
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
   * Hears a recipe of whatever checkpoint, and sets the controls to it.
   * @param {string} checkpoint
   * @param {Recipe | string} recipe
   * @param {Request} request
   */
  async restore(checkpoint, recipe, request = {}) {
    if (checkpoint !== this.session.checkpoint && !(await this.open(checkpoint))) return;
    await this.session.request(recipe, { adopt: true, ...request });
  }

  /**
   * Goes back (below 0) and forth in the history.
   * @param {number} step
   */
  async travel(step) {
    const entry = this.session.history.move(step);
    if (entry) await this.restore(entry.checkpoint, entry.recipe, { remember: false });
  }

  /**
   * Hears a sound of the library.
   * @param {number} id
   * @param {Request} request
   */
  point(id, request = {}) {
    this.aim(this.map.placeOf(id));
    return this.session.hear({ kind: 'point', id }, { since: performance.now(), ...request });
  }

  /**
   * Hears a sound of the library and brings it to the middle of the map.
   * @param {number} id
   */
  visit(id) {
    this.map.view.centre(this.map.placeOf(id));
    return this.point(id);
  }

  /**
   * Hears what is under the pointer.
   * @param {import('../map/pointer.js').Target} target
   * @param {string} gesture
   */
  target({ place, id, recipe, since }, gesture) {
    this.aim(place);
    if (recipe) return this.session.request(recipe, { adopt: true, since, gesture });
    return this.session.hear(recipeAt(id, place), { since, gesture });
  }

  /**
   * Marks where a sound is going to be, before the server has answered.
   * @param {Place} place
   */
  aim(place) {
    this.session.place = place;
    this.map.marks.set('now', place);
  }
}

/**
 * The recipe of a sound of the library, or of a place where there is none (an id of -1).
 * @param {number} id
 * @param {Place} place
 * @returns {Recipe}
 */
export const recipeAt = (id, [x, y]) => (id >= 0 ? { kind: 'point', id } : { kind: 'place', x, y });
