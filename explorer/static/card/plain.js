// The current sound without the controls' changes: whether it would have an original, and the offer to play it.

import { changesOf } from '../core/controls.js';
import { controlsOf } from '../core/recipes.js';

/** @typedef {import('../core/toast.js').Offer} Offer */

export class Plain {
  /**
   * @param {import('../stage/session.js').Session} session
   * @param {() => void} sync  updates Gradio's components from the controls
   */
  constructor(session, sync) {
    this.session = session;
    this.sync = sync;
  }

  /**
   * Plays the plain sound.
   * @param {number} since
   */
  hear = (since) => {
    this.session.plain(since);
    this.sync();
  };

  /**
   * Takes one of the controls' changes back.
   * @param {Partial<import('../core/controls.js').Controls>} change
   * @param {number} since
   */
  without = (change, since) => {
    this.session.turn(change, { since });
    this.sync();
  };

  /** Whether the plain sound would have an original, unlike the current one. */
  helps = () => {
    const shown = this.session.current;
    if (!shown || shown.rendered.info.has_original) return false;
    const { base, amount = 0, shape = {}, dimensions = {} } = controlsOf(shown.recipe);
    const changes = changesOf({ amount, shape, dimensions, lock: [], rounds: null });
    return base.kind === 'point' && changes.length > 0;
  };

  /**
   * Why a sound has no original, and what to do about it.
   * @param {import('../core/types.js').Info} info  of the current sound
   * @returns {{ text: string, offer: Offer | null }}
   */
  note(info) {
    if (info.has_original) return { text: '', offer: null };
    if (!this.helps()) return { text: info.original_hint ?? '', offer: null };
    const offer = { label: 'Hear it plain', act: this.hear };
    return { text: 'This sound is varied, so it has no original.', offer };
  }
}
