// The fast Fourier transform of real signals, by PFFFT in WebAssembly: `explorer/publish/runtime/` holds it.

/** The module of PFFFT; null until it has been loaded. @type {any} */
let pffft = null;

const FLOAT_BYTES = 4;
const [REAL, FORWARD, BACKWARD] = [0, 0, 1]; // of `pffft.h`

/** Takes the module that makes all transforms, before the first of them. @param {any} module */
export function usePFFFT(module) {
  pffft = module;
}

/**
 * The transform of a real signal whose length is a power of two, 32 or more.
 *
 * Bins are packed as PFFFT does it, in as many values as there are samples: the first bin and the last, which are real,
 * then the real and the imaginary part of each of the others.
 */
export class RealFFT {
  #setup;
  #frame;
  #work;

  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.bins = size / 2 + 1;
    this.#setup = pffft._pffft_new_setup(size, REAL);
    this.#frame = pffft._pffft_aligned_malloc(size * FLOAT_BYTES);
    this.#work = pffft._pffft_aligned_malloc(size * FLOAT_BYTES);
  }

  /**
   * Samples from `from` on, times a window if there is one -> bins, packed, from `to` on.
   * @param {Float32Array | Float64Array} samples
   * @param {number} from
   * @param {Float32Array | Float64Array | null} window
   * @param {Float32Array} packed
   * @param {number} to
   */
  forwardPacked(samples, from, window, packed, to) {
    const frame = this.#heap();
    if (window) for (let i = 0; i < this.size; i++) frame[i] = samples[from + i] * window[i];
    else frame.set(samples.subarray(from, from + this.size));
    this.#transform(FORWARD);
    packed.set(frame, to);
  }

  /**
   * Bins, packed, from `from` on -> samples, times a window if there is one, added to what `out` holds from `to` on: the
   * inverse of `forwardPacked`, scaled.
   * @param {Float32Array} packed
   * @param {number} from
   * @param {Float32Array | Float64Array | null} window
   * @param {Float32Array | Float64Array} out
   * @param {number} to
   */
  inversePacked(packed, from, window, out, to) {
    const frame = this.#heap();
    frame.set(packed.subarray(from, from + this.size));
    this.#addInverse(frame, window, out, to);
  }

  /**
   * As `forwardPacked`, to real and imaginary parts from `to` on.
   * @param {Float32Array | Float64Array} samples
   * @param {number} from
   * @param {Float32Array | Float64Array | null} window
   * @param {Float32Array | Float64Array} re
   * @param {Float32Array | Float64Array} im
   * @param {number} to
   */
  forward(samples, from, window, re, im, to) {
    const frame = this.#heap();
    const last = to + this.bins - 1;
    this.forwardPacked(samples, from, window, frame, 0);
    [re[to], im[to], re[last], im[last]] = [frame[0], 0, frame[1], 0];
    for (let at = to + 1, i = 2; at < last; at++, i += 2) {
      re[at] = frame[i];
      im[at] = frame[i + 1];
    }
  }

  /**
   * As `inversePacked`, of real and imaginary parts from `from` on; the imaginary parts of the first and the last bin
   * count as 0.
   * @param {Float32Array | Float64Array} re
   * @param {Float32Array | Float64Array} im
   * @param {number} from
   * @param {Float32Array | Float64Array | null} window
   * @param {Float32Array | Float64Array} out
   * @param {number} to
   */
  inverse(re, im, from, window, out, to) {
    const frame = this.#heap();
    const last = from + this.bins - 1;
    [frame[0], frame[1]] = [re[from], re[last]];
    for (let at = from + 1, i = 2; at < last; at++, i += 2) {
      frame[i] = re[at];
      frame[i + 1] = im[at];
    }
    this.#addInverse(frame, window, out, to);
  }

  /** @param {Float32Array} frame @param {Float32Array | Float64Array | null} window @param {Float32Array | Float64Array} out @param {number} to */
  #addInverse(frame, window, out, to) {
    const scale = 1 / this.size;
    this.#transform(BACKWARD);
    if (window) for (let i = 0; i < this.size; i++) out[to + i] += frame[i] * scale * window[i];
    else for (let i = 0; i < this.size; i++) out[to + i] += frame[i] * scale;
  }

  /** @param {number} direction */
  #transform(direction) {
    pffft._pffft_transform_ordered(this.#setup, this.#frame, this.#frame, this.#work, direction);
  }

  /** The frame that is transformed, in the memory of PFFFT as it is now: it moves when it grows. */
  #heap() {
    return pffft.HEAPF32.subarray(this.#frame / FLOAT_BYTES, this.#frame / FLOAT_BYTES + this.size);
  }
}

/** @type {Map<number, RealFFT>} */
const made = new Map();

/** The transform of this length: its tables are made once. @param {number} size */
export function realFFT(size) {
  let found = made.get(size);
  if (!found) made.set(size, (found = new RealFFT(size)));
  return found;
}
