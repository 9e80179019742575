// The sounds inside a drawn line: listed beside the map, with the others dimmed.

import { find, press, svg } from '../core/dom.js';
import { written } from '../core/labels.js';
import { drawOver, inside, spanOf } from './drawing.js';
import { SoundList } from './sound-list.js';

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Request} Request */
/** @typedef {import('../core/types.js').Shown} Shown */

const LEAST = 12; // pixels that a drawn shape must span
const GAP = 180; // ms of silence between sounds played in a row
const MOST_SORTED = 20_000; // sounds
const byName = new Intl.Collator('en', { numeric: true }).compare;

export class Selection {
  #armed = false;
  /** @type {number[]} */
  #ids = [];
  /** @type {object | null} */
  #run = null;

  /**
   * @param {object} props
   * @param {HTMLElement} props.element  the stage
   * @param {import('./map.js').SoundMap} props.map
   * @param {import('./states.js').States} props.states
   * @param {(id: number, request: Request) => Promise<void>} props.point  plays a sound of the library
   * @param {() => Shown | null} props.current
   * @param {(text: string) => void} props.say
   */
  constructor({ element, map, states, point, current, say }) {
    this.map = map;
    this.states = states;
    this.point = point;
    this.current = current;
    this.say = say;
    this.button = find(element, '[data-action=select]');
    this.panel = find(element, '.picked');
    this.count = find(this.panel, 'b');
    this.playing = find(this.panel, '[data-picked=play]');
    this.list = new SoundList(find(element, '#picked'), map, (id, request) => {
      this.stop();
      this.point(id, request);
    });
    const outline = svg('polygon');
    find(element, '.overlay', SVGElement).append(outline);
    const actions = { zoom: () => this.zoom(), play: () => this.playAll(), close: () => this.leave() };
    for (const [name, act] of Object.entries(actions))
      find(this.panel, `[data-picked=${name}]`).addEventListener('click', act);
    drawOver(map.surface, {
      begins: (event) => this.#armed || event.ctrlKey || event.metaKey,
      drawn: (line) =>
        outline.setAttribute('points', line.map((at) => at.map((v) => v.toFixed(1))).join(' ')),
      ended: (line) => {
        outline.removeAttribute('points');
        this.#takeInside(line);
      },
      cancelled: () => outline.removeAttribute('points'),
    });
  }

  /** Another checkpoint is being opened. */
  clear() {
    this.leave();
  }

  /** @param {Shown} shown */
  shown({ rendered }) {
    this.list.mark(rendered.info.id);
  }

  /** Whether the next drag on the map selects. */
  arm(on = !this.#armed) {
    this.#armed = on;
    press(this.button, on);
    this.map.surface.classList.toggle('selecting', on);
  }

  /**
   * Selects these sounds.
   * @param {number[]} ids
   */
  take(ids) {
    this.arm(false);
    this.stop();
    if (ids.length === 0) return this.say('No sounds in that area.');
    const { label, names } = this.map.points;
    const sorted = ids.length <= MOST_SORTED; // of more, sorting names takes seconds
    this.#ids = [...ids].sort(
      (a, b) => label[a] - label[b] || (sorted ? byName(names[a], names[b]) : 0) || a - b,
    );
    this.map.filter('selection', ids);
    this.count.textContent = ids.length === 1 ? '1 sound' : `${written(ids.length)} sounds`;
    this.panel.hidden = false;
    this.list.show(this.#ids);
    this.states.set('selection', {
      text: 'selected',
      count: written(ids.length),
      tip: 'Leave the selection (Esc)',
      act: () => this.leave(),
    });
  }

  /** Leaves the selection, or the drawing of one; false if there is neither. */
  leave() {
    if (this.#armed) {
      this.arm(false);
      return true;
    }
    if (this.panel.hidden) return false;
    this.stop();
    const focused = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    if (focused) this.map.surface.focus({ preventScroll: true });
    this.map.filter('selection', null);
    this.states.set('selection', null);
    return true;
  }

  zoom() {
    this.map.view.show(this.#ids.map((id) => this.map.placeOf(id)));
  }

  /** Plays the sounds one after the other until something else plays. */
  async playAll() {
    if (this.#run) return this.stop();
    const run = (this.#run = {});
    this.playing.textContent = 'Stop';
    for (const id of this.#ids) {
      await this.point(id, { silent: false, gesture: 'in a row' });
      const shown = this.current();
      const seconds = shown?.rendered.info.duration ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds + GAP));
      if (this.#run !== run) return;
      if (this.current() !== shown) break;
    }
    this.stop();
  }

  stop() {
    this.#run = null;
    this.playing.textContent = 'Play all';
  }

  /** @param {Place[]} corners */
  #takeInside(corners) {
    if (spanOf(corners) < LEAST) return this.arm(false);
    this.map.filter('selection', null);
    const { lit, view } = this.map;
    const isInside = (/** @type {number} */ id) => inside(view.toPixel(this.map.placeOf(id)), corners);
    this.take([...lit.keys()].filter((id) => lit[id] && isInside(id)));
  }
}
