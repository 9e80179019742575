// The fast Fourier transform of real signals: radix 4 and 2 on half as many complex values, in tables made once.

/** A transform of complex values whose number is a power of two, in place, on two arrays. */
class Complex {
  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.cos = new Float64Array(size);
    this.sin = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      this.cos[i] = Math.cos((2 * Math.PI * i) / size);
      this.sin[i] = Math.sin((2 * Math.PI * i) / size);
    }
    this.order = new Uint32Array(size);
    for (let i = 1; i < size; i++) this.order[i] = (this.order[i >> 1] >> 1) | (i & 1 ? size >> 1 : 0);
  }

  /**
   * The sums of x[k] e^(-2πi jk / size) over k, not scaled.
   * @param {Float64Array} re
   * @param {Float64Array} im
   */
  forward(re, im) {
    const { size, order } = this;
    for (let i = 0; i < size; i++) {
      const j = order[i];
      if (j > i) {
        const a = re[i];
        re[i] = re[j];
        re[j] = a;
        const b = im[i];
        im[i] = im[j];
        im[j] = b;
      }
    }
    this.ordered(re, im);
  }

  /**
   * The same of values that are in `order` already.
   * @param {Float64Array} re
   * @param {Float64Array} im
   */
  ordered(re, im) {
    const { size, cos, sin } = this;
    let span = 1;
    if (Math.log2(size) % 2) {
      for (let i = 0; i < size; i += 2) {
        const a = re[i + 1];
        const b = im[i + 1];
        re[i + 1] = re[i] - a;
        im[i + 1] = im[i] - b;
        re[i] += a;
        im[i] += b;
      }
      span = 2;
    }
    for (; span < size; span *= 4) {
      const stride = size / (4 * span);
      for (let k = 0; k < span; k++) {
        const c1 = cos[k * stride * 2];
        const s1 = sin[k * stride * 2];
        const c2 = cos[k * stride];
        const s2 = sin[k * stride];
        const c3 = cos[3 * k * stride];
        const s3 = sin[3 * k * stride];
        for (let i = k; i < size; i += 4 * span) {
          const p = i + span;
          const q = p + span;
          const r = q + span;
          // In the order of reversed bits the second quarter holds the even ones of the odd.
          const br = re[p] * c1 + im[p] * s1;
          const bi = im[p] * c1 - re[p] * s1;
          const cr = re[q] * c2 + im[q] * s2;
          const ci = im[q] * c2 - re[q] * s2;
          const dr = re[r] * c3 + im[r] * s3;
          const di = im[r] * c3 - re[r] * s3;
          const ar = re[i];
          const ai = im[i];
          const er = ar + br;
          const ei = ai + bi;
          const fr = ar - br;
          const fi = ai - bi;
          const gr = cr + dr;
          const gi = ci + di;
          const hr = ci - di;
          const hi = dr - cr;
          re[i] = er + gr;
          im[i] = ei + gi;
          re[p] = fr + hr;
          im[p] = fi + hi;
          re[q] = er - gr;
          im[q] = ei - gi;
          re[r] = fr - hr;
          im[r] = fi - hi;
        }
      }
    }
  }
}

