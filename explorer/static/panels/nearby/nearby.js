// The last four sounds on the letters A S D F, and the nearest sounds of the one that is on: listed, and ringed on the map.

import { svg } from '../../core/overlay.js';
import { SoundList } from '../../map/sound-list.js';

const LETTERS = 4;
const AFTER = 90; // ms; a scrub writes no lists

export class Nearby {
  constructor(stage, overlay) {
    Object.assign(this, { stage, overlay, recent: [] });
    this.buttons = [...document.querySelectorAll('[data-recent]')];
    this.list = new SoundList(document.querySelector('#nearest'), stage.map, (id, options) =>
      stage.point(id, options),
    );
    this.empty = document.querySelector('.nearest-none');
    this.buttons.forEach((button, i) =>
      button.addEventListener('click', (event) => this.play(i, event.timeStamp)),
    );
    stage.whenShown.push((reply, job) => this.#shown(reply, job));
  }

  clear() {
    this.recent = [];
    this.overlay.draw('nearest', []);
    this.#list([]);
    this.#letters();
  }

  /** Plays one of the last four sounds, 0 the newest; their order stays. */
  play(i, since) {
    const entry = this.recent[i];
    if (entry) this.stage.request(entry.recipe, { since, adopt: true, letter: true, silent: false });
  }

  #shown({ recipe, info }, job) {
    const { map } = this.stage;
    this.overlay.draw(
      'nearest',
      info.neighbours.map((id) => ({ element: svg('circle', { r: 8 }), places: [map.placeOf(id)] })),
    );
    if (!job.letter) this.#remember({ recipe, title: info.title, gesture: job.gesture ?? null });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#list(info.neighbours), AFTER);
  }

  #remember(entry) {
    const [newest] = this.recent;
    const sameGesture = newest && entry.gesture !== null && newest.gesture === entry.gesture;
    const others = (sameGesture ? this.recent.slice(1) : this.recent).filter(
      ({ recipe }) => recipe !== entry.recipe,
    );
    this.recent = [entry, ...others].slice(0, LETTERS);
    this.#letters();
  }

  #letters() {
    this.buttons.forEach((button, i) => {
      const entry = this.recent[i];
      button.disabled = !entry;
      button.querySelector('span').textContent = entry?.title ?? '';
    });
  }

  #list(ids) {
    clearTimeout(this.timer);
    this.list.show(ids);
    this.empty.hidden = ids.length > 0;
  }
}
