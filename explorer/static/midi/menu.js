// The menu "MIDI" over the pads: connect, what is connected, learn, and where the beat goes.

import { constants } from '../core/constants.js';
import { create, find } from '../core/dom.js';
import { knobs } from './mapping.js';

/** @typedef {import('./mapping.js').Target} Target */

const PAD = 'pad';

export class MidiMenu {
  /**
   * @param {HTMLElement} section
   * @param {object} actions
   * @param {() => void} actions.connect
   * @param {(target: Target | null) => void} actions.learn
   * @param {() => void} actions.forget  all that was learned
   * @param {(id: string) => void} actions.output  the device that the beat plays, '' for none
   * @param {() => number} actions.chosen  the chosen pad
   */
  constructor(section, actions) {
    this.menu = find(section, '[data-menu=midi]');
    this.button = find(this.menu, 'summary');
    this.status = find(this.menu, '[data-midi=status]');
    this.connect = find(this.menu, '[data-midi=connect]', HTMLButtonElement);
    this.target = find(this.menu, '[data-midi=target]', HTMLSelectElement);
    this.learn = find(this.menu, '[data-midi=learn]', HTMLButtonElement);
    this.output = find(this.menu, '[data-midi=output]', HTMLSelectElement);
    this.target.replaceChildren(
      option(PAD, 'the chosen pad'),
      ...knobs().map((knob) => option(knob, inWords(knob))),
    );
    this.connect.addEventListener('click', () => actions.connect());
    this.learn.addEventListener('click', () => {
      const waits = this.learn.getAttribute('aria-pressed') === 'true';
      actions.learn(waits ? null : targetOf(this.target.value, actions.chosen()));
    });
    find(this.menu, '[data-midi=forget]').addEventListener('click', () => actions.forget());
    this.output.addEventListener('change', () => actions.output(this.output.value));
    this.show({ connected: false, inputs: [], outputs: [], output: '' });
  }

  /**
   * @param {object} state
   * @param {boolean} state.connected
   * @param {string[]} state.inputs  names
   * @param {{ id: string, name: string }[]} state.outputs
   * @param {string} state.output  id of the device that the beat plays
   */
  show({ connected, inputs, outputs, output }) {
    this.menu.dataset.connected = String(connected);
    this.connect.hidden = connected;
    for (const control of [this.target, this.learn, this.output]) control.disabled = !connected;
    const heard = inputs.length ? `Listening to ${inputs.join(', ')}.` : 'No device is plugged in.';
    this.status.textContent = connected ? heard : 'Play the pads from a MIDI keyboard.';
    this.output.replaceChildren(option('', 'nowhere'), ...outputs.map(({ id, name }) => option(id, name)));
    this.output.value = outputs.some(({ id }) => id === output) ? output : '';
  }

  /** Shows whether the next key or knob is learned. @param {boolean} waits */
  learning(waits) {
    this.learn.setAttribute('aria-pressed', String(waits));
    this.learn.textContent = waits ? 'Play it now…' : 'Learn';
  }

  /** Shows the tempo that a device leads the beat with. @param {number} tempo */
  clock(tempo) {
    this.button.title = `A MIDI clock leads the beat: ${tempo} bpm`;
    this.button.dataset.led = 'true';
  }
}

/**
 * @param {string} value
 * @param {number} chosen
 * @returns {Target}
 */
const targetOf = (value, chosen) => (value === PAD ? { pad: chosen } : { knob: value });

/**
 * @param {string} value
 * @param {string} text
 */
const option = (value, text) => create('option', { value, textContent: text });

/** @param {string} knob */
function inWords(knob) {
  if (knob === 'level') return "the pad's level";
  const quality = constants.qualities.find((name) => knob === `shape-${name}`);
  return quality ? quality[0].toUpperCase() + quality.slice(1) : knob[0].toUpperCase() + knob.slice(1);
}
