// The table of what each Shape slider really changes, as measured for a checkpoint.

import { create, find } from '../../core/dom.js';

/**
 * A report of `explorer.calibrate`, in the order of the qualities.
 * @typedef {{ crosstalk: number[][], matrix: number[][], monotone: number[], sounds: number }} Report
 */

const STRONG = 0.5; // crosstalk from here on is highlighted
const STEADY = 0.9; // share of sounds that should rise

/**
 * Shows a checkpoint's calibration, or how to get one.
 * @param {Report | null} report
 * @param {string[]} names  of the qualities
 */
export function showMatrix(report, names) {
  const matrix = find(document, '#shape-matrix');
  matrix.hidden = !report;
  find(document, '[data-shape=note]').textContent = report
    ? 'The table shows what else each slider changes.'
    : 'To measure what else each slider changes in your own checkpoint, run python -m explorer.calibrate.';
  if (!report) return;
  find(matrix, 'thead').replaceChildren(headOf(names));
  find(matrix, 'tbody').replaceChildren(...names.map((name, i) => rowOf(name, i, report)));
  find(matrix, 'caption').textContent =
    'Bold: how far one step moves what it is meant to move; 1 is as much as sounds here usually differ. ' +
    `The others: how much comes along; 1 is just as much. Measured on ${report.sounds} sounds.`;
}

/** @param {string[]} names */
const headOf = (names) =>
  create(
    'tr',
    {},
    create('th'),
    ...names.map((name) => create('th', { textContent: name.slice(0, 6), title: name, scope: 'col' })),
    create('th', {
      textContent: 'works',
      title: 'share of sounds in which every step goes the right way',
      scope: 'col',
    }),
  );

/**
 * @param {string} name
 * @param {number} i
 * @param {Report} report
 */
function rowOf(name, i, { crosstalk, matrix, monotone }) {
  const cells = crosstalk[i].map((share, j) => {
    const own = i === j;
    const cell = create('td', {
      textContent: (own ? matrix[i][i] : share).toFixed(2),
      className: own ? 'own' : share >= STRONG ? 'weak' : '',
    });
    cell.style.setProperty('--share', Math.min(1, own ? 1 : share).toFixed(2));
    return cell;
  });
  const rises = create('td', {
    textContent: `${Math.round(100 * monotone[i])}%`,
    className: monotone[i] < STEADY ? 'weak' : '',
  });
  return create('tr', {}, create('th', { textContent: name, scope: 'row' }), ...cells, rises);
}
