// The browser's own controls in place of Gradio's: they send the same events to the page and show its values.

import { find, findAll } from '../core/dom.js';

const UPLOAD =
  'Sounds of your own need the app, which encodes them: run Hitmap on your computer, then links to them open here.';

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @param {Document} page */
export function plainControls(page) {
  const controls = new Map(findAll(page, '[data-control]').map((held) => [held.dataset.control ?? '', held]));
  for (const [name, held] of controls) {
    show(held, valueOf(fieldsOf(held)[0], held));
    held.addEventListener('input', ({ target }) => {
      const value = valueOf(/** @type {Field} */ (target), held);
      if (value === null) return;
      show(held, value, /** @type {Field} */ (target));
      window.hitmap?.changed(name, value);
    });
    held.addEventListener('change', () => window.hitmap && show(held, window.hitmap.values([name])[0]));
  }
  for (const button of findAll(page, '[data-press]'))
    button.addEventListener('click', () => window.hitmap?.pressed(button.dataset.press ?? ''));
  const files = find(page, '#header input[type=file]', HTMLInputElement);
  files.addEventListener('change', () => window.hitmap?.uploaded({ ok: false, error: UPLOAD }));
  return {
    /** Shows the values that the page has. */
    sync() {
      if (!window.hitmap) return;
      const names = [...controls.keys()];
      window.hitmap.values(names).forEach((value, i) => {
        const held = controls.get(names[i]);
        if (held) show(held, value);
      });
    },
  };
}

/** @param {HTMLElement} held @returns {Field[]} */
const fieldsOf = (held) => [.../** @type {NodeListOf<Field>} */ (held.querySelectorAll('input, select'))];

/**
 * What a field says; null for no number.
 * @param {Field} field
 * @param {HTMLElement} held
 */
function valueOf(field, held) {
  if (field.type === 'radio')
    return /** @type {Field | null} */ (held.querySelector('input:checked'))?.value ?? null;
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return field.checked;
  if (field.type !== 'number' && field.type !== 'range') return field.value;
  const { min, max, value } = /** @type {HTMLInputElement} */ (field);
  if (value === '') return null;
  return Math.min(
    max === '' ? Infinity : Number(max),
    Math.max(min === '' ? -Infinity : Number(min), Number(value)),
  );
}

/**
 * Shows a value in all fields of a control, but the one that is being typed in.
 * @param {HTMLElement} held
 * @param {unknown} value
 * @param {Field | null} typed
 */
function show(held, value, typed = null) {
  for (const field of fieldsOf(held)) {
    if (field instanceof HTMLInputElement && field.type === 'radio') {
      field.checked = field.value === value;
      field.parentElement?.classList.toggle('selected', field.checked);
    } else if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = Boolean(value);
    else if (field !== typed) field.value = String(value);
    if (field instanceof HTMLInputElement && field.type === 'range') {
      const [low, high] = [Number(field.min), Number(field.max)];
      field.style.setProperty('--range_progress', `${(100 * (Number(value) - low)) / (high - low)}%`);
    }
  }
}
