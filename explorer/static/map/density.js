// The glow under the sounds: dense regions shine in their sounds' colour, empty ones stay dark.

import { withOpacity } from '../core/colours.js';
import { create } from '../core/dom.js';

const RADIUS = 46; // pixels, on a pane of REFERENCE x REFERENCE
const REFERENCE = 860;
const OVERLAP = 0.7; // amount of light on a pane of evenly spread sounds, whatever their number
const MOST = 4000;

export class Density {
  /** @type {Map<string, HTMLCanvasElement>} */
  #sprites = new Map();

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /**
   * Draws every lit sound's glow.
   * @param {import('./view.js').View} view
   * @param {{ x: Float32Array, y: Float32Array }} points
   * @param {(id: number) => string | false | undefined} colourOf  false for a dimmed sound
   */
  draw(view, { x, y }, colourOf) {
    const ratio = Math.min(window.devicePixelRatio || 1, 1.5);
    this.canvas.width = Math.round(view.width * ratio);
    this.canvas.height = Math.round(view.height * ratio);
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    pen.scale(ratio, ratio);
    const step = Math.max(1, Math.ceil(x.length / MOST));
    const area = view.width * view.height;
    const radius = Math.round(Math.min(64, Math.max(20, (RADIUS * Math.sqrt(area)) / REFERENCE)));
    const sounds = x.length / step;
    const strength = Math.min(0.16, Math.max(0.02, (OVERLAP * area) / (sounds * Math.PI * radius * radius)));
    for (let i = 0; i < x.length; i += step) {
      const colour = colourOf(i);
      if (!colour) continue;
      const [px, py] = view.toPixel([x[i], y[i]]);
      if (px < -radius || py < -radius || px > view.width + radius || py > view.height + radius) continue;
      pen.drawImage(this.#sprite(colour, strength, radius), px - radius, py - radius);
    }
  }

  /**
   * @param {string} colour
   * @param {number} strength
   * @param {number} radius
   */
  #sprite(colour, strength, radius) {
    const centre = withOpacity(colour, strength);
    const key = `${centre} ${radius}`;
    const kept = this.#sprites.get(key);
    if (kept) return kept;
    const sprite = create('canvas', { width: 2 * radius, height: 2 * radius });
    const pen = sprite.getContext('2d');
    if (pen) {
      const glow = pen.createRadialGradient(radius, radius, 0, radius, radius, radius);
      glow.addColorStop(0, centre);
      glow.addColorStop(1, withOpacity(colour, 0));
      pen.fillStyle = glow;
      pen.fillRect(0, 0, 2 * radius, 2 * radius);
    }
    this.#sprites.set(key, sprite);
    return sprite;
  }
}
