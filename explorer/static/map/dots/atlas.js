// The marks of the sounds, painted once for each look and then copied to where they are.

import { create } from '../../core/dom.js';

/** How a mark looks. @typedef {{ outline: string, colour: string, hollow: boolean }} Look */

const REACH = 0.62; // of a mark's size: half the box of its outline, in which a circle is 0.8 wide
const HOLLOW = 1.4; // pixels, the line of a mark without a fill
const ROOM = 1; // pixels around the box

export class Atlas {
  /**
   * @param {Look[]} looks
   * @param {number} size  of marks, in pixels
   * @param {number} ratio  canvas pixels for each
   */
  constructor(looks, size, ratio) {
    const reach = REACH * size;
    /** Canvas pixels, of the square around each mark. */
    this.side = 2 * Math.ceil((reach + HOLLOW / 2 + ROOM) * ratio);
    this.columns = Math.ceil(Math.sqrt(looks.length));
    this.canvas = create('canvas', {
      width: this.side * this.columns,
      height: this.side * Math.ceil(looks.length / this.columns),
    });
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    pen.lineJoin = 'round';
    pen.lineWidth = HOLLOW / reach;
    const scale = reach * ratio;
    looks.forEach(({ outline, colour, hollow }, i) => {
      const [left, top] = this.#corner(i);
      pen.setTransform(scale, 0, 0, scale, left + this.side / 2, top + this.side / 2);
      pen.fillStyle = pen.strokeStyle = colour;
      if (hollow) pen.stroke(new Path2D(outline));
      else pen.fill(new Path2D(outline));
    });
  }

  /**
   * Draws a mark around a pixel of the canvas.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} look
   * @param {number} x
   * @param {number} y
   */
  draw(pen, look, x, y) {
    const { canvas, side } = this;
    const [left, top] = this.#corner(look);
    pen.drawImage(
      canvas,
      left,
      top,
      side,
      side,
      Math.round(x - side / 2),
      Math.round(y - side / 2),
      side,
      side,
    );
  }

  /** @param {number} look */
  #corner(look) {
    return [(look % this.columns) * this.side, Math.floor(look / this.columns) * this.side];
  }
}
