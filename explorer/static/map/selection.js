// Sounds that were drawn around: a list beside the map, the others dimmed.

import { svg } from '../core/overlay.js';
import { SoundList } from './sound-list.js';

const LEAST = 12; // pixels a drawn shape has to span
const GAP = 180; // ms of silence between sounds that are played in a row

export class Selection {
  constructor(stage) {
    this.stage = stage;
    const { element, map } = stage;
    this.surface = map.surface;
    this.button = element.querySelector('[data-action=select]');
    this.panel = element.querySelector('.picked');
    this.count = this.panel.querySelector('b');
    this.playing = this.panel.querySelector('[data-picked=play]');
    this.list = new SoundList(element.querySelector('#picked'), map, (id, options) =>
      this.#hear(id, options),
    );
    this.shape = svg('polygon');
    element.querySelector('.overlay').append(this.shape);
    const actions = { zoom: () => this.zoom(), play: () => this.playAll(), close: () => this.leave() };
    for (const [name, act] of Object.entries(actions))
      this.panel.querySelector(`[data-picked=${name}]`).addEventListener('click', act);
    for (const name of ['down', 'move', 'up', 'cancel']) {
      this.surface.addEventListener(`pointer${name}`, (event) => this[`_${name}`](event), true);
    }
    stage.whenShown.push(({ info }) => this.list.mark(info.id));
  }

  /** Whether the next drag on the map selects. */
  arm(on = !this.armed) {
    this.armed = on;
    this.button.setAttribute('aria-pressed', on);
    this.surface.classList.toggle('selecting', on);
  }

  /** Selects these sounds. */
  take(ids) {
    this.arm(false);
    this.stop();
    if (ids.length === 0) return this.stage.say('There are no sounds in there.');
    const { label, names } = this.stage.map.points;
    this.ids = [...ids].sort(
      (a, b) => label[a] - label[b] || names[a].localeCompare(names[b], 'en', { numeric: true }),
    );
    this.stage.map.filter('selection', new Set(ids));
    this.count.textContent = ids.length === 1 ? '1 sound' : `${ids.length} sounds`;
    this.panel.hidden = false;
    this.list.show(this.ids);
  }

  /** Leaves what is there to leave; false where there is nothing. */
  leave() {
    if (this.armed) return (this.arm(false), true);
    if (this.panel.hidden) return false;
    this.stop();
    const focused = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    if (focused) this.surface.focus({ preventScroll: true });
    this.stage.map.filter('selection', null);
    return true;
  }

  zoom() {
    const { map } = this.stage;
    map.view.show(this.ids.map((id) => map.placeOf(id)));
  }

  /** Plays the sounds one after the other, until something else is played. */
  async playAll() {
    if (this.run) return this.stop();
    const run = (this.run = {});
    this.playing.textContent = 'Stop';
    for (const id of this.ids) {
      await this.#hear(id, { silent: false, gesture: 'in a row', run });
      const { renders, card } = this.stage;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (card.info?.duration ?? 0) + GAP));
      if (this.run !== run) return;
      if (this.stage.renders !== renders) break;
    }
    this.stop();
  }

  stop() {
    this.run = null;
    this.playing.textContent = 'Play all';
  }

  #hear(id, { run, ...options }) {
    if (!run) this.stop();
    return this.stage.point(id, options);
  }

  _down(event) {
    if (!(this.armed || event.ctrlKey || event.metaKey) || event.button !== 0 || !event.isPrimary) return;
    event.stopImmediatePropagation();
    this.surface.setPointerCapture(event.pointerId);
    this.drawn = [];
    this.#draw(event);
  }

  _move(event) {
    if (!this.drawn) return;
    event.stopImmediatePropagation();
    this.#draw(event);
  }

  _up(event) {
    if (!this.drawn) return;
    event.stopImmediatePropagation();
    const corners = this.drawn;
    this._cancel();
    const span = (k) => Math.max(...corners.map((c) => c[k])) - Math.min(...corners.map((c) => c[k]));
    if (Math.max(span(0), span(1)) < LEAST) return this.arm(false);
    const { map } = this.stage;
    map.filter('selection', null);
    this.take(
      [...map.points.names.keys()].filter(
        (id) => map.shows(id) && inside(map.view.toPixel(map.placeOf(id)), corners),
      ),
    );
  }

  _cancel() {
    this.drawn = null;
    this.shape.removeAttribute('points');
  }

  #draw(event) {
    const box = this.surface.getBoundingClientRect();
    this.drawn.push([event.clientX - box.left, event.clientY - box.top]);
    this.shape.setAttribute(
      'points',
      this.drawn.map((corner) => corner.map((v) => v.toFixed(1)).join(',')).join(' '),
    );
  }
}

/** Whether a point lies in a polygon, by counting the edges to its right. */
export function inside([x, y], corners) {
  let odd = false;
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners.at(i - 1);
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
  });
  return odd;
}
