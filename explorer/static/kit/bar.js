// The bar over the pads: buttons, knobs and menus. Reports what the visitor does with them; holds no kit.

import { constants } from '../core/constants.js';
import { around, find, findAll } from '../core/dom.js';
import { recall, store } from '../core/settings.js';
import { ExportMenu } from './export/export-menu.js';

/** @typedef {import('./kit.js').Kit} Kit */
/** @typedef {'tempo' | 'swing' | 'humanise'} Knob */

/** The text beside a knob, for its value. @type {Partial<Record<Knob, (value: number) => string>>} */
const SHOWN = { swing: (v) => `${Math.round(100 * v)} %`, humanise: (v) => (v ? v.toFixed(2) : 'off') };

const ROOMY = { height: 1000, width: 860 }; // pixels; in windows this large the steps are open at first

export class Bar {
  /** @type {Kit | null} */
  #kit = null;

  /**
   * @param {HTMLElement} element
   * @param {object} actions
   * @param {Record<string, () => void>} actions.buttons  what each does, by its `data-keep`
   * @param {(name: Knob, value: number) => void} actions.turn
   */
  constructor(element, { buttons, turn }) {
    this.element = element;
    this.turn = turn;
    this.play = find(element, '[data-keep=play]');
    this.folder = find(element, '[data-keep=fold]');
    this.source = find(element, '[data-keep=source]', HTMLSelectElement);
    this.exports = new ExportMenu(find(element, '[data-menu=export]'));
    this.knobs = findAll(element, '[data-pattern]', HTMLInputElement);
    element.addEventListener('click', (event) => {
      const button = around(event, 'button[data-keep]');
      const act = buttons[button?.dataset.keep ?? ''];
      if (!act) return;
      button?.closest('details')?.removeAttribute('open');
      act();
    });
    for (const knob of this.knobs) {
      [knob.min, knob.max] = constants.kit[knobOf(knob)].map(String);
      knob.addEventListener(knob.type === 'range' ? 'input' : 'change', () => this.#turned(knob));
    }
    for (const menu of findAll(element, 'details')) closeByItself(menu);
    this.fold(recall('steps', innerHeight >= ROOMY.height && innerWidth > ROOMY.width));
  }

  /**
   * Shows a kit.
   * @param {Kit} kit
   */
  show(kit) {
    this.#kit = kit;
    for (const knob of this.knobs) {
      const name = knobOf(knob);
      const value = kit.pattern[name];
      if (document.activeElement !== knob || knob.type === 'range') knob.value = String(value);
      const text = SHOWN[name]?.(value);
      if (text !== undefined && knob.nextElementSibling) knob.nextElementSibling.textContent = text;
    }
  }

  /**
   * Shows whether the beat is playing.
   * @param {boolean} playing
   */
  setPlaying(playing) {
    this.element.dataset.playing = String(playing);
    this.play.textContent = playing ? '■' : '▶';
    this.play.setAttribute('aria-label', playing ? 'Stop the beat' : 'Play the beat');
  }

  /** Shows or hides the steps. */
  fold(open = !this.element.classList.contains('open')) {
    this.element.classList.toggle('open', open);
    this.folder.setAttribute('aria-expanded', String(open));
    store('steps', open);
  }

  /** The options chosen for an export. */
  get exportOptions() {
    return this.exports.options;
  }

  /** @param {HTMLInputElement} knob */
  #turned(knob) {
    const name = knobOf(knob);
    const [low, high] = constants.kit[name];
    const value = Math.min(high, Math.max(low, Number(knob.value)));
    if (Number.isFinite(value) && knob.value !== '') this.turn(name, value);
    if (this.#kit) knob.value = String(this.#kit.pattern[name]);
  }
}

/** @param {HTMLInputElement} knob */
const knobOf = (knob) => /** @type {Knob} */ (knob.dataset.pattern);

/**
 * Closes a menu on a press elsewhere and on Escape.
 * @param {HTMLElement} menu
 */
function closeByItself(menu) {
  const close = () => menu.removeAttribute('open');
  addEventListener(
    'pointerdown',
    ({ target }) => menu.contains(/** @type {Node} */ (target)) || close(),
    true,
  );
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.hasAttribute('open')) return;
    event.preventDefault(); // one step back is enough
    close();
    find(menu, 'summary').focus();
  });
}
