// Random numbers are NumPy's: what `numpy.random.default_rng(seed)` gave, in NumPy 2.4.6.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Random } from '../../../explorer/static/engine/numbers/random.js';

/** Of each seed: some of 5,000 normal numbers, the sum of all sizes and the largest, one even number, whole numbers, an order. */
const NUMPY = [
  {
    seed: 0,
    normals: [0.1257302210933933, -0.1321048632913019, 0.6404226504432821, 0.10490011715303971],
    later: [-0.0882707117695446, -1.8898354181744326],
    sum: 4002.4658794101133,
    most: 3.899421730054339,
    even: 0.6369616873214543,
    whole: [5, 388, 661058651, 0, 0],
    order: [9, 3, 8, 5, 6, 2, 1, 4, 7],
  },
  {
    seed: 7,
    normals: [0.0012301533574825742, 0.2987455375084699, -0.2741378553622176, -0.8905918387572742],
    later: [1.361921431780073, -0.2800627782020509],
    sum: 3965.7408359672336,
    most: 4.06160631065189,
    even: 0.625095466604667,
    whole: [6, 1291, 1241873584, 2, 0],
    order: [7, 9, 1, 8, 5, 2, 6, 4, 3],
  },
  {
    seed: 2147483647,
    normals: [0.23151784364413705, -0.4371331243344511, 0.7117045087761301, 0.093663490498292],
    later: [-1.2304069429925226, -0.15172402851465322],
    sum: 3902.5565353215234,
    most: 3.7251954690084093,
    even: 0.27085409914511427,
    whole: [1, 1344, 1098880051, 1, 0],
    order: [5, 4, 8, 2, 3, 1, 9, 7, 6],
  },
];

/** @param {number} a @param {number} b */
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-12 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

for (const { seed, normals, later, sum, most, even, whole, order } of NUMPY) {
  test(`normal numbers of seed ${seed}`, () => {
    const found = new Random(seed).normals(5000);
    normals.forEach((value, i) => near(found[i], value));
    near(found[1234], later[0]);
    near(found[4999], later[1]);
    const sizes = found.map(Math.abs);
    near(
      sizes.reduce((total, one) => total + one, 0),
      sum,
    );
    near(Math.max(...sizes), most);
  });

  test(`even and whole numbers, and an order, of seed ${seed}`, () => {
    const random = new Random(seed);
    assert.equal(random.random(), even);
    assert.deepEqual(
      [10, 1440, 2147483647, 3, 1].map((end) => random.integer(end)),
      whole,
    );
    assert.deepEqual(random.permutation([1, 2, 3, 4, 5, 6, 7, 8, 9]), order);
  });
}
