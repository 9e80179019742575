// The sounds most like a pad's, one after the other: next, previous, and back to the sound that they are like.

import { constants } from '../../core/constants.js';
import { nameOf } from '../kit.js';

/** @typedef {import('../kit.js').Slot} Slot */
/** The sound that a walk began with, those like it, and where the walk is: 0 is the beginning. @typedef {{ first: Slot, ids: number[], at: number, recipe: string }} Walk */

export class Similar {
  /** @type {(Walk | null)[]} */
  #walks = Array(constants.kit.pads).fill(null);

  /** @param {import('../../core/sounds.js').Sounds} sounds */
  constructor(sounds) {
    this.sounds = sounds;
  }

  /**
   * What a step on a pad's walk finds: recipe and name. Any other sound on the pad begins a new walk.
   * @param {number} pad
   * @param {Slot} slot
   * @param {number} step  1 for the next one, -1 for the one before
   * @returns {Promise<Pick<Slot, 'recipe' | 'name'> | null>}  null if nothing is like it
   */
  async step(pad, slot, step) {
    const { checkpoint } = slot;
    const walk = this.#goingOn(pad, slot) ?? (await this.#begin(slot));
    if (!walk.ids.length) return null;
    const count = walk.ids.length + 1;
    const at = (walk.at + step + count) % count;
    /** @type {import('../../core/types.js').Recipe} */
    const recipe = at === 0 ? walk.first.recipe : { kind: 'point', id: walk.ids[at - 1] };
    const { rendered, name } = await this.#named(checkpoint, recipe);
    this.#walks[pad] = { ...walk, at, recipe: JSON.stringify(recipe) };
    return { recipe, name: at === 0 ? walk.first.name : name || rendered.info.label };
  }

  /**
   * @param {number} pad
   * @param {Slot} slot
   */
  #goingOn(pad, { checkpoint, recipe }) {
    const walk = this.#walks[pad];
    return walk && walk.first.checkpoint === checkpoint && walk.recipe === JSON.stringify(recipe)
      ? walk
      : null;
  }

  /**
   * @param {Slot} slot
   * @returns {Promise<Walk>}
   */
  async #begin(slot) {
    const { info } = await this.sounds.render(slot.checkpoint, slot.recipe);
    return { first: slot, ids: info.neighbours, at: 0, recipe: JSON.stringify(slot.recipe) };
  }

  /**
   * @param {string} checkpoint
   * @param {import('../../core/types.js').Recipe} recipe
   */
  async #named(checkpoint, recipe) {
    const rendered = await this.sounds.render(checkpoint, recipe);
    return { rendered, name: nameOf(rendered.info.title.split(' · ')[0]) };
  }
}