/** The transform of a real signal whose length is a power of two, 4 or more. */
export class RealFFT {
  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.bins = size / 2 + 1;
    this.half = new Complex(size / 2);
    this.re = new Float64Array(size / 2);
    this.im = new Float64Array(size / 2);
    this.cos = Float64Array.from({ length: size / 4 + 1 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.sin = Float64Array.from({ length: size / 4 + 1 }, (_, i) => Math.sin((2 * Math.PI * i) / size));
  }

  /**
   * Samples from `from` on, times a window if there is one -> bins, real and imaginary parts, from `to` on.
   * @param {Float32Array | Float64Array} samples
   * @param {number} from
   * @param {Float32Array | Float64Array | null} window
   * @param {Float32Array | Float64Array} outRe
   * @param {Float32Array | Float64Array} outIm
   * @param {number} to
   */
  forward(samples, from, window, outRe, outIm, to) {
    const { re, im, half, cos, sin } = this;
    const n = half.size;
    const { order } = half;
    if (window)
      for (let i = 0, j = from; i < n; i++, j += 2) {
        const at = order[i];
        re[at] = samples[j] * window[2 * i];
        im[at] = samples[j + 1] * window[2 * i + 1];
      }
    else
      for (let i = 0, j = from; i < n; i++, j += 2) {
        const at = order[i];
        re[at] = samples[j];
        im[at] = samples[j + 1];
      }
    half.ordered(re, im);
    outRe[to] = re[0] + im[0];
    outIm[to] = 0;
    outRe[to + n] = re[0] - im[0];
    outIm[to + n] = 0;
    for (let k = 1; k <= n / 2; k++) {
      const j = n - k;
      const evenRe = (re[k] + re[j]) / 2;
      const evenIm = (im[k] - im[j]) / 2;
      const oddRe = (im[k] + im[j]) / 2;
      const oddIm = (re[j] - re[k]) / 2;
      const turnedRe = oddRe * cos[k] + oddIm * sin[k];
      const turnedIm = oddIm * cos[k] - oddRe * sin[k];
      outRe[to + k] = evenRe + turnedRe;
      outIm[to + k] = evenIm + turnedIm;
      outRe[to + j] = evenRe - turnedRe;
      outIm[to + j] = turnedIm - evenIm;
    }
  }

  /**
   * Bins from `from` on -> samples, times a window if there is one, added to what `out` holds from `to` on. The
   * inverse of `forward`, scaled; the imaginary parts of the first and the last bin count as 0.
   * @param {Float32Array | Float64Array} inRe
   * @param {Float32Array | Float64Array} inIm
   * @param {number} from
   * @param {Float32Array | Float64Array | null} window
   * @param {Float32Array | Float64Array} out
   * @param {number} to
   */
  inverse(inRe, inIm, from, window, out, to) {
    const { re, im, half, cos, sin } = this;
    const n = half.size;
    // The transform of the conjugate, conjugated, is the inverse: `im` holds the negative of what it is.
    re[0] = (inRe[from] + inRe[from + n]) / 2;
    im[0] = -(inRe[from] - inRe[from + n]) / 2;
    for (let k = 1; k <= n / 2; k++) {
      const j = n - k;
      const evenRe = (inRe[from + k] + inRe[from + j]) / 2;
      const evenIm = (inIm[from + k] - inIm[from + j]) / 2;
      const awayRe = (inRe[from + k] - inRe[from + j]) / 2;
      const awayIm = (inIm[from + k] + inIm[from + j]) / 2;
      const oddRe = awayRe * cos[k] - awayIm * sin[k];
      const oddIm = awayIm * cos[k] + awayRe * sin[k];
      re[k] = evenRe - oddIm;
      im[k] = -(evenIm + oddRe);
      re[j] = evenRe + oddIm;
      im[j] = evenIm - oddRe;
    }
    half.forward(re, im);
    const scale = 1 / n;
    if (window)
      for (let i = 0, j = to; i < n; i++, j += 2) {
        out[j] += re[i] * scale * window[2 * i];
        out[j + 1] -= im[i] * scale * window[2 * i + 1];
      }
    else
      for (let i = 0, j = to; i < n; i++, j += 2) {
        out[j] += re[i] * scale;
        out[j + 1] -= im[i] * scale;
      }
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

/**
 * Squared magnitudes (bins) of the transform of a real signal, followed by silence, of any even length: Bluestein's
 * (1970), a convolution with a chirp.
 * @param {Float64Array} samples
 * @param {number} size  length of the transform
 */
export function powerOf(samples, size) {
  let long = 4;
  while (long < 2 * size) long *= 2;
  const fft = new Complex(long);
  const angle = (/** @type {number} */ i) => (Math.PI * ((i * i) % (2 * size))) / size;
  const re = new Float64Array(long);
  const im = new Float64Array(long);
  const chirpRe = new Float64Array(long);
  const chirpIm = new Float64Array(long);
  for (let i = 0; i < size; i++) {
    const c = Math.cos(angle(i));
    const s = Math.sin(angle(i));
    if (i < samples.length) {
      re[i] = samples[i] * c;
      im[i] = -samples[i] * s;
    }
    chirpRe[i] = c;
    chirpIm[i] = s;
    if (i) {
      chirpRe[long - i] = c;
      chirpIm[long - i] = s;
    }
  }
  fft.forward(re, im);
  fft.forward(chirpRe, chirpIm);
  for (let i = 0; i < long; i++) {
    const product = re[i] * chirpRe[i] - im[i] * chirpIm[i];
    im[i] = -(re[i] * chirpIm[i] + im[i] * chirpRe[i]);
    re[i] = product;
  }
  fft.forward(re, im);
  return Float64Array.from(
    { length: size / 2 + 1 },
    (_, i) => (re[i] * re[i] + im[i] * im[i]) / (long * long),
  );
}
