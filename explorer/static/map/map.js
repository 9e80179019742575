// The map: sounds as dots over their glow, on canvases, and plain elements as marks. Knows nothing about audio.

import { find } from '../core/dom.js';
import { inWords } from '../core/labels.js';
import { Colours } from './colours.js';
import { Dots } from './dots/dots.js';
import { Glow } from './dots/glow.js';
import { markSize } from './mark.js';
import { Marks } from './marks.js';
import { rangeOf, View } from './view.js';

/** @typedef {import('../core/types.js').Library} Library */
/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Points} Points */

export class SoundMap {
  /** For each name, 1 for the sounds that it leaves lit. @type {Map<string, Uint8Array>} */
  #filters = new Map();
  /** @type {Set<number>} */
  #groups = new Set();
  #drawn = false;
  #dark = true;
  /** @type {number | null} */
  #frame = null;

  /**
   * @param {HTMLElement} section
   * @param {() => void} onMoved  called in the frame after the view or what is lit has changed
   */
  constructor(section, onMoved) {
    this.section = section;
    this.onMoved = onMoved;
    this.surface = find(section, '.surface');
    this.whole = find(section, '[data-zoom=all]');
    this.view = new View(this.surface, () => this.changed());
    this.marks = new Marks(section, this.view);
    this.glow = new Glow(find(section, '.density', HTMLCanvasElement));
    this.dots = new Dots(find(section, '.plot', HTMLCanvasElement));
    /** @type {Points} */
    this.points = /** @type {any} */ ({
      x: [],
      y: [],
      names: [],
      kits: [],
      confidences: [],
      legend: [],
      label: [],
    });
    /** For each sound, 1 if it is lit, 0 if it is dimmed. */
    this.lit = new Uint8Array();
    this.bounds = this.view.whole;
    new ResizeObserver(() => this.#resized()).observe(this.surface);
  }

  /**
   * Shows a library.
   * @param {Library} library
   * @param {string} choice  its colouring: 'label', 'kit' or the name of a scale
   */
  take(library, choice) {
    this.#drawn = false;
    this.#filters = new Map();
    this.colours = new Colours(library);
    const { legend, index } = this.colours.groupings.label;
    this.points = { ...library, legend, label: index };
    this.dots.take(library);
    this.bounds = { x: rangeOf(library.x), y: rangeOf(library.y) };
    this.view.measure();
    this.view.part = this.view.whole;
    this.colourBy(choice);
  }

  /**
   * Sets the colouring for the next `draw`; all groups light up.
   * @param {string} choice
   */
  colourBy(choice) {
    this.colours?.choose(choice);
    this.#groups = new Set(this.colours?.entries.keys());
  }

  /** Redraws the library. */
  draw() {
    this.#fit();
    this.#recolour();
    this.#light();
    this.#drawn = true;
    this.changed();
  }

  /**
   * Shows whether a library is loading.
   * @param {boolean} busy
   */
  wait(busy) {
    this.section.setAttribute('aria-busy', String(busy));
  }

  /**
   * Shows a text in place of the map, saying why there is none.
   * @param {string} text
   */
  giveUp(text) {
    find(this.section, '.loading span').textContent = text;
    this.wait(true);
  }

  /** @param {boolean} dark */
  themed(dark) {
    this.#dark = dark;
    if (!this.#drawn) return;
    this.#recolour();
    this.changed();
  }

  /** @param {string} label */
  entryOf(label) {
    return this.points.legend.find((entry) => entry.label === label) ?? null;
  }

  /** @param {string} label */
  colourOf(label) {
    return this.entryOf(label)?.[this.#dark ? 'dark' : 'light'] ?? 'currentColor';
  }

  /**
   * Lights these groups and dims the others.
   * @param {Set<number>} groups  indices into the legend
   */
  light(groups) {
    this.#groups = groups;
    this.#light();
    this.changed();
  }

  /**
   * Dims all sounds except these; filters combine.
   * @param {string} name
   * @param {Iterable<number> | null} ids  null removes the filter of this name
   */
  filter(name, ids) {
    if (!ids && !this.#filters.delete(name)) return;
    if (ids) {
      const shown = new Uint8Array(this.points.x.length);
      for (const id of ids) shown[id] = 1;
      this.#filters.set(name, shown);
    }
    this.#light();
    this.changed();
  }

  /**
   * Lets these sounds have a dot at any zoom, because they are marked, and no longer those before.
   * @param {number[]} ids
   */
  keep(ids) {
    if (this.dots.keep(ids)) this.changed();
  }

  /** The lit sounds that have a dot, and its pixel. @returns {Generator<[id: number, pixel: Place]>} */
  *seen() {
    if (!this.#drawn) return;
    for (const id of this.dots.seen(this.view)) yield [id, this.view.toPixel(this.placeOf(id))];
  }

  /**
   * @param {number} id
   * @returns {Place}
   */
  placeOf(id) {
    return [this.points.x[id], this.points.y[id]];
  }

  /**
   * A sound's label and kit, as text; a label that is a guess says so.
   * @param {number} id
   */
  detailOf(id) {
    const { legend, label, kits, confidences } = this.points;
    return [inWords(legend[label[id]].label, confidences[id]), kits[id].replaceAll('_', ' ')]
      .filter(Boolean)
      .join(' · ');
  }

  /** The colour of a sound's mark. @param {number} id */
  markColourOf(id) {
    return this.colours?.of(id, this.#dark) ?? 'currentColor';
  }

  /** Redraws, in the next frame, everything that depends on the view or on the lit groups. */
  changed() {
    this.whole.hidden = !this.view.zoomed;
    this.surface.dataset.view = JSON.stringify(this.view.part);
    if (!this.#drawn || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      const { view, points, lit, dots } = this;
      this.glow.draw(view, points, dots.looks, lit);
      dots.draw(view, markSize(view.width, view.height));
      this.marks.place();
      this.onMoved();
    });
  }

  #recolour() {
    if (this.colours) this.dots.colour(this.colours.looks(this.#dark));
  }

  /** Finds out which sounds are lit: those whose group is lit, and which no filter dims. */
  #light() {
    const { index, legend } = this.colours?.grouping ?? { index: [], legend: [] };
    const groups = Uint8Array.from(legend, (_, group) => Number(this.#groups.has(group)));
    const lit = (this.lit = new Uint8Array(index.length));
    for (let id = 0; id < lit.length; id++) lit[id] = groups[index[id]];
    for (const shown of this.#filters.values()) for (let id = 0; id < lit.length; id++) lit[id] &= shown[id];
    this.dots.light(this.lit);
  }

  #fit() {
    const height = (/** @type {string} */ selector) =>
      this.section.querySelector(selector)?.getBoundingClientRect().height || 0;
    this.view.setWhole(this.bounds.x, this.bounds.y, {
      top: height('.hint') + 8,
      bottom: height('.legend') + 14,
    });
  }

  #resized() {
    if (!this.#drawn || !this.surface.clientWidth) return;
    this.view.measure();
    this.#fit();
  }
}
