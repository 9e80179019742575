// The sounds' dots, on a canvas: lit ones over dimmed ones, and as many as can be told apart.

import { Atlas } from './atlas.js';
import { curveOf, levelOf, spreadLevels } from './levels.js';
import { CLOSEST } from '../view.js';

/** @typedef {import('../view.js').View} View */
/**
 * How sounds look.
 * @typedef {object} Looks
 * @property {import('./atlas.js').Look[]} looks  each once
 * @property {Uint16Array} of  of every sound, an index into them
 * @property {Int32Array} order  ids, those over others last
 */

const OPACITY = [0.13, 0.92]; // of dimmed and of lit sounds
const SHARPEST = 2; // canvas pixels for each pixel

export class Dots {
  /** @type {Looks} */
  looks = { looks: [], of: new Uint16Array(), order: new Int32Array() };
  /** @type {import('./levels.js').Curve} */
  #curve = curveOf([], []);
  #levels = new Float32Array();
  /** Sounds that have a dot at any zoom, and their own level. @type {Map<number, number>} */
  #kept = new Map();
  /** @type {Uint8Array} */
  #lit = new Uint8Array();
  /** @type {Atlas | null} */
  #atlas = null;
  #painted = '';
  /** What was seen last, of dimmed and of lit sounds. @type {({ part: import('../view.js').Part, ids: Int32Array } | null)[]} */
  #seen = [null, null];

  /** @param {HTMLCanvasElement} canvas  reports on itself: `dotOf` tells how a sound is drawn, `dots` which lit ones are */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {{ x: ArrayLike<number>, y: ArrayLike<number> }} */
    this.points = { x: [], y: [] };
    Object.assign(canvas, {
      dotOf: (/** @type {number} */ id) => this.#dotOf(id),
      dots: () => Array.from(this.#seen[1]?.ids ?? []),
    });
  }

  /**
   * Takes the places of other sounds; `colour` and `light` follow.
   * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} points
   */
  take(points) {
    this.points = points;
    this.#curve = curveOf(points.x, points.y);
    this.#levels = new Float32Array(points.x.length);
    this.#kept = new Map();
  }

  /** @param {Looks} looks */
  colour(looks) {
    this.looks = looks;
    this.#atlas = null;
    this.#seen = [null, null];
  }

  /** @param {Uint8Array} lit  of every sound: 1 if it is lit, 0 if it is dimmed */
  light(lit) {
    this.#lit = lit;
    this.#seen = [null, null];
    for (const state of [0, 1]) spreadLevels(this.#curve, (id) => lit[id] === state, this.#levels);
    const kept = [...this.#kept.keys()];
    this.#kept = new Map();
    this.keep(kept);
  }

  /**
   * Lets these sounds have a dot at any zoom, and no longer those before; whether that changes what is seen.
   * @param {number[]} ids
   */
  keep(ids) {
    const before = this.#kept;
    for (const [id, level] of before) this.#levels[id] = level;
    this.#kept = new Map(ids.map((id) => [id, this.#levels[id]]));
    for (const id of ids) this.#levels[id] = 0;
    this.#seen = [null, null];
    return [...before.values(), ...this.#kept.values()].some((level) => level > 0);
  }

  /**
   * The lit or dimmed sounds that have a dot in a view, those over others last.
   * @param {View} view
   * @param {number} state  1 for lit, 0 for dimmed
   */
  seen({ part, closer }, state = 1) {
    const last = this.#seen[state];
    if (last?.part === part) return last.ids;
    const { x, y } = this.points;
    const { order } = this.looks;
    const [left, right] = part.x;
    const [bottom, top] = part.y;
    const level = levelOf(closer, CLOSEST);
    const found = new Int32Array(order.length);
    let count = 0;
    for (const id of order) {
      if (this.#lit[id] !== state || this.#levels[id] > level) continue;
      if (x[id] < left || x[id] > right || y[id] < bottom || y[id] > top) continue;
      found[count++] = id;
    }
    const ids = found.slice(0, count);
    this.#seen[state] = { part, ids };
    return ids;
  }

  /**
   * @param {View} view
   * @param {number} size  of a dot, in pixels
   */
  draw(view, size) {
    const { canvas } = this;
    const ratio = Math.min(window.devicePixelRatio || 1, SHARPEST);
    const [width, height] = [view.width, view.height].map((pixels) => Math.round(pixels * ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext('2d');
    if (!pen) return;
    const { x, y } = this.points;
    const atlas = this.#atlasFor(size, ratio);
    const [left, top] = [view.part.x[0], view.part.y[1]];
    const across = width / (view.part.x[1] - left);
    const down = height / (top - view.part.y[0]);
    pen.clearRect(0, 0, width, height);
    OPACITY.forEach((opacity, state) => {
      pen.globalAlpha = opacity;
      for (const id of this.seen(view, state))
        atlas.draw(pen, this.looks.of[id], (x[id] - left) * across, (top - y[id]) * down);
    });
  }

  /**
   * @param {number} size
   * @param {number} ratio
   */
  #atlasFor(size, ratio) {
    const painted = `${size} ${ratio}`;
    if (this.#atlas && this.#painted === painted) return this.#atlas;
    this.#painted = painted;
    return (this.#atlas = new Atlas(this.looks.looks, size, ratio));
  }

  /** @param {number} id */
  #dotOf(id) {
    return { ...this.looks.looks[this.looks.of[id]], opacity: OPACITY[this.#lit[id]] };
  }
}
