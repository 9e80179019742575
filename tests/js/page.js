// What tests of the page's scripts start from: the constants as Python hands them over.

import { readFileSync } from 'node:fs';
import { share } from '../../explorer/static/core/constants.js';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

export const constants = JSON.parse(read('constants.json'));
share(constants);

/** A file of the page, as text. */
export const page = (path) => read(`../../explorer/static/${path}`);

/** A generator of numbers in [0, 1) that are the same every time. */
export function repeatable(seed = 1) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}
