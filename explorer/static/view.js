// Which part of the map is seen: map coordinates <-> pixels of the pane. Knows nothing of what is drawn.

const CLOSEST = 40;

export class View {
  constructor(pane, onChange) {
    this.pane = pane;
    this.onChange = onChange;
    this.whole = { x: [0, 1], y: [0, 1] };
    this.part = this.whole;
    this.measure();
  }

  measure() {
    this.width = Math.max(1, this.pane.clientWidth);
    this.height = Math.max(1, this.pane.clientHeight);
  }

  /** The ranges that hold every sound; `insets` are pixels above and below that are covered by other things. */
  setWhole(x, y, insets) {
    const free = Math.max(0.3, 1 - (insets.top + insets.bottom) / this.height);
    const span = (y[1] - y[0]) / free;
    const low = y[0] - (span * Math.min(insets.bottom, this.height * 0.45)) / this.height;
    const zoomed = this.zoomed;
    this.whole = { x: [...x], y: [low, low + span] };
    if (!zoomed) this.part = this.whole;
    this.onChange();
  }

  get zoomed() {
    return this.part !== this.whole;
  }

  showWhole() {
    this.part = this.whole;
    this.onChange();
  }

  toPixel([x, y]) {
    const { x: [left, right], y: [bottom, top] } = this.part;
    return [((x - left) / (right - left)) * this.width, ((top - y) / (top - bottom)) * this.height];
  }

  toMap([px, py]) {
    const { x: [left, right], y: [bottom, top] } = this.part;
    return [left + (px / this.width) * (right - left), top - (py / this.height) * (top - bottom)];
  }

  /** Zooms by a factor (above 1 is closer), keeping what lies under a pixel where it is. */
  zoom(factor, [px, py] = [this.width / 2, this.height / 2]) {
    const span = (range) => range[1] - range[0];
    const closer = span(this.whole.x) / span(this.part.x);
    const to = Math.min(CLOSEST, closer * factor);
    if (to <= 1) return this.showWhole();
    const [x, y] = this.toMap([px, py]);
    const width = span(this.whole.x) / to;
    const height = span(this.whole.y) / to;
    const left = x - (px / this.width) * width;
    const bottom = y - (1 - py / this.height) * height;
    this.#set(left, width, bottom, height);
  }

  pan(dx, dy) {
    if (!this.zoomed) return;
    const { x: [left, right], y: [bottom, top] } = this.part;
    const [width, height] = [right - left, top - bottom];
    this.#set(left - (dx / this.width) * width, width, bottom + (dy / this.height) * height, height);
  }

  #set(left, width, bottom, height) {
    const { x, y } = this.whole;
    const l = Math.min(Math.max(left, x[0]), x[1] - width);
    const b = Math.min(Math.max(bottom, y[0]), y[1] - height);
    this.part = { x: [l, l + width], y: [b, b + height] };
    this.onChange();
  }
}
