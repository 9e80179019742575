// The pads: eight buttons, and the fields of the one that is chosen. Says what was done to them; holds no kit.

import { draggable } from '../core/drag.js';
import { onHold } from '../core/hold.js';
import { PADS } from './kit.js';

export class PadRow {
  /** `actions`: choose(pad), press(pad, since), take(pad), swap(one, other), rename(pad, text), level(pad, dB), empty(pad). */
  constructor(element, actions) {
    Object.assign(this, { element, actions, chosen: 0 });
    this.pads = Array.from({ length: PADS }, (_, pad) => this.#pad(pad));
    element.querySelector('.pads').append(...this.pads);
    this.name = element.querySelector('[data-slot=name]');
    this.level = element.querySelector('[data-slot=level]');
    this.name.addEventListener('change', () => actions.rename(this.chosen, this.name.value));
    this.name.addEventListener('keydown', (event) => event.key === 'Enter' && this.name.blur());
    this.level.addEventListener('input', () => actions.level(this.chosen, Number(this.level.value)));
    this.level.addEventListener('dblclick', () => actions.level(this.chosen, 0));
  }

  /** `look(pad)`: {label, title, colours, problem} of what lies on it. */
  show(kit, look) {
    this.kit = kit;
    this.pads.forEach((pad, i) => {
      const slot = kit.slots[i];
      const { title, colours, problem } = look(i);
      pad.classList.toggle('filled', Boolean(slot));
      pad.classList.toggle('chosen', i === this.chosen);
      pad.classList.toggle('bad', Boolean(problem));
      pad.querySelector('b').textContent = slot ? shortName(slot.name, title) : '+';
      pad.querySelector('small').textContent = slot ? title : 'take sound';
      pad.title = slot
        ? `${slot.name} (hold a finger here, or Shift and ${i + 1}: takes the sound that is on instead)`
        : 'Click to take the sound that is on, or drag one here';
      pad.setAttribute(
        'aria-label',
        slot
          ? `Pad ${i + 1}: ${slot.name}${title ? `, ${title}` : ''}`
          : `Pad ${i + 1}, empty: take the sound that is on`,
      );
      for (const [name, colour] of Object.entries(colours)) pad.style.setProperty(name, colour);
    });
    this.#inspect();
  }

  choose(pad) {
    this.chosen = pad;
    if (this.kit) this.pads.forEach((element, i) => element.classList.toggle('chosen', i === pad));
    if (this.kit) this.#inspect();
  }

  /** Shows that a pad was hit. */
  flash(pad, velocity = 127) {
    const light = this.pads[pad].querySelector('i');
    light.animate([{ opacity: 0.25 + velocity / 170 }, { opacity: 0 }], {
      duration: 260,
      easing: 'ease-out',
    });
  }

  #inspect() {
    const slot = this.kit.slots[this.chosen];
    if (document.activeElement !== this.name || this.shown !== this.chosen)
      this.name.value = slot?.name ?? '';
    this.shown = this.chosen;
    this.name.placeholder = `pad ${this.chosen + 1} is empty`;
    this.level.value = slot?.level ?? 0;
    this.level.nextElementSibling.textContent =
      `${(slot?.level ?? 0) > 0 ? '+' : ''}${(slot?.level ?? 0).toFixed(1)} dB`.replace('-', '−');
    for (const field of [
      this.name,
      this.level,
      ...this.element.querySelectorAll('[data-keep=show], [data-keep=clear-pad]'),
    ])
      field.disabled = !slot;
  }

  #pad(i) {
    const pad = document.createElement('button');
    pad.type = 'button';
    pad.className = 'pad';
    pad.dataset.pad = i;
    pad.innerHTML = `<i></i><kbd>${i + 1}</kbd><b></b><small></small>`;
    const filled = () => this.kit.slots[i];
    pad.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.actions.choose(i);
      if (filled()) this.actions.press(i, event.timeStamp);
    });
    pad.addEventListener('click', (event) => {
      this.actions.choose(i);
      if (!filled()) this.actions.take(i);
      else if (event.detail === 0) this.actions.press(i, event.timeStamp);
    });
    pad.addEventListener('keydown', (event) => {
      if ((event.key === 'Delete' || event.key === 'Backspace') && filled()) this.actions.empty(i);
    });
    pad.addEventListener('focus', () => pad.matches(':focus-visible') && this.actions.choose(i));
    onHold(pad, () => this.actions.take(i));
    draggable(pad, {
      what: () => filled() && { name: filled().name },
      drop: (_, other) => other !== i && this.actions.swap(i, other),
    });
    return pad;
  }
}

/** "808 033" for a kick named "Kick 808 033": what it is stands under it. */
const shortName = (name, label) =>
  label && name.toLowerCase().startsWith(`${label} `) ? name.slice(label.length + 1) : name;
