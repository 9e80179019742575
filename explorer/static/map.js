// The map: Plotly draws the sounds, a canvas the glow, and plain elements the marks. Says nothing about sound.

import { Density } from './density.js';
import { View } from './view.js';

const DIM = 0.13;

export class SoundMap {
  constructor(section, plotlyUrl) {
    this.section = section;
    this.plot = section.querySelector('.plot');
    this.surface = section.querySelector('.surface');
    this.tip = section.querySelector('.tip');
    this.line = section.querySelector('.line line');
    this.density = new Density(section.querySelector('.density'));
    this.marks = {};
    this.view = new View(this.surface, () => this.#changed());
    this.plotly = loadScript(plotlyUrl);
    this.renderer = document.createElement('canvas').getContext('webgl') ? 'scattergl' : 'scatter';
    new ResizeObserver(() => this.#resized()).observe(this.surface);
  }

  /** Draws a library: `library` is the server's answer with x, y and label as arrays. */
  async load(library, dark) {
    await this.plotly;
    this.points = library;
    this.dark = dark;
    this.lit = new Set(library.legend.keys());
    const { data, layout } = library.figure;
    this.bounds = { x: layout.xaxis.range, y: layout.yaxis.range };
    for (const trace of data) trace.type = this.renderer;
    const size = this.surface.clientWidth < 600 ? 5.5 : 7;
    this.colours = this.#palette();
    data.forEach((trace, i) => Object.assign(trace.marker, { color: this.colours[i], size }));
    this.view.measure();
    this.view.part = this.view.whole;
    this.#fit();
    const { part } = this.view;
    layout.xaxis.range = part.x;
    layout.yaxis.range = part.y;
    await window.Plotly.react(this.plot, data, layout, {
      staticPlot: true,
      displayModeBar: false,
      plotlyServerURL: '',
      plotGlPixelRatio: Math.min(window.devicePixelRatio || 1, 2),
    });
    this.drawn = true;
    this.#changed();
  }

  /** Says in the map's place why there is none. */
  giveUp(text) {
    this.section.querySelector('.loading span').textContent = text;
    this.section.setAttribute('aria-busy', 'true');
  }

  colourOf(label) {
    const entry = this.points?.legend.find((e) => e.label === label);
    return entry ? entry[this.dark ? 'dark' : 'light'] : 'currentColor';
  }

  setTheme(dark) {
    this.dark = dark;
    if (!this.drawn) return;
    this.colours = this.#palette();
    window.Plotly.restyle(this.plot, { 'marker.color': this.colours });
    this.#changed();
  }

  /** Lights these labels (indices into the legend) and dims the others. */
  light(lit) {
    this.lit = lit;
    const opacity = this.points.legend.map((_, i) => (lit.has(i) ? 0.92 : DIM));
    window.Plotly.restyle(this.plot, { 'marker.opacity': opacity });
    this.#changed();
  }

  /** The lit sound nearest to a pixel within a radius, or -1. */
  nearest([px, py], radius) {
    let best = -1;
    let least = radius * radius;
    this.#each((i, x, y) => {
      const d = (x - px) ** 2 + (y - py) ** 2;
      if (d <= least) [best, least] = [i, d];
    });
    return best;
  }

  /** The lit sound to walk to from a place: near, and rather ahead than aside. -1 where there is none. */
  towards(place, [dx, dy]) {
    const [px, py] = this.view.toPixel(place);
    let best = -1;
    let least = Infinity;
    this.#each((i, x, y) => {
      const ahead = (x - px) * dx + (y - py) * dy;
      const aside = Math.abs((x - px) * dy - (y - py) * dx);
      if (ahead < 0.5 || aside > ahead * 1.2) return;
      const cost = ahead + 2 * aside;
      if (cost < least) [best, least] = [i, cost];
    });
    return best;
  }

  placeOf(id) {
    return [this.points.x[id], this.points.y[id]];
  }

  /** Puts a mark ('now', 0, 1) at a place, or takes it away when there is none. */
  mark(name, place) {
    this.marks[name] = place;
    this.#placeMarks();
  }

  /** The ring around what sounds. */
  ring(on) {
    const mark = this.section.querySelector('[data-mark=now]');
    mark.classList.remove('ringing');
    if (!on) return;
    void mark.offsetWidth;
    mark.classList.add('ringing');
  }

  describe(id, pixel) {
    this.tip.hidden = id < 0;
    if (id < 0) return;
    const { names, legend, label, kits } = this.points;
    this.tip.textContent = names[id];
    const more = document.createElement('small');
    more.textContent = [legend[label[id]].title, kits[id]].filter(Boolean).join(' · ');
    this.tip.append(more);
    this.tip.classList.toggle('left', pixel[0] > this.view.width - 220);
    this.tip.style.translate = `${pixel[0]}px ${pixel[1]}px`;
  }

  #palette() {
    return this.points.legend.map((entry) => entry[this.dark ? 'dark' : 'light']);
  }

  #each(visit) {
    if (!this.drawn) return;
    const { x, y, label } = this.points;
    for (let i = 0; i < x.length; i++) {
      if (this.lit.has(label[i])) visit(i, ...this.view.toPixel([x[i], y[i]]));
    }
  }

  #fit() {
    const height = (selector) => this.section.querySelector(selector)?.offsetHeight || 0;
    this.view.setWhole(this.bounds.x, this.bounds.y, { top: height('.hint') + 8, bottom: height('.legend') + 14 });
  }

  #resized() {
    if (!this.drawn || !this.surface.clientWidth) return;
    this.view.measure();
    this.#fit();
    window.Plotly.Plots.resize(this.plot);
  }

  #changed() {
    this.section.querySelector('[data-zoom=all]').hidden = !this.view.zoomed;
    if (!this.drawn || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      const { part } = this.view;
      window.Plotly.relayout(this.plot, { 'xaxis.range': [...part.x], 'yaxis.range': [...part.y] });
      this.density.draw(this.view, this.points, this.colours, this.lit);
      this.#placeMarks();
    });
  }

  #placeMarks() {
    for (const element of this.section.querySelectorAll('.mark')) {
      const place = this.marks[element.dataset.mark];
      element.hidden = !place;
      if (place) element.style.translate = this.view.toPixel(place).map((v) => `${v.toFixed(1)}px`).join(' ');
    }
    const [a, b] = [this.marks[0], this.marks[1]];
    this.line.parentElement.classList.toggle('on', Boolean(a && b));
    if (!a || !b) return;
    const [[x1, y1], [x2, y2]] = [this.view.toPixel(a), this.view.toPixel(b)];
    for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) this.line.setAttribute(name, value.toFixed(1));
  }
}

function loadScript(url) {
  if (window.Plotly) return Promise.resolve();
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = done;
    script.onerror = () => failed(new Error('The drawing library did not load.'));
    document.head.append(script);
  });
}
