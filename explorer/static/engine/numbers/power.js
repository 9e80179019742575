// The power spectrum of real signals of any even length: radix 4 and 2 on complex values, in tables made once.

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
    const { size, order, cos, sin } = this;
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
