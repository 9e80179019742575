// The last four sounds on the keys A S D F, and the sounds nearest to the current one, listed and ringed on the map.

import { find, findAll, press, svg } from '../../core/dom.js';
import { SoundList } from '../../map/sound-list.js';

/** @typedef {import('../panel.js').Host} Host */
/** @typedef {{ recipe: string, title: string, gesture: string | null }} Recent */

/** Sounds, the most alike first, and how alike each is. @typedef {{ ids: number[], likeness: number[] }} Alike */

const AFTER = 90; // ms; a scrub writes no lists
const OVERALL = 'all';
/** @type {Alike} */
const NONE = { ids: [], likeness: [] };

class Nearby {
  /** Newest first. @type {Recent[]} */
  #recent = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** In what sounds are alike. */
  #aspect = OVERALL;
  /** @type {import('../panel.js').Shown | null} */
  #shown = null;

  /** @param {Pick<Host, 'map' | 'overlay' | 'states' | 'ask' | 'point' | 'request' | 'open' | 'fail'>} host */
  constructor({ map, overlay, states, ask, point, request, open, fail }) {
    this.ask = ask;
    this.fail = fail;
    this.states = states;
    this.open = open;
    this.map = map;
    this.overlay = overlay;
    this.request = request;
    this.buttons = findAll(document, '[data-recent]', HTMLButtonElement);
    this.list = new SoundList(find(document, '#nearest'), map, point);
    this.empty = find(document, '.nearest-none');
    this.aspects = findAll(document, '[data-aspect]', HTMLButtonElement);
    for (const button of this.aspects)
      button.addEventListener('click', () => this.#choose(button.dataset.aspect ?? OVERALL));
    this.buttons.forEach((button, i) =>
      button.addEventListener('click', (event) => this.#play(i, event.timeStamp)),
    );
  }

  actions = {
    recall: (/** @type {number} */ i, /** @type {number} */ since) => this.#play(i, since),
  };

  clear() {
    this.#recent = [];
    this.#shown = null;
    this.#ring([]);
    this.#list(NONE);
    this.#letters();
  }

  /** @param {import('../panel.js').Shown} shown */
  shown(shown) {
    const { info, recipe } = shown.rendered;
    this.#shown = shown;
    if (this.#aspect === OVERALL) this.#ring(info.neighbours);
    if (!shown.request.recall)
      this.#remember({ recipe, title: info.title, gesture: shown.request.gesture ?? null });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(), AFTER);
  }

  /** @param {string} aspect */
  #choose(aspect) {
    this.#aspect = aspect;
    for (const button of this.aspects) press(button, button.dataset.aspect === aspect);
    this.#find();
  }

  /** Lists and rings the sounds that are alike in the chosen aspect. */
  async #find() {
    const [shown, aspect] = [this.#shown, this.#aspect];
    if (!shown) return;
    try {
      const found = await this.#alike(shown, aspect);
      if (this.#shown !== shown || this.#aspect !== aspect) return;
      this.#ring(found.ids);
      this.#list(found);
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * @param {import('../panel.js').Shown} shown
   * @param {string} aspect
   * @returns {Promise<Alike>}
   */
  async #alike({ checkpoint, rendered: { recipe, info } }, aspect) {
    if (aspect !== OVERALL) return this.ask('alike', { checkpoint, recipe, aspect });
    return { ids: info.neighbours, likeness: info.likeness };
  }

  /**
   * Rings sounds on the map, and says in the legend what the rings mean.
   * @param {number[]} ids
   */
  #ring(ids) {
    this.map.keep(ids);
    this.overlay.draw(
      'nearest',
      ids.map((id) => ({ element: svg('circle', { r: 8 }), places: [this.map.placeOf(id)] })),
    );
    const mark = svg('svg', { viewBox: '0 0 10 10' });
    mark.append(svg('circle', { cx: 5, cy: 5, r: 4 }));
    const act = () => this.open('nearby');
    const inWhat = this.#aspect === OVERALL ? '' : ` in ${this.#aspect}`;
    const tip = `Rings are the sounds most like this one${inWhat}. Click to list them`;
    const text = `most alike${inWhat}`;
    this.states.set('alike', ids.length ? { text, mark, tip, act, stays: true } : null);
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

  /** @param {Alike} alike */
  #list({ ids, likeness }) {
    clearTimeout(this.#timer);
    this.list.show(ids, likeness);
    this.empty.hidden = ids.length > 0;
  }
}

/**
 * @param {Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new Nearby(host);
