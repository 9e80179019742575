// The now-playing card: text, pictures and buttons for the current sound.

import { create, find, findAll, press } from '../core/dom.js';
import { isGuess, sureness, titleOf } from '../core/labels.js';
import { keyInWords, keyOf } from '../core/notes.js';
import { secondsOf } from '../core/sounds.js';
import { offerButton } from '../core/toast.js';
import { SoundView } from './sound-view.js';

/** @typedef {import('../core/types.js').Info} Info */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/player.js').Side} Side */
/** @typedef {import('../core/toast.js').Offer} Offer */
/** @typedef {import('../core/controls.js').Change} Change */
/** @typedef {import('../core/controls.js').Controls} Controls */

/** The name of each kind of recipe on the card. @type {Record<string, string>} */
export const KINDS = {
  point: 'library sound',
  place: 'between its neighbours',
  mix: 'morph',
  noise: 'variation',
  shape: 'shaped',
  offset: 'moved by hand',
  prior: 'new sound',
  latent: 'your sound',
  machine: 'synthesised',
};

const FEW = 2; // changes that have a chip each
const SIDES = {
  original: 'The sound as it was recorded. A/B: switch with B',
  decoded: 'The version of the model (decoded). A/B: switch with B',
};

export class Card {
  /** @type {Rendered | null} */
  #shown = null;
  /** @type {Sound | null} */
  #original = null;

  /**
   * @param {HTMLElement} section
   * @param {object} actions
   * @param {(since: number) => void} actions.plain  plays the sound without the controls' changes
   * @param {(change: Partial<Controls>, since: number) => void} actions.without  takes one of them back
   */
  constructor(section, actions) {
    this.view = new SoundView(section);
    this.title = find(section, '.title');
    this.facts = find(section, '.facts');
    this.note = find(section, '.note');
    this.actions = actions;
    this.changes = find(section, '.changes');
    this.saving = findAll(section, '.save select', HTMLSelectElement);
    this.mono = find(section, '[data-file=mono]');
    this.buttons = findAll(section, '.row button, .phase button', HTMLButtonElement);
    this.sides = findAll(section, '[data-side]', HTMLButtonElement);
    this.phases = findAll(section, '[data-phase]', HTMLButtonElement);
    this.intro = { title: this.title.textContent, facts: this.facts.textContent };
  }

  /**
   * Shows a rendered sound.
   * @param {Rendered} rendered
   * @param {string} colour
   * @param {{ text: string, offer: Offer | null }} note  why there is no original, and what to do about it
   */
  show(rendered, colour, { text, offer }) {
    const { info } = rendered;
    this.#shown = rendered;
    this.#original = null;
    this.title.textContent = this.title.title = info.title;
    this.facts.replaceChildren(...factsOf(info));
    this.facts.title = this.facts.textContent ?? '';
    this.view.setColour(colour);
    this.setSide('decoded');
    for (const button of this.buttons) button.disabled = false;
    this.mono.hidden = info.channels < 2;
    for (const button of this.phases)
      press(button, (button.dataset.phase === 'none') === (info.rounds === 0));
    for (const button of this.sides) {
      button.disabled = !info.has_original;
      button.title = text || SIDES[button.dataset.side === 'original' ? 'original' : 'decoded'];
    }
    this.note.replaceChildren(text, ...(offer ? [' ', offerButton(offer)] : []));
  }

  /** Clears the card; shows the number of sounds in the library. */
  reset(count = 0) {
    this.#shown = this.#original = null;
    this.view.clear();
    this.title.textContent = this.intro.title;
    this.facts.textContent = count
      ? `${count.toLocaleString('en')} sounds, and all between them`
      : this.intro.facts;
    this.facts.title = '';
    this.note.textContent = '';
    for (const button of this.buttons) button.disabled = true;
  }

  /**
   * Shows the changes that the controls make to every sound: a chip for each takes it back, and one takes back all.
   * @param {Change[]} changes
   */
  setChanges(changes) {
    const { plain, without } = this.actions;
    const texts = changes.map(({ text }) => text);
    const each = changes.map((change) =>
      chipOf(change.text, [change.text], (since) => without(change.without, since)),
    );
    const few = changes.length <= FEW;
    const all = chipOf(few ? 'all' : `${changes.length} changes`, texts, plain);
    const focused = this.changes.contains(document.activeElement);
    this.changes.hidden = changes.length === 0;
    this.changes.replaceChildren(...(few ? each : []), ...(changes.length > 1 ? [all] : []));
    if (focused) (this.changes.querySelector('button') ?? this.buttons[0]).focus({ preventScroll: true });
  }

