// The menu that exports a kit: what for, under which name, and what its files are like. Keeps what it is for.

import { constants } from '../../core/constants.js';
import { create, find, findAll } from '../../core/dom.js';
import { recall, store } from '../../core/settings.js';
import { nameOf } from '../kit.js';

/** @typedef {Record<string, string | number | boolean>} ExportOptions  as the server takes them */

export class ExportMenu {
  /** @param {HTMLElement} element  with the menu in it */
  constructor(element) {
    this.element = element;
    this.name = find(element, '[data-kit=name]', HTMLInputElement);
    this.name.maxLength = constants.kit.max_kit_name;
    const formats = find(element, '.formats');
    const chosen = knownFormat(recall('export-format', ''));
    formats.append(...constants.kit.formats.map((format) => choice(format, format.name === chosen)));
    formats.addEventListener('change', () => store('export-format', this.#format));
  }

  /** The options chosen for an export. @returns {ExportOptions} */
  get options() {
    const selects = findAll(this.element, '[data-export]', HTMLSelectElement);
    const chosen = selects.map(({ dataset, value }) => [dataset.export, valueOf(value)]);
    return { ...Object.fromEntries(chosen), format: this.#format, name: nameOf(this.name.value) };
  }

  get #format() {
    return find(this.element, '.formats :checked', HTMLInputElement).value;
  }
}

/**
 * The name of a format if there is one of it, else of the usual one.
 * @param {unknown} name
 */
export const knownFormat = (name) =>
  (constants.kit.formats.find((format) => format.name === name) ?? constants.kit.formats[0]).name;

/**
 * What an option of a menu stands for: a number, true or false, or a word.
 * @param {string} text
 */
export function valueOf(text) {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}

/**
 * @param {import('../../core/types.js').KitFormat} format
 * @param {boolean} checked
 */
const choice = ({ name, title, words }, checked) =>
  create(
    'label',
    {},
    create('input', { type: 'radio', name: 'kit-format', value: name, checked }),
    create('span', {}, create('b', { textContent: title }), create('small', { textContent: words })),
  );
