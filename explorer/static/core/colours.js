// Colours as hex text and ramps between them. Pure functions.

/** @typedef {[red: number, green: number, blue: number]} Rgb  0 to 255 each */

/** @type {(hex: string) => Rgb} */
export const rgbOf = (hex) => /** @type {Rgb} */ ([1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));

/** @type {(rgb: Rgb) => string} */
const hexOf = (rgb) => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/**
 * The colour at a share of the way along a ramp of hex colours.
 * @param {string[]} stops  at least two
 * @param {number} share  0 to 1
 * @returns {Rgb}
 */
function blend(stops, share) {
  const at = share * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  const [one, other] = [rgbOf(stops[i]), rgbOf(stops[i + 1])];
  return /** @type {Rgb} */ (one.map((from, k) => Math.round(from + (other[k] - from) * (at - i))));
}

/**
 * Evenly spaced colours of a ramp, including its ends.
 * @param {string[]} stops
 * @param {number} count
 */
export const ramp = (stops, count) =>
  Array.from({ length: count }, (_, i) => blend(stops, i / (count - 1))).map(hexOf);

/**
 * The same colours as canvas pixels: opaque, little-endian RGBA.
 * @param {string[]} stops
 * @param {number} count
 */
export const pixelRamp = (stops, count) =>
  Uint32Array.from({ length: count }, (_, i) => {
    const [red, green, blue] = blend(stops, i / (count - 1));
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
