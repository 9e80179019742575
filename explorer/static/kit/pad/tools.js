// What a pad can do besides being hit: its menu, sounds like its own, and following the map.

import { HotSwap } from './hot-swap.js';
import { PadMenu } from './menu.js';
import { Similar } from './similar.js';
import { Tuner } from './tuner.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('../kit.js').Slot} Slot */

export class PadTools {
  /**
   * @param {object} props
   * @param {HTMLElement} props.element
   * @param {import('../kit-store.js').KitStore} props.store
   * @param {import('../../core/sounds.js').Sounds} props.sounds
   * @param {import('../voices.js').Voices} props.voices
   * @param {() => boolean} props.playing  whether the beat plays
   * @param {() => Slot | null} props.current  what would be put on a pad now
   * @param {(pad: number) => void} props.choose
   * @param {() => void} props.strikeOnceLoaded  plays the chosen pad as soon as it has its sound
   * @param {() => void} props.changed
   * @param {(text: string) => void} props.say
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    const { element, store, choose, changed } = props;
    this.props = props;
    this.store = store;
    this.similar = new Similar(props.sounds);
    this.tuner = new Tuner(props);
    this.swap = new HotSwap({
      slotOf: (pad) => store.kit.slots[pad],
      put: (pad, slot, gesture) => store.put(pad, slot, gesture),
      changed,
    });
    this.menu = new PadMenu(element, {
      set: (pad, change, gesture) => store.alter(pad, () => change, gesture),
      similar: (pad, step) => this.#toSimilar(pad, step),
      undo: (pad) => store.back(pad),
      choose,
    });
  }

  /** The pad that follows the map, or null. */
  get follower() {
    return this.swap.pad;
  }

  /** A pad was hit: while the beat plays, it follows the map from now on. @param {number} pad */
  hit(pad) {
    if (!this.props.playing() || !this.swap.begin(pad)) return;
    this.props.say(`Pad ${pad + 1} follows the sounds that you click on the map. Esc brings its own back.`);
  }

  /** A sound is heard: the pad that follows takes it. @param {import('../../core/types.js').Shown} shown */
  shown({ request }) {
    const sound = this.props.current();
    if (sound && request.remember !== false) this.swap.hear(sound);
  }

  /** The beat has stopped. */
  stopped() {
    this.swap.end();
  }

  /** Brings the old sound back of the pad that follows; false if there is none. */
  leave() {
    return this.swap.leave();
  }

  /**
   * @param {Kit} kit
   * @param {number} chosen
   */
  show(kit, chosen) {
    this.menu.show(kit, chosen, this.store.pads.has(kit, chosen));
    this.tuner.show(chosen);
  }

  /**
   * Replaces a pad's sound by the next one like it, or the one before.
   * @param {number} pad
   * @param {number} step
   */
  async #toSimilar(pad, step) {
    const slot = this.store.kit.slots[pad];
    if (!slot) return;
    try {
      const found = await this.similar.step(pad, slot, step);
      if (!found) return this.props.say('The library has no sound like this one.');
      if (this.store.kit.slots[pad] !== slot) return;
      this.store.alter(pad, () => found);
      if (!this.props.playing()) this.props.strikeOnceLoaded();
    } catch (error) {
      this.props.fail(error);
    }
  }
}
