// The glow under the sounds: full regions shine in their label's colour, empty ones stay dark.

const RADIUS = 46;
const MOST = 4000;

export class Density {
  constructor(canvas) {
    this.canvas = canvas;
    this.sprites = new Map();
  }

  /** Draws every lit sound's glow. `points` is {x, y, label}, `colours` one a label, `strength` 0…1. */
  draw(view, points, colours, lit, strength) {
    const ratio = Math.min(window.devicePixelRatio || 1, 1.5);
    this.canvas.width = Math.round(view.width * ratio);
    this.canvas.height = Math.round(view.height * ratio);
    const pen = this.canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const step = Math.max(1, Math.ceil(points.x.length / MOST));
    for (let i = 0; i < points.x.length; i += step) {
      const label = points.label[i];
      if (!lit.has(label)) continue;
      const [px, py] = view.toPixel([points.x[i], points.y[i]]);
      if (px < -RADIUS || py < -RADIUS || px > view.width + RADIUS || py > view.height + RADIUS) continue;
      pen.drawImage(this.#sprite(colours[label], strength), px - RADIUS, py - RADIUS);
    }
  }

  #sprite(colour, strength) {
    const key = `${colour} ${strength}`;
    if (!this.sprites.has(key)) {
      const sprite = document.createElement('canvas');
      sprite.width = sprite.height = 2 * RADIUS;
      const pen = sprite.getContext('2d');
      const glow = pen.createRadialGradient(RADIUS, RADIUS, 0, RADIUS, RADIUS, RADIUS);
      const alpha = Math.round(255 * strength).toString(16).padStart(2, '0');
      glow.addColorStop(0, colour + alpha);
      glow.addColorStop(1, `${colour}00`);
      pen.fillStyle = glow;
      pen.fillRect(0, 0, 2 * RADIUS, 2 * RADIUS);
      this.sprites.set(key, sprite);
    }
    return this.sprites.get(key);
  }
}