  /** Adds the original of the shown sound once it has been fetched. */
  get original() {
    return this.#original;
  }

  /** @param {Sound} sound */
  addOriginal(sound) {
    this.#original = sound;
  }

  /**
   * Adds the note of the shown sound, if it has a pitch.
   * @param {number | null} hz
   */
  addPitch(hz) {
    if (hz === null) return;
    this.facts.append(' · ', noteOf(hz));
    this.facts.title = this.facts.textContent ?? '';
  }

  /** @param {string} colour */
  setColour(colour) {
    this.view.setColour(colour);
  }

  /**
   * Shows the side that plays, original or decoded.
   * @param {Side} side
   */
  setSide(side) {
    for (const button of this.sides) press(button, button.dataset.side === side);
    const sounds = { original: this.#original, decoded: this.#shown?.sound };
    const sound = sounds[side];
    if (!sound || !this.#shown) return;
    const longest = Math.max(...Object.values(sounds).map((one) => (one ? secondsOf(one) : 0)));
    this.view.show(sound, this.#shown.ticks, longest);
  }

  /** How a WAV file is saved: bits per sample, and whether in mono. */
  get fileOptions() {
    return Object.fromEntries(this.saving.map(({ dataset, value }) => [dataset.file, JSON.parse(value)]));
  }
}

/**
 * A chip that takes changes back.
 * @param {string} text
 * @param {string[]} changes  in words
 * @param {(since: number) => void} act
 */
function chipOf(text, changes, act) {
  const cross = create('i', { textContent: '✕' });
  cross.setAttribute('aria-hidden', 'true');
  const chip = create('button', { type: 'button' }, `${text} `, cross);
  chip.title = `Every sound that you play is changed: ${changes.join(' · ')}. Click to undo that`;
  chip.setAttribute('aria-label', `${text}: clear. Every sound is changed: ${changes.join(', ')}`);
  chip.addEventListener('click', (event) => act(event.timeStamp));
  return chip;
}

/** @param {Info} info */
function factsOf(info) {
  const parts = [
    info.id === null ? create('span', { textContent: KINDS[info.kind] ?? info.kind }) : labelOf(info),
  ];
  if (info.id === null)
    parts.push(
      info.inside
        ? create('b', {
            textContent: 'on the map',
            className: 'good',
            title: 'Among the sounds of the library',
          })
        : create('b', {
            textContent: 'off the map',
            className: 'warn',
            title: 'Far from any sound of the library',
          }),
    );
  parts.push(create('span', { textContent: `${info.duration.toFixed(2)} s` }));
  if (info.channels > 1) parts.push(widthOf(info.width_db));
  if (info.error_db !== null && Number.isFinite(info.error_db)) parts.push(offBy(info.error_db));
  return parts.flatMap((part, i) => (i ? [' · ', part] : [part]));
}

/**
 * How far a sound is from its original.
 * @param {number} error  in dB
 */
function offBy(error) {
  const title =
    'How far the version of the model is from the original (model error): the less, the more alike';
  return create('span', { textContent: `${error.toFixed(1)} dB off`, title });
}

/**
 * The note of a sound.
 * @param {number} hz
 */
function noteOf(hz) {
  const title = `The note that it rings at: ${hz.toFixed(1)} Hz, with A4 at 440 Hz and cents as a hundredth of a semitone`;
  return create('span', { className: 'pitch', textContent: keyInWords(keyOf(hz)), title });
}

/**
 * How wide a stereo sound is.
 * @param {number} width  in dB
 */
function widthOf(width) {
  const title = 'By how many decibels the two channels differ on average';
  return create('span', { textContent: `stereo, ${Math.round(width)} dB wide`, title });
}

/**
 * The label of a library's sound; a guess looks like one and says how sure it is.
 * @param {Info} info
 */
function labelOf({ label, label_confidence: confidence }) {
  if (!isGuess(confidence)) return create('span', { textContent: titleOf(label) });
  const sure = sureness(confidence ?? 0);
  const words = `(guessed${sure && `, ${sure}`})`;
  const title = `A guess${sure && `, ${sure} sure`}: neither its name nor its kit says it outright.`;
  return create(
    'span',
    { className: 'guess', title },
    create('i', { textContent: titleOf(label) }),
    ` ${words}`,
  );
}
