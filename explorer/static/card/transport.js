// How sounds are played: autoplay, loop, level and mute. Kept by the browser.

import { recall, store } from '../core/settings.js';

const LOUD = 0.95;

export class Transport {
  constructor(section, player) {
    this.section = section;
    this.player = player;
    this.slider = section.querySelector('[data-level]');
    this.autoplay = recall('autoplay', true) !== false;
    this.loop = recall('loop', false) === true;
    this.muted = recall('muted', false) === true;
    this.level = Math.min(1, Math.max(0, Number(recall('level', LOUD)) || 0));
    this.slider.value = this.level;
    this.slider.addEventListener('input', () =>
      this.#set({ level: this.slider.valueAsNumber, muted: false }),
    );
    for (const name of ['autoplay', 'loop', 'muted'])
      this.#button(name).addEventListener('click', () => this.toggle(name));
    this.#show();
  }

  /** Switches 'autoplay', 'loop' or 'muted'. */
  toggle(name) {
    this.#set({ [name]: !this[name] });
  }

  #set(change) {
    Object.assign(this, change);
    for (const [name, value] of Object.entries(change)) store(name, value);
    this.#show();
  }

  #show() {
    for (const name of ['autoplay', 'loop', 'muted'])
      this.#button(name).setAttribute('aria-pressed', this[name]);
    this.player.setLoop(this.loop);
    this.player.setLevel(this.muted ? 0 : this.level);
  }

  #button(name) {
    return this.section.querySelector(`[data-toggle=${name}]`);
  }
}
