// How sounds play: autoplay, loop, level and mute. The browser keeps these settings.

import { find, press } from '../core/dom.js';
import { recall, store } from '../core/settings.js';

/** @typedef {'autoplay' | 'loop' | 'muted'} Toggle */

const TOGGLES = /** @type {Toggle[]} */ (['autoplay', 'loop', 'muted']);
const LOUD = 0.95;

export class Transport {
  autoplay = recall('autoplay', true) !== false;
  loop = recall('loop', false) === true;
  muted = recall('muted', false) === true;
  level = Math.min(1, Math.max(0, Number(recall('level', LOUD)) || 0));

  /**
   * @param {HTMLElement} section
   * @param {import('../core/player.js').Player} player
   */
  constructor(section, player) {
    this.player = player;
    this.buttons = TOGGLES.map((name) => find(section, `[data-toggle=${name}]`));
    this.buttons.forEach((button, i) => button.addEventListener('click', () => this.toggle(TOGGLES[i])));
    this.slider = find(section, '[data-level]', HTMLInputElement);
    this.slider.valueAsNumber = this.level;
    this.slider.addEventListener('input', () => this.setLevel(this.slider.valueAsNumber));
    this.#show();
  }

  /** @param {Toggle} name */
  toggle(name) {
    this.#set(name, !this[name]);
  }

  /**
   * Sets the volume, and unmutes.
   * @param {number} level  0 to 1
   */
  setLevel(level) {
    this.slider.valueAsNumber = level;
    this.#set('muted', false);
    this.#set('level', level);
  }

  /**
   * @template {Toggle | 'level'} Name
   * @param {Name} name
   * @param {this[Name]} value
   */
  #set(name, value) {
    this[name] = value;
    store(name, value);
    this.#show();
  }

  #show() {
    this.buttons.forEach((button, i) => press(button, this[TOGGLES[i]]));
    this.player.setLoop(this.loop);
    this.player.setLevel(this.muted ? 0 : this.level);
  }
}
