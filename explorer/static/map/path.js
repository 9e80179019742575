// A path drawn over the map, which the strip plays in even steps.

import { resample } from '../core/morph-geometry.js';
import { svg } from '../core/overlay.js';

const LEAST = 24; // pixels a path has to span
const APART = 6; // pixels between the places that are kept of a drag

export class Path {
  constructor(stage, overlay, strip) {
    Object.assign(this, { stage, overlay, strip });
    this.surface = stage.map.surface;
    this.button = document.querySelector('[data-strip=path]');
    this.button.addEventListener('click', () => (this.line ? this.leave() : this.arm(!this.armed)));
    for (const name of ['down', 'move', 'up', 'cancel']) {
      this.surface.addEventListener(`pointer${name}`, (event) => this[`_${name}`](event), true);
    }
  }

  /** Whether the next drag on the map draws the path. */
  arm(on) {
    this.armed = on;
    this.#show();
    if (on) this.stage.say('Drag over the map: what lies on the way is played in steps.');
  }

  /** Takes the path away, or what would draw it; false where there is neither. */
  leave() {
    if (!this.armed && !this.line) return false;
    this.line = this.drawn = null;
    this.armed = false;
    this.#show();
    this.strip.follow(null);
    return true;
  }

  _down(event) {
    if (!this.armed || event.button !== 0 || !event.isPrimary) return;
    event.stopImmediatePropagation();
    this.surface.setPointerCapture(event.pointerId);
    this.drawn = [this.#pixel(event)];
  }

  _move(event) {
    if (!this.drawn) return;
    event.stopImmediatePropagation();
    const pixel = this.#pixel(event);
    const last = this.drawn.at(-1);
    if (Math.hypot(pixel[0] - last[0], pixel[1] - last[1]) < APART) return;
    this.drawn.push(pixel);
    this.#show();
  }

  _up(event) {
    if (!this.drawn) return;
    event.stopImmediatePropagation();
    const { drawn } = this;
    const span = (axis) => Math.max(...drawn.map((p) => p[axis])) - Math.min(...drawn.map((p) => p[axis]));
    const long = drawn.length > 1 && Math.max(span(0), span(1)) >= LEAST;
    this.drawn = null;
    this.armed = false;
    if (!long) return this.#show();
    const line = (this.line = drawn.map((pixel) => this.stage.map.view.toMap(pixel)));
    this.#show();
    this.strip.follow((n) => resample(line, n));
  }

  _cancel() {
    this.drawn = null;
    this.#show();
  }

  #pixel(event) {
    const box = this.surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #show() {
    this.surface.classList.toggle('selecting', Boolean(this.armed));
    this.button.setAttribute('aria-pressed', Boolean(this.armed || this.line));
    this.button.textContent = this.line ? 'Clear the path' : 'Draw a path';
    const line = this.drawn?.map((pixel) => this.stage.map.view.toMap(pixel)) ?? this.line ?? [];
    this.overlay.draw(
      'path',
      line.slice(1).map((place, i) => ({ element: svg('line'), places: [line[i], place] })),
    );
  }
}
