// NumPy's random numbers: `default_rng(seed)` gives the same here as there, so that links sound the same in both.
//
// SeedSequence and PCG64 (XSL RR 128/64) after O'Neill (pcg-random.org), bounded integers after Lemire (2019), normal
// numbers by the ziggurat of 256 layers (Marsaglia and Tsang 2000), all as in numpy/random of NumPy 2.

const MASK32 = 0xffffffffn;
const MASK64 = (1n << 64n) - 1n;
const MASK128 = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

const POOL = 4; // words

/** The four 64-bit words that NumPy's SeedSequence makes of a seed below 2³². @param {number} seed */
function seedWords(seed) {
  let constant = 0x43b0d7e5;
  const hashed = (/** @type {number} */ value) => {
    let mixed = (value ^ constant) >>> 0;
    constant = Math.imul(constant, 0x931e8875) >>> 0;
    mixed = Math.imul(mixed, constant) >>> 0;
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const mix = (/** @type {number} */ x, /** @type {number} */ y) => {
    const mixed = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) >>> 0;
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const pool = Array.from({ length: POOL }, (_, i) => hashed(i ? 0 : seed));
  for (let from = 0; from < POOL; from++)
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mix(pool[to], hashed(pool[from]));

  let other = 0x8b51f9dd;
  const words = Array.from({ length: 8 }, (_, i) => {
    let value = (pool[i % POOL] ^ other) >>> 0;
    other = Math.imul(other, 0x58f38ded) >>> 0;
    value = Math.imul(value, other) >>> 0;
    return (value ^ (value >>> 16)) >>> 0;
  });
  return [0, 2, 4, 6].map((i) => BigInt(words[i]) | (BigInt(words[i + 1]) << 32n));
}

const LAYERS = 256;
const LAST = 3.6541528853610088; // where the tail begins
const AREA = 0.00492867323399; // of every layer
const STEPS = 2 ** 52;

/** The ziggurat: widths of a step in every layer, the steps that are surely inside, and the heights. */
const ziggurat = (() => {
  const widths = new Float64Array(LAYERS);
  const inside = new Float64Array(LAYERS);
  const heights = new Float64Array(LAYERS);
  const density = (/** @type {number} */ x) => Math.exp(-0.5 * x * x);
  let x = LAST;
  const area = areaOf(LAST);
  const first = area / density(LAST);
  inside[0] = Math.floor((x / first) * STEPS);
  inside[1] = 0;
  widths[0] = first / STEPS;
  widths[LAYERS - 1] = x / STEPS;
  heights[0] = 1;
  heights[LAYERS - 1] = density(x);
  for (let i = LAYERS - 2; i >= 1; i--) {
    const before = Math.sqrt(-2 * Math.log(area / x + density(x)));
    inside[i + 1] = Math.floor((before / x) * STEPS);
    x = before;
    widths[i] = x / STEPS;
    heights[i] = density(x);
  }
  return { widths, inside, heights };
})();

/** The area of a layer: a rectangle up to the tail, and the tail. @param {number} end */
function areaOf(end) {
  // The tail of the normal density from 3.65 on, as a continued fraction.
  let fraction = end;
  for (let k = 60; k >= 1; k--) fraction = end + k / fraction;
  const height = Math.exp(-0.5 * end * end);
  const area = end * height + height / fraction;
  if (Math.abs(area - AREA) > 1e-12) throw new Error('The ziggurat does not close.');
  return area;
}

/** A stream of random numbers: `numpy.random.default_rng(seed)`. */
export class Random {
  /** @param {number} seed  0 to 2³² - 1 */
  constructor(seed) {
    const [a, b, c, d] = seedWords(seed);
    this.increment = ((((c << 64n) | d) << 1n) | 1n) & MASK128;
    this.state = (this.increment + ((a << 64n) | b)) & MASK128;
    this.#step();
    /** The upper half of a word whose lower half was used. @type {number | null} */
    this.half = null;
  }

  #step() {
    this.state = (this.state * MULTIPLIER + this.increment) & MASK128;
  }

  /** 64 random bits. */
  #word() {
    this.#step();
    const mixed = (this.state >> 64n) ^ (this.state & MASK64);
    const turn = this.state >> 122n;
    return ((mixed >> turn) | (mixed << ((64n - turn) & 63n))) & MASK64;
  }

  /** 32 random bits: the lower half of a word, then its upper half. */
  #half() {
    if (this.half !== null) {
      const kept = this.half;
      this.half = null;
      return kept;
    }
    const word = this.#word();
    this.half = Number(word >> 32n);
    return Number(word & MASK32);
  }

  /** A number from 0 to below 1. */
  random() {
    return Number(this.#word() >> 11n) / 2 ** 53;
  }

  /** A whole number from 0 to below `end`, at most 2³². @param {number} end */
  integer(end) {
    if (end === 1) return 0;
    const wide = BigInt(end);
    let product = BigInt(this.#half()) * wide;
    let left = Number(product & MASK32);
    if (left < end) {
      const least = (2 ** 32 - end) % end;
      while (left < least) {
        product = BigInt(this.#half()) * wide;
        left = Number(product & MASK32);
      }
    }
    return Number(product >> 32n);
  }

  /** A normal number of mean 0 and deviation 1. */
  normal() {
    const { widths, inside, heights } = ziggurat;
    for (;;) {
      const word = this.#word();
      const layer = Number(word & 0xffn);
      const negative = (word >> 8n) & 1n;
      const steps = (word >> 9n) & 0xfffffffffffffn;
      const size = Number(steps) * widths[layer];
      const x = negative ? -size : size;
      if (Number(steps) < inside[layer]) return x;
      if (layer === 0) {
        for (;;) {
          const away = -Math.log1p(-this.random()) / LAST;
          const height = -Math.log1p(-this.random());
          if (2 * height > away * away) return (steps >> 8n) & 1n ? -(LAST + away) : LAST + away;
        }
      }
      const between = (heights[layer - 1] - heights[layer]) * this.random() + heights[layer];
      if (between < Math.exp(-0.5 * x * x)) return x;
    }
  }

  /** A whole number from 0 to `most`, as NumPy shuffles: bits are drawn until they are few enough. @param {number} most */
  #upTo(most) {
    const mask = 2 ** Math.ceil(Math.log2(most + 1)) - 1;
    for (;;) {
      const value = (this.#half() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** So many normal numbers: `standard_normal(count)`. @param {number} count */
  normals(count) {
    return Float64Array.from({ length: count }, () => this.normal());
  }

  /** The items in another order: `permutation(items)`. @template Item @param {readonly Item[]} items */
  permutation(items) {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.#upTo(i);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    return shuffled;
  }
}
