// What was done on this page: the sounds that were played, and undo and redo of sounds, pads and beat in one line.

import { Played } from './played.js';
import { Timeline } from './timeline.js';
import { soundWord } from './words.js';

/** @typedef {import('./played.js').Entry} Entry */

export class Past {
  /**
   * @param {object} props
   * @param {(entry: Entry) => unknown} props.restore  plays a sound again
   * @param {(text: string) => void} props.say
   * @param {() => void} props.changed  what can be undone or redone has changed
   */
  constructor({ restore, say, changed }) {
    this.say = say;
    this.played = new Played();
    this.timeline = new Timeline(changed);
    this.go = (/** @type {Entry} */ entry) => {
      this.played.go(entry);
      restore(entry);
    };
    this.heard = this.timeline.keep({ restore: this.go, word: soundWord });
  }

  /**
   * Adds a kind of thing to undo and redo, as in `Timeline`.
   * @template T
   * @param {import('./timeline.js').Line<T>} line
   */
  keep(line) {
    const push = this.timeline.keep(line);
    return (/** @type {T} */ before, /** @type {T} */ after, /** @type {string | null} */ gesture = null) => {
      this.played.settle();
      push(before, after, gesture);
    };
  }

  /**
   * Remembers a sound that the visitor settled on.
   * @param {Entry} entry
   * @param {string | null} gesture
   */
  remember = (entry, gesture) => {
    const before = this.played.current;
    if (this.played.add(entry, gesture) && before) this.heard(before, entry, gesture);
  };

  /**
   * Plays a sound of the past again, as a step of its own.
   * @param {Entry} entry
   */
  revisit = (entry) => {
    const before = this.played.current;
    if (before && before !== entry) this.heard(before, entry);
    this.go(entry);
  };

  /**
   * Undoes (below 0) or redoes, and says what.
   * @param {number} step
   */
  travel(step) {
    this.played.settle();
    const word = this.timeline.move(step);
    const [done, verb] = step < 0 ? ['Undone', 'undo'] : ['Redone', 'redo'];
    this.say(word === null ? `Nothing to ${verb}.` : `${done}: ${word}`);
  }
}
