// Keys mode: two rows of the computer keyboard play the current sound at other pitches, as trackers do.
// `stage/keys.js` maps keys to pitches.

import { find, press } from '../core/dom.js';

const SOFT = 0.35;

export class Keyboard {
  on = false;

  /**
   * @param {HTMLElement} section
   * @param {import('../core/player.js').Player} player
   */
  constructor(section, player) {
    this.player = player;
    this.button = find(section, '[data-toggle=keys]');
    this.note = find(section, '.keys-note');
    this.button.addEventListener('click', () => this.set(!this.on));
  }

  /** @param {boolean} on */
  set(on) {
    this.on = on;
    press(this.button, on);
    this.note.hidden = !on;
  }

  /**
   * @param {number} semitones  from the sound's own pitch
   * @param {boolean} soft
   */
  strike(semitones, soft) {
    this.player.strike(semitones, soft ? SOFT : 1);
  }
}
