// The map: Plotly draws the sounds, a canvas the glow, and plain elements the marks. Knows nothing about audio.

import { create, find } from '../core/dom.js';
import { inWords } from '../core/labels.js';
import { Colours } from './colours.js';
import { Density } from './density.js';
import { Marks } from './marks.js';
import { View } from './view.js';

/** @typedef {import('../core/types.js').Library} Library */
/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Points} Points */

const BRIGHT = 0.92;
const DIM = 0.13;
const NARROW = 600; // pixels; marks are smaller on narrower maps

export class SoundMap {
  /** @type {Map<string, Set<number>>} */
  #filters = new Map();
  /** @type {Set<number>} */
  #lit = new Set();
  #drawn = false;
  #dark = true;
  #revision = 0;
  /** @type {number | null} */
  #frame = null;

  /**
   * @param {HTMLElement} section
   * @param {string} plotlyUrl
   * @param {() => void} onMoved  called in the frame after the view has changed
   */
  constructor(section, plotlyUrl, onMoved) {
    this.section = section;
    this.onMoved = onMoved;
    this.plot = find(section, '.plot');
    this.surface = find(section, '.surface');
    this.whole = find(section, '[data-zoom=all]');
    this.view = new View(this.surface, () => this.changed());
    this.marks = new Marks(section, this.view);
    this.density = new Density(find(section, '.density', HTMLCanvasElement));
    this.plotly = loadScript(plotlyUrl);
    this.renderer = document.createElement('canvas').getContext('webgl') ? 'scattergl' : 'scatter';
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
    const { legend, index, figure } = this.colours.groupings.label;
    this.points = { ...library, legend, label: index };
    this.bounds = { x: figure.layout.xaxis.range, y: figure.layout.yaxis.range };
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
    this.#lit = new Set(this.colours?.entries.keys());
  }

  /** Redraws the library. */
  async draw() {
    await this.plotly;
    if (!this.colours) return;
    this.#fit();
    const { data, layout } = this.colours.grouping.figure;
    const size = this.surface.clientWidth < NARROW ? 5.5 : 7;
    const marks = this.colours.marks(this.#dark);
    const opacity = this.#opacity();
    data.forEach((/** @type {any} */ trace, /** @type {number} */ i) => {
      trace.type = this.renderer;
      trace.marker = { ...trace.marker, size, ...marks[i], opacity: opacity[i] };
    });
    layout.xaxis.range = [...this.view.part.x];
    layout.yaxis.range = [...this.view.part.y];
    layout.datarevision = ++this.#revision;
    await window.Plotly.react(this.plot, data, layout, {
      staticPlot: true,
      displayModeBar: false,
      plotlyServerURL: '',
      plotGlPixelRatio: Math.min(window.devicePixelRatio || 1, 2),
    });
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
    const marks = this.colours?.marks(dark) ?? [];
    window.Plotly.restyle(this.plot, {
      'marker.color': marks.map(({ color }) => color),
      'marker.line.color': marks.map(({ line }) => line.color),
    });
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
   * @param {Set<number>} lit  indices into the legend
   */
  light(lit) {
    this.#lit = lit;
    this.#dim();
  }

  /**
   * Dims all sounds except these; filters combine.
   * @param {string} name
   * @param {Set<number> | null} ids  null removes the filter of this name
   */
  filter(name, ids) {
    if (!ids && !this.#filters.delete(name)) return;
    if (ids) this.#filters.set(name, ids);
    this.#dim();
  }

  /**
   * Whether a sound is lit: its group is lit, and no filter dims it.
   * @param {number} id
   */
  shows(id) {
    if (!this.colours || !this.#lit.has(this.colours.group(id))) return false;
    for (const ids of this.#filters.values()) if (!ids.has(id)) return false;
    return true;
  }

  /** The lit sounds and their pixels. @returns {Generator<[id: number, pixel: Place]>} */
  *seen() {
    if (!this.#drawn) return;
    const { x, y } = this.points;
    for (let id = 0; id < x.length; id++) if (this.shows(id)) yield [id, this.view.toPixel([x[id], y[id]])];
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

  /** Redraws, in the next frame, everything that depends on the view or on the lit groups. */
  changed() {
    this.whole.hidden = !this.view.zoomed;
    this.surface.dataset.view = JSON.stringify(this.view.part);
    if (!this.#drawn || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      const { part } = this.view;
      window.Plotly.relayout(this.plot, { 'xaxis.range': [...part.x], 'yaxis.range': [...part.y] });
      const colourOf = (/** @type {number} */ id) => this.shows(id) && this.colours?.of(id, this.#dark);
      this.density.draw(this.view, this.points, colourOf);
      this.marks.place();
      this.onMoved();
    });
  }

  #dim() {
    window.Plotly.restyle(this.plot, { 'marker.opacity': this.#opacity() });
    this.changed();
  }

  /** For each group, an opacity, or a list with one for each sound. @returns {(number | number[])[]} */
  #opacity() {
    if (!this.colours) return [];
    const { entries, members } = this.colours;
    if (this.#filters.size === 0) return entries.map((_, group) => (this.#lit.has(group) ? BRIGHT : DIM));
    return members.map((ids) => ids.map((id) => (this.shows(id) ? BRIGHT : DIM)));
  }

  #fit() {
    const height = (/** @type {string} */ selector) =>
      /** @type {HTMLElement | null} */ (this.section.querySelector(selector))?.offsetHeight || 0;
    this.view.setWhole(this.bounds.x, this.bounds.y, {
      top: height('.hint') + 8,
      bottom: height('.legend') + 14,
    });
  }

  #resized() {
    if (!this.#drawn || !this.surface.clientWidth) return;
    this.view.measure();
    this.#fit();
    window.Plotly.Plots.resize(this.plot);
  }
}

/** @param {string} url */
function loadScript(url) {
  if (window.Plotly) return Promise.resolve();
  return new Promise((done, failed) => {
    const script = create('script', { src: url });
    script.onload = () => done(undefined);
    script.onerror = () => failed(new Error('The drawing library did not load.'));
    document.head.append(script);
  });
}
