// The menu of the chosen pad: how it is played, similar sounds, its own undo. Reports what the visitor does; holds no kit.

import { constants } from '../../core/constants.js';
import { around, create, find, findAll } from '../../core/dom.js';
import { AS_IT_IS } from '../kit.js';
import { decayAt, inWords, positionOf } from './words.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('../kit.js').Slot} Slot */
/**
 * @typedef {object} MenuActions
 * @property {(pad: number, change: Partial<Slot>, gesture: string | null) => void} set
 * @property {(pad: number, step: number) => void} similar
 * @property {(pad: number) => void} undo
 * @property {(pad: number) => void} choose
 */

const MARGIN = 8; // pixels to the edge of the window

export class PadMenu {
  #pad = 0;
  /** @type {Slot | null} */
  #slot = null;

  /**
   * @param {HTMLElement} keep  pads and beat
   * @param {MenuActions} actions
   */
  constructor(keep, actions) {
    this.actions = actions;
    this.element = find(keep, '.pad-menu');
    this.title = find(this.element, 'b');
    this.opener = find(keep, '[data-keep=pad-menu]', HTMLButtonElement);
    this.toggles = findAll(this.element, '[data-toggle]', HTMLButtonElement);
    this.sliders = findAll(this.element, '[data-slide]', HTMLInputElement);
    this.choke = find(this.element, '[data-slot=choke]', HTMLSelectElement);
    this.undo = find(this.element, '[data-pad-undo]', HTMLButtonElement);
    const { pitch, pan, chokes } = constants.kit;
    for (const [name, [low, high]] of Object.entries({ pitch, pan })) {
      const slider = find(this.element, `[data-slide=${name}]`, HTMLInputElement);
      [slider.min, slider.max] = [String(low), String(high)];
    }
    for (let group = 1; group <= chokes; group++)
      this.choke.append(create('option', { value: String(group), textContent: `group ${group}` }));
    this.#listen(keep);
  }

  /**
   * Shows a pad of a kit.
   * @param {Kit} kit
   * @param {number} pad
   * @param {boolean} canUndo
   */
  show({ slots }, pad, canUndo) {
    this.#pad = pad;
    this.#slot = slots[pad];
    const slot = { ...AS_IT_IS, ...this.#slot };
    this.opener.disabled = !this.#slot && !canUndo;
    this.undo.disabled = !canUndo;
    this.title.textContent = `Pad ${pad + 1}${this.#slot ? `: ${this.#slot.name}` : ''}`;
    for (const button of this.toggles)
      button.setAttribute('aria-pressed', String(slot[/** @type {'mute'} */ (button.dataset.toggle)]));
    for (const slider of this.sliders) {
      const name = /** @type {'pitch' | 'pan' | 'decay'} */ (slider.dataset.slide);
      slider.valueAsNumber = name === 'decay' ? positionOf(slot.decay) : (slot[name] ?? 0);
      const words = inWords(name, slot[name]);
      slider.setAttribute('aria-valuetext', words);
      if (slider.nextElementSibling) slider.nextElementSibling.textContent = words;
    }
    this.choke.value = String(slot.choke);
    const others = [...findAll(this.element, '[data-similar]', HTMLButtonElement), this.choke];
    for (const control of [...this.toggles, ...this.sliders, ...others]) control.disabled = !this.#slot;
  }

  /**
   * Opens the menu over an element.
   * @param {Element} over
   */
  open(over) {
    if (!this.element.matches(':popover-open')) this.element.showPopover();
    const { left, top, bottom } = over.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const above = top - MARGIN - height;
    const y = above >= MARGIN ? above : Math.min(bottom + MARGIN, innerHeight - MARGIN - height);
    const x = Math.min(left, innerWidth - MARGIN - width);
    this.element.style.translate = `${Math.max(MARGIN, x)}px ${Math.max(MARGIN, y)}px`;
  }

  close() {
    if (this.element.matches(':popover-open')) this.element.hidePopover();
  }

  /** @param {HTMLElement} keep */
  #listen(keep) {
    const { actions, element } = this;
    this.opener.addEventListener('click', () => this.open(this.opener));
    keep.addEventListener('contextmenu', (event) => {
      const pad = around(event, '.pad');
      if (!pad || event.defaultPrevented) return;
      event.preventDefault();
      actions.choose(Number(pad.dataset.pad));
      if (!this.opener.disabled) this.open(pad);
    });
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault(); // one step back is enough
      this.close();
    });
    element.addEventListener('click', (event) => {
      const { toggle, similar, padUndo } = around(event, 'button')?.dataset ?? {};
      if (toggle) this.#set({ [toggle]: !this.#slot?.[/** @type {'mute'} */ (toggle)] });
      if (similar) actions.similar(this.#pad, Number(similar));
      if (padUndo !== undefined) actions.undo(this.#pad);
    });
    for (const slider of this.sliders) {
      const name = slider.dataset.slide ?? '';
      const valueOf = () => (name === 'decay' ? decayAt(slider.valueAsNumber) : slider.valueAsNumber);
      slider.addEventListener('input', () => this.#set({ [name]: valueOf() }, `${name} ${this.#pad}`));
      slider.addEventListener('dblclick', () =>
        this.#set({ [name]: AS_IT_IS[/** @type {'pitch'} */ (name)] }),
      );
    }
    this.choke.addEventListener('change', () => this.#set({ choke: Number(this.choke.value) }));
  }

  /**
   * @param {Partial<Slot>} change
   * @param {string | null} gesture
   */
  #set(change, gesture = null) {
    this.actions.set(this.#pad, change, gesture);
  }
}
