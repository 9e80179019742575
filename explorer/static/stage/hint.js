// The hint on the map for a first visit: it goes away after a few sounds or by its button, and stays away.

import { recall, store } from '../core/settings.js';

const KEY = 'knows';
const SOUNDS = 4;

export class Hint {
  constructor(stage) {
    this.stage = stage;
    this.element = stage.element.querySelector('.hint');
    this.heard = 0;
    this.element.hidden = recall(KEY, false);
    this.element.querySelector('button').addEventListener('click', () => this.leave());
    stage.whenShown.push((reply, job) => {
      if (!job.silent && (this.heard += 1) >= SOUNDS) this.leave();
    });
  }

  leave() {
    if (this.element.hidden) return;
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (focused) this.stage.map.surface.focus({ preventScroll: true });
    store(KEY, true);
  }
}
