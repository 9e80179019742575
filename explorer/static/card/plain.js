// The current sound without what the controls change: whether that would have an original, and how it is offered.

import { changesOf } from '../core/controls.js';
import { controlsOf } from '../core/recipes.js';

/** @typedef {import('../core/toast.js').Offer} Offer */

export class Plain {
  /**
   * @param {import('../stage/session.js').Session} session
   * @param {() => void} sync  has Gradio's components show what the controls say
   */
  constructor(session, sync) {
    this.session = session;
    this.sync = sync;
  }

  /**
   * Hears it.
   * @param {number} since
   */
  hear = (since) => {
    this.session.plain(since);
    this.sync();
  };

  /** Whether it would have an original, unlike the current sound. */
  helps = () => {
    const shown = this.session.current;
    if (!shown || shown.rendered.info.has_original) return false;
    const { base, amount = 0, shape = {}, dimensions = {} } = controlsOf(shown.recipe);
    return base.kind === 'point' && changesOf({ amount, shape, dimensions }).length > 0;
  };

  /**
   * Why a sound has no original, and what can be done about it.
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
