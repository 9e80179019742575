// The grid of steps: a row for each pad, sixteen buttons in it. One of them is in the tab order, arrow keys move about.

import { PADS, STEPS, VELOCITY } from './kit.js';

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class StepGrid {
  /** `paint(pad, step, velocity, gesture)`: a step was set; `choose(pad)`: a row's name was clicked. */
  constructor(element, { paint, choose }) {
    Object.assign(this, { element, paint, choose, chosen: 0 });
    this.gesture = 0;
    this.rows = Array.from({ length: PADS }, (_, pad) => this.#row(pad, choose));
    element.append(...this.rows.map((row) => row.element));
    this.#focusable(0, 0);
    element.addEventListener('pointerdown', (event) => this.#press(event));
    element.addEventListener('pointermove', (event) => this.#drag(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'])
      element.addEventListener(name, () => (this.brush = null));
    element.addEventListener(
      'click',
      (event) => event.detail === 0 && this.#set(event.target.closest('.step'), event.shiftKey),
    );
    element.addEventListener('keydown', (event) => this.#key(event));
    element.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /** Shows a kit; the step in the tab order is in the row of the chosen pad, the one row that narrow windows show. */
  show(kit, chosen) {
    this.kit = kit;
    if (chosen !== this.chosen) this.#focusable(chosen, Number(this.tabbable.dataset.step));
    this.chosen = chosen;
    this.rows.forEach(({ element, name, cells }, pad) => {
      const slot = kit.slots[pad];
      element.classList.toggle('empty', !slot);
      element.classList.toggle('chosen', pad === chosen);
      name.textContent = slot?.name ?? `Pad ${pad + 1}`;
      cells.forEach((cell, step) => {
        const velocity = kit.pattern.steps[pad][step];
        const loudness =
          velocity === 0 ? 'rest' : velocity >= 110 ? 'accent' : velocity < 75 ? 'ghost' : 'hit';
        cell.dataset.velocity = loudness;
        cell.setAttribute('aria-pressed', velocity > 0);
        cell.setAttribute(
          'aria-label',
          `${slot?.name ?? `Pad ${pad + 1}`}, step ${step + 1}${velocity ? `, ${loudness}` : ''}`,
        );
      });
    });
  }

  /** Lights the column that is heard. */
  playhead(step) {
    if (step === this.lit) return;
    for (const { cells } of this.rows) {
      cells[this.lit]?.classList.remove('now');
      cells[step]?.classList.add('now');
    }
    this.lit = step;
  }

  #row(pad, choose) {
    const element = document.createElement('div');
    element.className = 'track';
    element.dataset.track = pad;
    const name = document.createElement('span');
    name.className = 'name';
    name.addEventListener('click', () => choose(pad));
    const cells = Array.from({ length: STEPS }, (_, step) => {
      const cell = document.createElement('button');
      cell.type = 'button';
      cell.className = 'step';
      cell.tabIndex = -1;
      Object.assign(cell.dataset, { row: pad, step });
      return cell;
    });
    element.append(name, ...cells);
    return { element, name, cells };
  }

  #velocityOf({ dataset }) {
    return this.kit.pattern.steps[dataset.row][dataset.step];
  }

  #set(cell, accent) {
    if (!cell) return;
    this.gesture += 1;
    const { row, step } = cell.dataset;
    const next = nextVelocity(this.#velocityOf(cell), accent);
    this.#focusable(Number(row), Number(step));
    this.paint(Number(row), Number(step), next, `step ${this.gesture}`);
    return next;
  }

  /** A finger has no Shift: taps go from rest to hit to accent to rest. */
  #press(event) {
    const cell = event.target.closest('.step');
    if (!cell || event.button !== 0) return;
    const touch = event.pointerType === 'touch';
    const accent =
      event.shiftKey || (touch && this.#velocityOf(cell) > 0 && this.#velocityOf(cell) < VELOCITY.accent);
    this.brush = this.#set(cell, accent);
    if (touch) this.brush = null;
  }

  /** Goes on with what the press set. */
  #drag(event) {
    if (!this.brush && this.brush !== 0) return;
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest('.step');
    if (!cell || this.#velocityOf(cell) === this.brush) return;
    this.paint(Number(cell.dataset.row), Number(cell.dataset.step), this.brush, `step ${this.gesture}`);
  }

  #key(event) {
    const cell = event.target.closest('.step');
    const by = ARROWS[event.key];
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && event.shiftKey) this.#set(cell, true);
    else if (by) this.#walk(cell, by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #walk({ dataset }, [down, right]) {
    const pad = (Number(dataset.row) + down + PADS) % PADS;
    if (down) this.choose(pad);
    this.#focusable(pad, (Number(dataset.step) + right + STEPS) % STEPS, true);
  }

  #focusable(pad, step, focus = false) {
    if (this.tabbable) this.tabbable.tabIndex = -1;
    this.tabbable = this.rows[pad].cells[step];
    this.tabbable.tabIndex = 0;
    if (focus) this.tabbable.focus();
  }
}

const nextVelocity = (velocity, accent) => {
  if (accent) return velocity === VELOCITY.accent ? VELOCITY.hit : VELOCITY.accent;
  return velocity ? VELOCITY.rest : VELOCITY.hit;
};
