// The grid of steps: a row for each pad, a button for each step. One is in the tab order; arrow keys move between them.

import { constants } from '../../core/constants.js';
import { around, create, press } from '../../core/dom.js';
import { beatsOf, VELOCITY } from '../kit.js';
import { detailOf } from './patterns.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {{ element: HTMLElement, name: HTMLElement, cells: HTMLButtonElement[] }} Row */
/** @typedef {import('./pattern-bar.js').View} View */
/** @typedef {import('./patterns.js').Detail} Detail */
/** A step of a pad: a column of the grid. @typedef {{ pad: number, step: number }} Cell */

/** Rows and steps to move by. @type {Record<string, [down: number, right: number]>} */
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const ACCENT_FROM = 110;
const GHOST_UNTIL = 75;

export class StepGrid {
  /** @type {Kit | null} */
  #kit = null;
  #chosen = 0;
  /** @type {View} */
  #view = { pattern: 0, bar: 0, tool: 'hit' };
  #gesture = 0;
  /** The velocity that a drag paints. @type {number | null} */
  #brush = null;
  #lit = -1;
  /** The step in the tab order. @type {Cell} */
  #tabbable = { pad: 0, step: 0 };

  /**
   * @param {HTMLElement} element
   * @param {object} actions
   * @param {(pad: number, step: number, velocity: number, gesture: string) => void} actions.paint
   * @param {(detail: Detail, pad: number, step: number) => void} actions.detail  sets the next chance or number of hits
   * @param {(pad: number) => void} actions.choose  the row of another pad was clicked
   */
  constructor(element, { paint, detail, choose }) {
    this.paint = paint;
    this.detail = detail;
    this.choose = choose;
    /** @type {Row[]} */
    this.rows = Array.from({ length: constants.kit.pads }, (_, pad) => this.#row(pad));
    element.append(...this.rows.map((row) => row.element));
    this.#makeTabbable({ pad: 0, step: 0 });
    element.addEventListener('pointerdown', (event) => this.#press(event));
    element.addEventListener('pointermove', (event) => this.#drag(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'])
      element.addEventListener(name, () => (this.#brush = null));
    element.addEventListener('click', (event) => {
      const cell = cellOf(around(event, '.step'));
      if (cell && event.detail === 0) this.#set(cell, event.shiftKey);
    });
    element.addEventListener('keydown', (event) => this.#key(event));
    element.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /**
   * Shows a kit; the step in the tab order is in the chosen pad's row, the only row that narrow windows show.
   * @param {Kit} kit
   * @param {number} chosen
   * @param {View} view
   */
  show(kit, chosen, view = this.#view) {
    this.#kit = kit;
    this.#view = view;
    const beat = beatsOf(kit)[view.pattern];
    if (chosen !== this.#chosen) this.#makeTabbable({ pad: chosen, step: this.#tabbable.step });
    this.#chosen = chosen;
    this.rows.forEach(({ element, name, cells }, pad) => {
      const words = kit.slots[pad]?.name ?? `Pad ${pad + 1}`;
      element.classList.toggle('empty', !kit.slots[pad]);
      element.classList.toggle('chosen', pad === chosen);
      name.textContent = words;
      cells.forEach((cell, column) => {
        const step = this.#stepOf(column);
        const velocity = beat.steps[pad][step];
        const loudness = loudnessOf(velocity);
        const chance = detailOf(beat, 'chances', pad, step);
        const ratchet = detailOf(beat, 'ratchets', pad, step);
        const said = velocity
          ? [loudness, chance < 100 && `${chance} %`, ratchet > 1 && `${ratchet} hits`].filter(Boolean)
          : [];
        cell.dataset.velocity = loudness;
        cell.dataset.note = velocity
          ? [ratchet > 1 && `×${ratchet}`, chance < 100 && `${chance}%`].filter(Boolean).join('\n')
          : '';
        press(cell, velocity > 0);
        cell.setAttribute('aria-label', [words, `step ${step + 1}`, ...said].join(', '));
      });
    });
  }

  /**
   * Gives each row the colours of its pad.
   * @param {Record<string, string>[]} colours
   */
  colour(colours) {
    this.rows.forEach(({ element }, pad) => {
      for (const [name, colour] of Object.entries(colours[pad])) element.style.setProperty(name, colour);
    });
  }

  /**
   * Lights the column that sounds, or none.
   * @param {number | null} step
   */
  playhead(step) {
    for (const { cells } of this.rows) {
      cells[this.#lit]?.classList.remove('now');
      if (step !== null) cells[step].classList.add('now');
    }
    this.#lit = step ?? -1;
  }

  /**
   * @param {number} pad
   * @returns {Row}
   */
  #row(pad) {
    const name = create('span', { className: 'name' });
    name.addEventListener('click', () => this.choose(pad));
    const cells = Array.from({ length: constants.kit.steps }, (_, step) => {
      const cell = create('button', { type: 'button', className: 'step', tabIndex: -1 });
      Object.assign(cell.dataset, { row: pad, step });
      return cell;
    });
    const element = create('div', { className: 'track' }, name, ...cells);
    element.dataset.track = String(pad);
    return { element, name, cells };
  }

  /** The step of the pattern in a column. @param {number} column */
  #stepOf(column) {
    return this.#view.bar * constants.kit.steps + column;
  }

  /** @param {Cell} cell */
  #velocityOf({ pad, step }) {
    const beat = this.#kit && beatsOf(this.#kit)[this.#view.pattern];
    return beat?.steps[pad][this.#stepOf(step)] ?? VELOCITY.rest;
  }

  /**
   * @param {Cell} cell
   * @param {boolean} accent
   */
  #set(cell, accent) {
    this.#gesture += 1;
    this.#makeTabbable(cell);
    const { tool } = this.#view;
    if (cell.pad !== this.#chosen) this.choose(cell.pad);
    const velocity = this.#velocityOf(cell);
    if (tool !== 'hit' && velocity) {
      this.detail(tool, cell.pad, this.#stepOf(cell.step));
      return null;
    }
    const next = nextVelocity(velocity, accent);
    this.#paint(cell, next);
    return next;
  }

  /**
   * @param {Cell} cell
   * @param {number} velocity
   */
  #paint({ pad, step }, velocity) {
    this.paint(pad, this.#stepOf(step), velocity, `step ${this.#gesture}`);
  }

  /** Touch has no Shift: taps cycle from rest to hit to accent to rest. @param {PointerEvent} event */
  #press(event) {
    const cell = cellOf(around(event, '.step'));
    if (!cell || event.button !== 0) return;
    const touch = event.pointerType === 'touch';
    const velocity = this.#velocityOf(cell);
    const accent = event.shiftKey || (touch && velocity > 0 && velocity < VELOCITY.accent);
    const set = this.#set(cell, accent);
    this.#brush = touch ? null : set;
  }

  /** Paints further steps with the velocity that the press set. @param {PointerEvent} event */
  #drag(event) {
    if (this.#brush === null) return;
    const cell = cellOf(document.elementFromPoint(event.clientX, event.clientY)?.closest('.step') ?? null);
    if (cell && this.#velocityOf(cell) !== this.#brush) this.#paint(cell, this.#brush);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const cell = cellOf(around(event, '.step'));
    const by = ARROWS[event.key];
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && event.shiftKey) this.#set(cell, true);
    else if (by) this.#walk(cell, by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {Cell} cell
   * @param {[down: number, right: number]} by
   */
  #walk(cell, [down, right]) {
    const { pads, steps } = constants.kit;
    const pad = (cell.pad + down + pads) % pads;
    const step = (cell.step + right + steps) % steps;
    if (down) this.choose(pad);
    this.#makeTabbable({ pad, step }).focus();
  }

  /** @param {Cell} cell */
  #makeTabbable(cell) {
    const { pad, step } = this.#tabbable;
    this.rows[pad].cells[step].tabIndex = -1;
    this.#tabbable = cell;
    const button = this.rows[cell.pad].cells[cell.step];
    button.tabIndex = 0;
    return button;
  }
}

/**
 * @param {Element | null} button
 * @returns {Cell | null}
 */
const cellOf = (button) =>
  button instanceof HTMLElement
    ? { pad: Number(button.dataset.row), step: Number(button.dataset.step) }
    : null;

/** @param {number} velocity */
function loudnessOf(velocity) {
  if (velocity === 0) return 'rest';
  if (velocity >= ACCENT_FROM) return 'accent';
  return velocity < GHOST_UNTIL ? 'ghost' : 'hit';
}

/**
 * @param {number} velocity
 * @param {boolean} accent
 */
function nextVelocity(velocity, accent) {
  if (accent) return velocity === VELOCITY.accent ? VELOCITY.hit : VELOCITY.accent;
  return velocity ? VELOCITY.rest : VELOCITY.hit;
}
