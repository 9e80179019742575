// The results of listening tests: chance, tables and mean ratings. Pure functions.

/**
 * The probability of guessing at least `right` of n, each with even odds: the upper tail of a binomial distribution.
 * @param {number} right
 * @param {number} n
 */
export function chanceOf(right, n) {
  let ways = 1;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= right) sum += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return sum / 2 ** n;
}

const LIKE_GUESSING = 0.3; // who guesses does as well at least this often

/**
 * The result of a test as sentences.
 * @param {number} right
 * @param {number} n
 */
export function verdictOf(right, n) {
  const chance = chanceOf(right, n);
  const score = `${right} of ${n} right.`;
  if (chance >= LIKE_GUESSING) return `${score} That is like guessing.`;
  const share = chance >= 0.01 ? `${Math.round(100 * chance)} %` : `${(100 * chance).toFixed(1)} %`;
  const meaning = chance < 0.05 ? 'You hear a difference.' : 'No difference shown.';
  return `${score} ${meaning} Guessing alone gets this far in ${share} of tests.`;
}

/**
 * Rows of plain values as CSV (RFC 4180), with the column names first.
 * @param {Record<string, string | number>[]} rows
 */
export const csv = (rows) =>
  [Object.keys(rows[0]), ...rows.map(Object.values)].map((row) => row.map(field).join(',')).join('\r\n') +
  '\r\n';

/**
 * The mean rating of each system, best first.
 * @param {{ system: string, rating: number }[]} ratings
 */
export function means(ratings) {
  const systems = [...new Set(ratings.map(({ system }) => system))].map((system) => {
    const own = ratings.filter((one) => one.system === system).map(({ rating }) => rating);
    return { system, mean: own.reduce((a, b) => a + b, 0) / own.length, count: own.length };
  });
  return systems.sort((a, b) => b.mean - a.mean);
}

/**
 * The values in random order.
 * @template T
 * @param {T[]} values
 */
export function shuffled(values) {
  const left = [...values];
  return values.map(() => left.splice(randomBelow(left.length), 1)[0]);
}

/** @param {number} n */
export const randomBelow = (n) => Math.floor((crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32) * n);

/**
 * Spreadsheets read a cell that begins with one of these as a formula, so such a name gets an apostrophe.
 * @param {string | number} value
 */
const field = (value) => {
  const text = String(value).replace(/^(?=[=+\-@\t\r])/, typeof value === 'string' ? "'" : '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
