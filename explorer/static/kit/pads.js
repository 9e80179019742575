// The pads: a row of buttons, and the fields of the chosen one. Reports what the visitor does with them; holds no kit.

import { constants } from '../core/constants.js';
import { create, find, findAll } from '../core/dom.js';
import { draggable } from '../look/drag.js';
import { onHold } from '../look/hold.js';

/** @typedef {import('./kit.js').Kit} Kit */
/** How a pad looks. @typedef {{ title: string, colours: Record<string, string>, problem: boolean, heard: boolean, follows: boolean, word: string }} Look */
/**
 * @typedef {object} PadActions
 * @property {(pad: number) => void} choose
 * @property {(pad: number) => void} press
 * @property {(pad: number) => void} take  puts the current sound on the pad
 * @property {(one: number, other: number) => void} swap
 * @property {(slot: import('./kit.js').Slot) => import('../out/files.js').OutFile | null} file  its sound as a file
 * @property {(file: import('../out/files.js').OutFile) => void} save
 * @property {(pad: number, name: string) => void} rename
 * @property {(pad: number, level: number) => void} level  in dB
 * @property {(pad: number) => void} empty
 */

export class PadRow {
  /** @type {Kit | null} */
  #kit = null;
  #shown = -1;
  chosen = 0;

  /**
   * @param {HTMLElement} element
   * @param {PadActions} actions
   */
  constructor(element, actions) {
    this.actions = actions;
    this.pads = Array.from({ length: constants.kit.pads }, (_, pad) => this.#pad(pad));
    find(element, '.pads').append(...this.pads);
    this.name = find(element, '[data-slot=name]', HTMLInputElement);
    this.level = find(element, '[data-slot=level]', HTMLInputElement);
    this.buttons = findAll(element, '[data-keep=show], [data-keep=clear-pad]', HTMLButtonElement);
    this.name.maxLength = constants.kit.max_name;
    [this.level.min, this.level.max] = constants.kit.level.map(String);
    this.name.addEventListener('change', () => actions.rename(this.chosen, this.name.value));
    this.name.addEventListener('keydown', (event) => event.key === 'Enter' && this.name.blur());
    this.level.addEventListener('input', () => actions.level(this.chosen, this.level.valueAsNumber));
    this.level.addEventListener('dblclick', () => actions.level(this.chosen, 0));
  }

  /**
   * @param {Kit} kit
   * @param {Look[]} looks  one for each pad
   */
  show(kit, looks) {
    this.#kit = kit;
    this.pads.forEach((pad, i) => {
      const { title: label, colours, problem, heard, follows, word } = looks[i];
      const title = [label, word].filter(Boolean).join(' · ');
      const name = kit.slots[i]?.name ?? null;
      pad.classList.toggle('filled', name !== null);
      pad.classList.toggle('chosen', i === this.chosen);
      pad.classList.toggle('bad', problem);
      pad.classList.toggle('unheard', !heard);
      pad.classList.toggle('follows', follows);
      const short = name === null ? null : shortName(name, label);
      find(pad, 'b').textContent = short ?? '+';
      find(pad, 'small').textContent = name === null ? 'take sound' : title;
      pad.title =
        name === null
          ? 'Click to take the current sound, or drag one here'
          : `${name} (hold a finger here, or press Shift and ${i + 1}, to replace it with the current sound; drag it out of the page for a WAV that sounds as the pad does)`;
      pad.setAttribute('aria-label', spoken(i + 1, short, title));
      for (const [property, colour] of Object.entries(colours)) pad.style.setProperty(property, colour);
    });
    this.#inspect();
  }

  /** @param {number} pad */
  choose(pad) {
    this.chosen = pad;
    this.pads.forEach((element, i) => element.classList.toggle('chosen', i === pad));
    this.#inspect();
  }

  /**
   * Shows that a pad was hit.
   * @param {number} pad
   */
  flash(pad, velocity = constants.kit.max_velocity) {
    find(this.pads[pad], 'i').animate([{ opacity: 0.25 + velocity / 170 }, { opacity: 0 }], {
      duration: 260,
      easing: 'ease-out',
    });
  }

  #inspect() {
    if (!this.#kit) return;
    const slot = this.#kit.slots[this.chosen];
    const level = slot?.level ?? 0;
    if (document.activeElement !== this.name || this.#shown !== this.chosen)
      this.name.value = slot?.name ?? '';
    this.#shown = this.chosen;
    this.name.placeholder = `pad ${this.chosen + 1} is empty`;
    this.level.valueAsNumber = level;
    if (this.level.nextElementSibling)
      this.level.nextElementSibling.textContent = `${level > 0 ? '+' : ''}${level.toFixed(1)} dB`.replace(
        '-',
        '−',
      );
    for (const field of [this.name, this.level, ...this.buttons]) field.disabled = !slot;
  }

  /** @param {number} i */
  #pad(i) {
    const parts = [
      create('i'),
      create('kbd', { textContent: i + 1 }),
      ' ',
      create('b'),
      ' ',
      create('small'),
    ];
    const pad = create('button', { type: 'button', className: 'pad' }, ...parts);
    pad.dataset.pad = String(i);
    const slot = () => this.#kit?.slots[i] ?? null;
    pad.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.actions.choose(i);
      if (slot()) this.actions.press(i);
    });
    pad.addEventListener('click', (event) => {
      this.actions.choose(i);
      if (!slot()) this.actions.take(i);
      else if (event.detail === 0) this.actions.press(i);
    });
    pad.addEventListener('keydown', (event) => {
      if ((event.key === 'Delete' || event.key === 'Backspace') && slot()) this.actions.empty(i);
    });
    pad.addEventListener('focus', () => pad.matches(':focus-visible') && this.actions.choose(i));
    onHold(pad, () => this.actions.take(i));
    draggable(pad, {
      what: slot,
      drop: (_, other) => other !== i && this.actions.swap(i, other),
      file: this.actions.file,
      save: this.actions.save,
    });
    return pad;
  }
}

/**
 * "808 033" for a kick named "Kick 808 033", because the label is shown below the name.
 * @param {string} name
 * @param {string} label
 */
const shortName = (name, label) =>
  label && name.toLowerCase().startsWith(`${label} `) ? name.slice(label.length + 1) : name;

/**
 * A pad's accessible name: it holds the pad's visible text, as speech control needs.
 * @param {number} number  from 1
 * @param {string | null} name  as shown; null for an empty pad
 * @param {string} title
 */
function spoken(number, name, title) {
  if (name === null) return `Pad ${number} + take sound: empty, takes the current sound`;
  return title ? `Pad ${number}: ${name}, ${title}` : `Pad ${number}: ${name}`;
}
