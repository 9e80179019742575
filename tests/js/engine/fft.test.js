// The Fourier transform: against its definition, and back again.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import openPFFFT from '../../../explorer/publish/runtime/pffft.js';
import { RealFFT, usePFFFT } from '../../../explorer/static/engine/numbers/fft.js';
import { powerOf } from '../../../explorer/static/engine/numbers/power.js';
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

/** @param {number} a @param {number} b @param {number} [most] */
const near = (a, b, most = 1e-9) => assert.ok(Math.abs(a - b) < most, `${a} is not ${b}`);
const SINGLE = 1e-4; // of single precision, for sums of up to a thousand

usePFFFT(await openPFFFT());

for (const size of [32, 64, 512, 1024])
  test(`of ${size} samples`, () => {
    const samples = new Random(size).normals(size);
    const fft = new RealFFT(size);
    const [re, im] = [new Float64Array(fft.bins), new Float64Array(fft.bins)];
    fft.forward(samples, 0, null, re, im, 0);
    for (let bin = 0; bin < fft.bins; bin++) {
      const wanted = definition(samples, bin);
      near(re[bin], wanted[0], SINGLE);
      near(im[bin], wanted[1], SINGLE);
    }
    const back = new Float64Array(size);
    fft.inverse(re, im, 0, null, back, 0);
    back.forEach((value, i) => near(value, samples[i], SINGLE));
  });

test('part of a signal, windowed, added to what is there', () => {
  const samples = new Random(1).normals(60);
  const window = new Random(2).normals(32);
  const fft = new RealFFT(32);
  const [re, im] = [new Float64Array(20), new Float64Array(20)];
  fft.forward(samples, 5, window, re, im, 3);
  const wanted = definition(
    window.map((value, i) => value * samples[5 + i]),
    6,
  );
  near(re[9], wanted[0], SINGLE);
  near(im[9], wanted[1], SINGLE);
  const out = new Float64Array(40).fill(1);
  fft.inverse(re, im, 3, window, out, 4);
  near(out[10], 1 + samples[11] * window[6] ** 2, SINGLE);
  near(out[3], 1);
});

test('packed bins are the same ones', () => {
  const samples = new Random(4).normals(64);
  const fft = new RealFFT(64);
  const [re, im, packed] = [new Float64Array(33), new Float64Array(33), new Float32Array(70)];
  fft.forward(samples, 0, null, re, im, 0);
  fft.forwardPacked(samples, 0, null, packed, 6);
  near(packed[6], re[0]);
  near(packed[7], re[32]);
  for (let bin = 1; bin < 32; bin++) {
    near(packed[6 + 2 * bin], re[bin]);
    near(packed[7 + 2 * bin], im[bin]);
  }
  const back = new Float64Array(64);
  fft.inversePacked(packed, 6, null, back, 0);
  back.forEach((value, i) => near(value, samples[i], SINGLE));
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
