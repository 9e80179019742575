// The part of a pad's menu that tunes: which note the pad plays, and which one it, or all pads, shall play.

import { create, find } from '../../core/dom.js';
import { keyInWords, keyOf, noteNames } from '../../core/notes.js';
import { tuned, tunedInWords } from './tuning.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('../kit.js').Slot} Slot */

const KICK = /kick|bass.?drum/i;
const [NEAREST, OF_KICK, OF_PAD] = ['nearest', 'kick', 'pad'];
/** What can be asked for besides a note. @type {Record<string, string>} */
const WORDS = { [NEAREST]: 'nearest note', [OF_KICK]: "the kick's note", [OF_PAD]: "this pad's note" };

export class Tuner {
  #pad = 0;

  /**
   * @param {object} props
   * @param {HTMLElement} props.element
   * @param {import('../kit-store.js').KitStore} props.store
   * @param {import('../../core/sounds.js').Sounds} props.sounds
   * @param {import('../voices.js').Voices} props.voices
   * @param {() => boolean} props.playing  whether the beat plays
   * @param {() => void} props.strikeOnceLoaded  plays the chosen pad
   * @param {(text: string) => void} props.say
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    this.props = props;
    this.menu = find(props.element, '.pad-menu');
    this.to = find(this.menu, '[data-tune=to]', HTMLSelectElement);
    this.note = find(this.menu, '[data-tune=note]');
    this.buttons = {
      pad: find(this.menu, '[data-tune=pad]', HTMLButtonElement),
      kit: find(this.menu, '[data-tune=kit]', HTMLButtonElement),
    };
    for (const [value, textContent] of [...Object.entries(WORDS), ...noteNames().entries()])
      this.to.append(create('option', { value: String(value), textContent }));
    this.buttons.pad.addEventListener('click', () => this.#tune([this.#pad]));
    this.buttons.kit.addEventListener('click', () => this.#tune(this.#held));
    this.menu.addEventListener('toggle', () => this.#name());
  }

  /** Shows the note of a pad. @param {number} pad */
  show(pad) {
    this.#pad = pad;
    this.buttons.pad.disabled = !this.props.store.kit.slots[pad];
    this.buttons.kit.disabled = this.#held.length === 0;
    this.#name();
  }

  /** The pads with a sound that can be played. */
  get #held() {
    const { store, voices } = this.props;
    return [...store.kit.slots.keys()].filter((pad) => store.kit.slots[pad] && !voices.problem(pad));
  }

  async #name() {
    if (!this.menu.matches(':popover-open')) return;
    const slot = this.props.store.kit.slots[this.#pad];
    try {
      const key = await this.#keyOf(slot);
      if (slot !== this.props.store.kit.slots[this.#pad]) return;
      this.note.textContent = key === null ? '' : keyInWords(key + (slot?.pitch ?? 0));
    } catch {
      this.note.textContent = ''; // the pad itself says what is wrong
    }
  }

  /**
   * The key of a pad's sound as it is, or null.
   * @param {Slot | null} slot
   */
  async #keyOf(slot) {
    const hz = slot && (await this.props.sounds.pitch(slot.checkpoint, slot.recipe));
    return hz === null ? null : keyOf(hz);
  }

  /**
   * @param {number[]} pads
   * @returns {Promise<void>}
   */
  async #tune(pads) {
    const { store, playing, strikeOnceLoaded, say, fail } = this.props;
    const { kit } = store;
    const held = this.#held;
    try {
      const keys = await Promise.all(
        kit.slots.map((slot, pad) => (held.includes(pad) ? this.#keyOf(slot) : null)),
      );
      if (store.kit !== kit) return this.#tune(pads.filter((pad) => store.kit.slots[pad]));
      const asked = this.#asked(kit, keys);
      if (typeof asked === 'string') return say(asked);
      const slots = tuned(kit.slots, keys, pads, asked.note);
      store.change({ ...kit, slots });
      say(tunedInWords(slots, keys, pads, asked.words));
      if (pads.length === 1 && keys[pads[0]] !== null && !playing()) strikeOnceLoaded();
    } catch (error) {
      fail(error);
    }
  }

  /**
   * The note that is asked for, or a sentence on why there is none.
   * @param {Kit} kit
   * @param {(number | null)[]} keys
   */
  #asked({ slots }, keys) {
    const { value } = this.to;
    if (value === NEAREST) return { note: null, words: 'the nearest notes' };
    if (value !== OF_KICK && value !== OF_PAD)
      return { note: Number(value), words: noteNames()[Number(value)] };
    const { voices } = this.props;
    const kick = slots.findIndex((_, pad) => keys[pad] !== null && KICK.test(voices.label(pad) ?? ''));
    const pad = value === OF_PAD ? this.#pad : kick;
    const key = pad < 0 ? null : keys[pad];
    if (key === null)
      return value === OF_PAD ? 'This pad has no pitch.' : 'No pad holds a kick with a pitch.';
    const note = key + (slots[pad]?.pitch ?? 0);
    return { note, words: `${keyInWords(note)}, in any octave` };
  }
}
