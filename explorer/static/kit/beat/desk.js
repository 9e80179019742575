// The steps and the bar over them: together they show one pattern of the kit, and change it.

import { constants } from '../../core/constants.js';
import { find } from '../../core/dom.js';
import { beatsOf, withPattern } from '../kit.js';
import { songOf } from './hits.js';
import { PatternBar } from './pattern-bar.js';
import {
  lengthOf,
  withBeat,
  withChosen,
  withEmpty,
  withLength,
  withNextDetail,
  withSong,
  withVelocity,
} from './patterns.js';
import { StepGrid } from './steps.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('./pattern-bar.js').View} View */

export class Desk {
  /** @type {View} */
  view = { pattern: 0, bar: 0, tool: 'hit' };

  /**
   * @param {object} props
   * @param {HTMLElement} props.element
   * @param {import('../kit-store.js').KitStore} props.store
   * @param {(pad: number) => void} props.choose
   * @param {(pad: number, velocity: number) => void} props.struck  a hit was set
   * @param {() => void} props.changed  another part of the beat is to be seen
   */
  constructor({ element, store, choose, struck, changed }) {
    this.store = store;
    this.struck = struck;
    this.changed = changed;
    this.bar = new PatternBar(find(element, '.patterns'), {
      look: (change) => this.#look(change),
      lengthen: (length) => store.change(withLength(store.kit, this.view.pattern, length)),
      arrange: (song) => store.change(withSong(store.kit, song(this.view.pattern))),
    });
    this.grid = new StepGrid(find(element, '.steps'), {
      paint: (pad, step, velocity, gesture) => this.#paint(pad, step, velocity, gesture),
      detail: (detail, pad, step) =>
        store.change(withNextDetail(store.kit, this.view.pattern, detail, pad, step)),
      choose,
    });
  }

  /**
   * @param {Kit} kit
   * @param {number} chosen  the chosen pad
   */
  show(kit, chosen) {
    const song = songOf(kit);
    if (song.length === 1) this.view.pattern = song[0];
    const bars = lengthOf(beatsOf(kit)[this.view.pattern]) / constants.kit.steps;
    if (this.view.bar >= bars) this.view.bar = 0;
    this.bar.show(kit, this.view);
    this.grid.show(kit, chosen, this.view);
  }

  /**
   * Lights what sounds, or nothing.
   * @param {import('./beat.js').HeardStep | null} heard
   */
  heard(heard) {
    const { steps } = constants.kit;
    const pattern = heard ? (songOf(this.store.kit)[heard.place] ?? null) : null;
    const bar = heard ? Math.floor(heard.step / steps) : null;
    const seen = heard && pattern === this.view.pattern && bar === this.view.bar;
    this.grid.playhead(seen ? heard.step % steps : null);
    this.bar.sounds(pattern, pattern === this.view.pattern ? bar : null);
  }

  /**
   * Puts a beat of one bar into the pattern that is shown; its tempo and swing are those of all.
   * @param {{ tempo: number, swing: number, steps: number[][] }} beat
   */
  fill({ tempo, swing, steps }) {
    const { kit } = this.store;
    const { pattern } = this.view;
    const length = lengthOf(beatsOf(kit)[pattern]);
    const filled = withBeat(withEmpty(kit, pattern), pattern, { steps });
    const short = withPattern(filled, { tempo, swing });
    this.store.change(steps[0].length < length ? withLength(short, pattern, length) : short);
  }

  /** Empties the pattern that is shown. */
  clear() {
    this.store.change(withEmpty(this.store.kit, this.view.pattern));
  }

  /** @param {Partial<View>} change */
  #look(change) {
    this.view = { ...this.view, ...change };
    if (change.pattern !== undefined)
      this.store.change(withChosen(this.store.kit, change.pattern), 'chosen pattern');
    this.changed();
  }

  /**
   * @param {number} pad
   * @param {number} step
   * @param {number} velocity
   * @param {string} gesture
   */
  #paint(pad, step, velocity, gesture) {
    this.store.change(withVelocity(this.store.kit, this.view.pattern, pad, step, velocity), gesture);
    if (velocity) this.struck(pad, velocity);
  }
}
