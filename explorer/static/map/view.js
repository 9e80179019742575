// The visible part of the map: converts map coordinates <-> pixels of the pane. Knows nothing of what is drawn.

export const CLOSEST = 40; // times the whole map
const ROOM = 1.3;
const MARGIN = 0.06; // of the sounds' extent, around it
const LEAST_MARGIN = 1e-3;

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {{ x: number[], y: number[] }} Part  low and high end of each axis */

export class View {
  /**
   * @param {HTMLElement} pane
   * @param {() => void} onChange
   */
  constructor(pane, onChange) {
    this.pane = pane;
    this.onChange = onChange;
    /** @type {Part} */
    this.whole = { x: [0, 1], y: [0, 1] };
    this.part = this.whole;
    this.width = 1;
    this.height = 1;
    this.measure();
  }

  measure() {
    this.width = Math.max(1, this.pane.clientWidth);
    this.height = Math.max(1, this.pane.clientHeight);
  }

  /**
   * The ranges that hold every sound.
   * @param {number[]} x
   * @param {number[]} y
   * @param {{ top: number, bottom: number }} insets  pixels covered by other elements
   */
  setWhole(x, y, insets) {
    const free = Math.max(0.3, 1 - (insets.top + insets.bottom) / this.height);
    const span = (y[1] - y[0]) / free;
    const low = y[0] - (span * Math.min(insets.bottom, this.height * 0.45)) / this.height;
    const zoomed = this.zoomed;
    this.whole = { x: [...x], y: [low, low + span] };
    if (!zoomed) this.part = this.whole;
    this.onChange();
  }

  /** The pixel at the centre of the pane. @returns {Place} */
  get middle() {
    return [this.width / 2, this.height / 2];
  }

  get zoomed() {
    return this.part !== this.whole;
  }

  /** How many times closer than the whole map. */
  get closer() {
    return span(this.whole.x) / span(this.part.x);
  }

  showWhole() {
    this.part = this.whole;
    this.onChange();
  }

  /**
   * @param {Place} place  on the map
   * @returns {Place}
   */
  toPixel([x, y]) {
    const {
      x: [left, right],
      y: [bottom, top],
    } = this.part;
    return [((x - left) / (right - left)) * this.width, ((top - y) / (top - bottom)) * this.height];
  }

  /**
   * @param {Place} pixel
   * @returns {Place}
   */
  toMap([px, py]) {
    const {
      x: [left, right],
      y: [bottom, top],
    } = this.part;
    return [left + (px / this.width) * (right - left), top - (py / this.height) * (top - bottom)];
  }

  /**
   * Zooms by a factor (above 1 is closer), keeping the place under a pixel fixed.
   * @param {number} factor
   * @param {Place} pixel
   */
  zoom(factor, [px, py] = this.middle) {
    const to = Math.min(CLOSEST, this.closer * factor);
    if (to <= 1) return this.showWhole();
    const [x, y] = this.toMap([px, py]);
    const width = span(this.whole.x) / to;
    const height = span(this.whole.y) / to;
    const left = x - (px / this.width) * width;
    const bottom = y - (1 - py / this.height) * height;
    this.#set(left, width, bottom, height);
  }

  /**
   * Centres a place, zoomed in to at least `closer` times the whole map.
   * @param {Place} place
   */
  centre([x, y], closer = 2.5) {
    const share = Math.min(1 / closer, span(this.part.x) / span(this.whole.x));
    const [width, height] = [this.whole.x, this.whole.y].map((range) => span(range) * share);
    this.#set(x - width / 2, width, y - height / 2, height);
  }

  /**
   * Zooms to these places, with some room around them.
   * @param {Place[]} places
   */
  show(places) {
    const spans = [0, 1].map((k) => endsOf(places.map((place) => place[k])));
    const wholes = [this.whole.x, this.whole.y].map(span);
    const share = Math.max(...spans.map(([low, high], k) => (ROOM * (high - low)) / wholes[k]), 1 / CLOSEST);
    if (share >= 1) return this.showWhole();
    const [x, y] = spans.map(([low, high]) => (low + high) / 2);
    const [width, height] = wholes.map((whole) => whole * share);
    this.#set(x - width / 2, width, y - height / 2, height);
  }

  /**
   * Pans the view by these pixels.
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    if (!this.zoomed) return;
    const {
      x: [left, right],
      y: [bottom, top],
    } = this.part;
    const [width, height] = [right - left, top - bottom];
    this.#set(left - (dx / this.width) * width, width, bottom + (dy / this.height) * height, height);
  }

  /**
   * @param {number} left
   * @param {number} width
   * @param {number} bottom
   * @param {number} height
   */
  #set(left, width, bottom, height) {
    const { x, y } = this.whole;
    const l = Math.min(Math.max(left, x[0]), x[1] - width);
    const b = Math.min(Math.max(bottom, y[0]), y[1] - height);
    this.part = { x: [l, l + width], y: [b, b + height] };
    this.onChange();
  }
}

/** @param {number[]} range */
const span = ([low, high]) => high - low;

/**
 * The least and the greatest of some values.
 * @param {ArrayLike<number>} values
 */
export function endsOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}

/**
 * The ends of an axis on which these values lie, with a margin.
 * @param {ArrayLike<number>} values
 */
export function rangeOf(values) {
  const [low, high] = endsOf(values);
  const margin = Math.max(LEAST_MARGIN, MARGIN * (high - low));
  return [low - margin, high + margin];
}
