// The map: Plotly draws the sounds, a canvas the glow, and plain elements the marks. Says nothing about sound.

import { Colours } from './colours.js';
import { Density } from './density.js';
import { View } from './view.js';

const BRIGHT = 0.92;
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
    this.filters = new Map();
    this.revision = 0;
    this.view = new View(this.surface, () => this.changed());
    this.plotly = loadScript(plotlyUrl);
    this.renderer = document.createElement('canvas').getContext('webgl') ? 'scattergl' : 'scatter';
    new ResizeObserver(() => this.#resized()).observe(this.surface);
  }

  /** Takes on a library, to be coloured by `choice`: `library` is the server's answer with x and y as arrays. */
  take(library, choice, dark) {
    Object.assign(this, {
      points: library,
      dark,
      drawn: false,
      filters: new Map(),
      colours: new Colours(library),
    });
    const { legend, index, figure } = this.colours.groupings.label;
    Object.assign(this.points, { legend, label: index });
    this.bounds = { x: figure.layout.xaxis.range, y: figure.layout.yaxis.range };
    this.view.measure();
    this.view.part = this.view.whole;
    this.colourBy(choice);
  }

  /** Colours by 'label', 'kit' or the name of a scale, with the next `draw`; all groups light up. */
  colourBy(choice) {
    this.colours.choose(choice);
    this.lit = new Set(this.colours.entries.keys());
  }

  /** Draws the library anew. */
  async draw() {
    await this.plotly;
    this.#fit();
    const { data, layout } = this.colours.grouping.figure;
    const size = this.surface.clientWidth < 600 ? 5.5 : 7;
    const colours = this.colours.ofGroups(this.dark);
    const opacity = this.#opacity();
    data.forEach((trace, i) => {
      trace.type = this.renderer;
      trace.marker = { ...trace.marker, size, color: colours[i], opacity: opacity[i] };
    });
    layout.xaxis.range = [...this.view.part.x];
    layout.yaxis.range = [...this.view.part.y];
    layout.datarevision = ++this.revision;
    await window.Plotly.react(this.plot, data, layout, {
      staticPlot: true,
      displayModeBar: false,
      plotlyServerURL: '',
      plotGlPixelRatio: Math.min(window.devicePixelRatio || 1, 2),
    });
    this.drawn = true;
    this.changed();
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
    window.Plotly.restyle(this.plot, { 'marker.color': this.colours.ofGroups(dark) });
    this.changed();
  }

  /** Lights these groups (indices into the legend) and dims the others. */
  light(lit) {
    this.lit = lit;
    this.#dim();
  }

  /** Dims all sounds but these; null takes the filter of this name away. Filters add up. */
  filter(name, ids) {
    if (!ids && !this.filters.delete(name)) return;
    if (ids) this.filters.set(name, ids);
    this.#dim();
  }

  /** Whether a sound is lit: its label is, and no filter dims it. */
  shows(id) {
    if (!this.lit.has(this.colours.group(id))) return false;
    for (const ids of this.filters.values()) if (!ids.has(id)) return false;
    return true;
  }

  #dim() {
    window.Plotly.restyle(this.plot, { 'marker.opacity': this.#opacity() });
    this.changed();
  }

  #opacity() {
    const { entries, members } = this.colours;
    if (this.filters.size === 0) return entries.map((_, group) => (this.lit.has(group) ? BRIGHT : DIM));
    return members.map((ids) => ids.map((id) => (this.shows(id) ? BRIGHT : DIM)));
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

  /** A sound's label and kit, as text. */
  detailOf(id) {
    const { legend, label, kits } = this.points;
    return [legend[label[id]].title, kits[id].replaceAll('_', ' ')].filter(Boolean).join(' · ');
  }

  /** What tells a sound from the others in whatever library: its name and kit. */
  identityOf(id) {
    return { name: this.points.names[id], kit: this.points.kits[id] };
  }

  /** The sound of this name and kit; -1 where there is none. */
  find({ name, kit }) {
    return this.points.names.findIndex((other, id) => other === name && this.points.kits[id] === kit);
  }

  /** Names a sound beside a pixel; -1 takes the name away. */
  describe(id, pixel) {
    if (id < 0) this.tip.hidden = true;
    else this.tell(this.points.names[id], this.detailOf(id), pixel);
  }

  /** Shows two lines of words beside a pixel. */
  tell(text, detail, pixel) {
    this.tip.hidden = false;
    this.tip.textContent = text;
    const more = document.createElement('small');
    more.textContent = detail;
    this.tip.append(more);
    this.tip.classList.toggle('left', pixel[0] > this.view.width - 220);
    this.tip.style.translate = `${pixel[0]}px ${pixel[1]}px`;
  }

  #each(visit) {
    if (!this.drawn) return;
    const { x, y } = this.points;
    for (let i = 0; i < x.length; i++) {
      if (this.shows(i)) visit(i, ...this.view.toPixel([x[i], y[i]]));
    }
  }

  #fit() {
    const height = (selector) => this.section.querySelector(selector)?.offsetHeight || 0;
    this.view.setWhole(this.bounds.x, this.bounds.y, {
      top: height('.hint') + 8,
      bottom: height('.legend') + 14,
    });
  }

  #resized() {
    if (!this.drawn || !this.surface.clientWidth) return;
    this.view.measure();
    this.#fit();
    window.Plotly.Plots.resize(this.plot);
  }

  /** Draws again, with the next frame, what depends on the view or on what is lit. */
  changed() {
    this.section.querySelector('[data-zoom=all]').hidden = !this.view.zoomed;
    if (!this.drawn || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      const { part } = this.view;
      window.Plotly.relayout(this.plot, { 'xaxis.range': [...part.x], 'yaxis.range': [...part.y] });
      this.density.draw(this.view, this.points, (id) => this.shows(id) && this.colours.of(id, this.dark));
      this.#placeMarks();
      this.onMoved?.();
    });
  }

  #placeMarks() {
    for (const element of this.section.querySelectorAll('.mark')) {
      const place = this.marks[element.dataset.mark];
      element.hidden = !place;
      if (place)
        element.style.translate = this.view
          .toPixel(place)
          .map((v) => `${v.toFixed(1)}px`)
          .join(' ');
    }
    const [a, b] = [this.marks[0], this.marks[1]];
    this.line.parentElement.classList.toggle('on', Boolean(a && b));
    if (!a || !b) return;
    const [[x1, y1], [x2, y2]] = [this.view.toPixel(a), this.view.toPixel(b)];
    for (const [name, value] of Object.entries({ x1, y1, x2, y2 }))
      this.line.setAttribute(name, value.toFixed(1));
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
