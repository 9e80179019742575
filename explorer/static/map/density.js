// The glow under the sounds: full regions shine in their sounds' colour, empty ones stay dark.

const RADIUS = 46; // pixels, on a pane of REFERENCE x REFERENCE
const REFERENCE = 860;
const OVERLAP = 0.7; // how much light a pane with sounds spread evenly gets, whatever their number
const MOST = 4000;

export class Density {
  constructor(canvas) {
    this.canvas = canvas;
    this.sprites = new Map();
  }

  /** Draws every lit sound's glow. `points` is {x, y}; `colourOf` gives a sound's colour, false where it is dimmed. */
  draw(view, points, colourOf) {
    const ratio = Math.min(window.devicePixelRatio || 1, 1.5);
    this.canvas.width = Math.round(view.width * ratio);
    this.canvas.height = Math.round(view.height * ratio);
    const pen = this.canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const step = Math.max(1, Math.ceil(points.x.length / MOST));
    const area = view.width * view.height;
    const radius = Math.round(Math.min(64, Math.max(20, (RADIUS * Math.sqrt(area)) / REFERENCE)));
    const sounds = points.x.length / step;
    const strength = Math.min(0.16, Math.max(0.02, (OVERLAP * area) / (sounds * Math.PI * radius * radius)));
    for (let i = 0; i < points.x.length; i += step) {
      const colour = colourOf(i);
      if (!colour) continue;
      const [px, py] = view.toPixel([points.x[i], points.y[i]]);
      if (px < -radius || py < -radius || px > view.width + radius || py > view.height + radius) continue;
      pen.drawImage(this.#sprite(colour, strength, radius), px - radius, py - radius);
    }
  }

  #sprite(colour, strength, radius) {
    const alpha = Math.round(255 * strength)
      .toString(16)
      .padStart(2, '0');
    const key = `${colour}${alpha} ${radius}`;
    if (!this.sprites.has(key)) {
      const sprite = document.createElement('canvas');
      sprite.width = sprite.height = 2 * radius;
      const pen = sprite.getContext('2d');
      const glow = pen.createRadialGradient(radius, radius, 0, radius, radius, radius);
      glow.addColorStop(0, colour + alpha);
      glow.addColorStop(1, `${colour}00`);
      pen.fillStyle = glow;
      pen.fillRect(0, 0, 2 * radius, 2 * radius);
      this.sprites.set(key, sprite);
    }
    return this.sprites.get(key);
  }
}
