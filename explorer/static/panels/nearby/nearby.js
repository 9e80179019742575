// The last four sounds on the keys A S D F, and the sounds nearest to the current one, listed and ringed on the map.

import { find, findAll, svg } from '../../core/dom.js';
import { SoundList } from '../../map/sound-list.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {{ recipe: string, title: string, gesture: string | null }} Recent */

const AFTER = 90; // ms; a scrub writes no lists

class Nearby {
  /** Newest first. @type {Recent[]} */
  #recent = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Pick<Host, 'map' | 'overlay' | 'point' | 'request'>} host */
  constructor({ map, overlay, point, request }) {
    this.map = map;
    this.overlay = overlay;
    this.request = request;
    this.buttons = findAll(document, '[data-recent]', HTMLButtonElement);
    this.list = new SoundList(find(document, '#nearest'), map, point);
    this.empty = find(document, '.nearest-none');
    this.buttons.forEach((button, i) =>
      button.addEventListener('click', (event) => this.#play(i, event.timeStamp)),
    );
  }

  actions = {
    recall: (/** @type {number} */ i, /** @type {number} */ since) => this.#play(i, since),
  };

  clear() {
    this.#recent = [];
    this.overlay.draw('nearest', []);
    this.#list([]);
    this.#letters();
  }

  /** @param {import('../panel.js').Shown} shown */
  shown({ rendered: { recipe, info }, request }) {
    this.overlay.draw(
      'nearest',
      info.neighbours.map((id) => ({ element: svg('circle', { r: 8 }), places: [this.map.placeOf(id)] })),
    );
    if (!request.recall) this.#remember({ recipe, title: info.title, gesture: request.gesture ?? null });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#list(info.neighbours), AFTER);
  }

  /**
   * Plays one of the last four sounds (0 is the newest); their order stays.
   * @param {number} i
   * @param {number} since
   */
  #play(i, since) {
    const recent = this.#recent[i];
    if (recent) this.request(recent.recipe, { since, adopt: true, recall: true, silent: false });
  }

  /** @param {Recent} entry */
  #remember(entry) {
    const [newest] = this.#recent;
    const sameGesture = newest && entry.gesture !== null && newest.gesture === entry.gesture;
    const before = sameGesture ? this.#recent.slice(1) : this.#recent;
    const others = before.filter(({ recipe }) => recipe !== entry.recipe);
    this.#recent = [entry, ...others].slice(0, this.buttons.length);
    this.#letters();
  }

  #letters() {
    this.buttons.forEach((button, i) => {
      button.disabled = !this.#recent[i];
      find(button, 'span').textContent = this.#recent[i]?.title ?? '';
    });
  }

  /** @param {number[]} ids */
  #list(ids) {
    clearTimeout(this.#timer);
    this.list.show(ids);
    this.empty.hidden = ids.length > 0;
  }
}

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Nearby(host);
