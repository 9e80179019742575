// The Fourier transform: against its definition, and back again.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RealFFT, powerOf } from '../../../explorer/static/engine/numbers/fft.js';
import { Random } from '../../../explorer/static/engine/numbers/random.js';

/** @param {Float64Array} samples @param {number} bin */
function definition(samples, bin) {
  let [re, im] = [0, 0];
  for (const [i, value] of samples.entries()) {
    const angle = (2 * Math.PI * ((i * bin) % samples.length)) / samples.length;
    re += value * Math.cos(angle);
    im -= value * Math.sin(angle);
  }
  return [re, im];
}

/** @param {number} a @param {number} b */
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

for (const size of [4, 8, 16, 64, 512, 1024])
  test(`of ${size} samples`, () => {
    const samples = new Random(size).normals(size);
    const fft = new RealFFT(size);
    const [re, im] = [new Float64Array(fft.bins), new Float64Array(fft.bins)];
    fft.forward(samples, 0, null, re, im, 0);
    for (let bin = 0; bin < fft.bins; bin++) {
      const wanted = definition(samples, bin);
      near(re[bin], wanted[0]);
      near(im[bin], wanted[1]);
    }
    const back = new Float64Array(size);
    fft.inverse(re, im, 0, null, back, 0);
    back.forEach((value, i) => near(value, samples[i]));
  });

test('part of a signal, windowed, added to what is there', () => {
  const samples = new Random(1).normals(40);
  const window = new Random(2).normals(16);
  const fft = new RealFFT(16);
  const [re, im] = [new Float64Array(20), new Float64Array(20)];
  fft.forward(samples, 5, window, re, im, 3);
  const wanted = definition(
    window.map((value, i) => value * samples[5 + i]),
    6,
  );
  near(re[9], wanted[0]);
  near(im[9], wanted[1]);
  const out = new Float64Array(30).fill(1);
  fft.inverse(re, im, 3, window, out, 4);
  near(out[10], 1 + samples[11] * window[6] ** 2);
  near(out[3], 1);
});

test('powers of any even length', () => {
  const samples = new Random(3).normals(90);
  const power = powerOf(samples, 180);
  const padded = new Float64Array(180);
  padded.set(samples);
  assert.equal(power.length, 91);
  for (const bin of [0, 1, 17, 90]) {
    const [re, im] = definition(padded, bin);
    near(power[bin], re * re + im * im);
  }
});
