// The now-playing card: text, pictures and buttons for the current sound.

import { create, find, findAll, press } from '../core/dom.js';
import { isGuess, sureness, titleOf } from '../core/labels.js';
import { secondsOf } from '../core/sounds.js';
import { offerButton } from '../core/toast.js';
import { SoundView } from './sound-view.js';

/** @typedef {import('../core/types.js').Info} Info */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/player.js').Side} Side */
/** @typedef {import('../core/toast.js').Offer} Offer */

/** The name of each kind of recipe on the card. @type {Record<string, string>} */
export const KINDS = {
  point: 'library sound',
  place: 'between its neighbours',
  mix: 'morph',
  noise: 'variation',
  shape: 'shaped',
  offset: 'moved by hand',
  prior: 'made up',
  latent: 'your sound',
};

const SWITCH = 'A/B: switch with B';

export class Card {
  /** @type {Rendered | null} */
  #shown = null;
  /** @type {Sound | null} */
  #original = null;

  /**
   * @param {HTMLElement} section
   * @param {object} actions
   * @param {(since: number) => void} actions.plain  plays the sound without the controls' changes
   */
  constructor(section, { plain }) {
    this.view = new SoundView(section);
    this.title = find(section, '.title');
    this.facts = find(section, '.facts');
    this.note = find(section, '.note');
    this.changes = find(section, '.changes', HTMLButtonElement);
    this.saving = findAll(section, '.save select', HTMLSelectElement);
    this.mono = find(section, '[data-file=mono]');
    this.buttons = findAll(section, '.row button, .phase button', HTMLButtonElement);
    this.sides = findAll(section, '[data-side]', HTMLButtonElement);
    this.phases = findAll(section, '[data-phase]', HTMLButtonElement);
    this.intro = { title: this.title.textContent, facts: this.facts.textContent };
    this.changes.addEventListener('click', (event) => plain(event.timeStamp));
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
    this.view.setColour(colour);
    this.setSide('decoded');
    for (const button of this.buttons) button.disabled = false;
    this.mono.hidden = info.channels < 2;
    for (const button of this.phases)
      press(button, (button.dataset.phase === 'none') === (info.rounds === 0));
    for (const button of this.sides) {
      button.disabled = !info.has_original;
      button.title = text || SWITCH;
    }
    this.note.replaceChildren(text, ...(offer ? [' ', offerButton(offer)] : []));
  }

  /** Clears the card; shows the number of sounds in the library. */
  reset(count = 0) {
    this.#shown = this.#original = null;
    this.view.clear();
    this.title.textContent = this.intro.title;
    this.facts.textContent = count
      ? `${count.toLocaleString('en')} sounds, and everything between them. Start anywhere.`
      : this.intro.facts;
    this.note.textContent = '';
    for (const button of this.buttons) button.disabled = true;
  }

  /**
   * Shows the changes that the controls make to every sound, on a chip that clears them.
   * @param {string[]} changes  in words
   */
  setChanges(changes) {
    this.changes.hidden = changes.length === 0;
    this.changes.textContent = `${changes.join(' · ')} ✕`;
    this.changes.setAttribute('aria-label', `Every sound is changed: ${changes.join(', ')}. Clear.`);
  }

  /** Adds the original of the shown sound once it has been fetched. */
  get original() {
    return this.#original;
  }

  /** @param {Sound} sound */
  addOriginal(sound) {
    this.#original = sound;
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

/** @param {Info} info */
function factsOf(info) {
  const parts = [
    info.id === null ? create('span', { textContent: KINDS[info.kind] ?? info.kind }) : labelOf(info),
  ];
  if (info.id === null)
    parts.push(
      info.inside
        ? create('b', { textContent: 'inside the map', className: 'good' })
        : create('b', { textContent: 'far from any sound', className: 'warn' }),
    );
  parts.push(create('span', { textContent: `${info.duration.toFixed(2)} s` }));
  if (info.channels > 1) parts.push(widthOf(info.width_db));
  if (info.error_db !== null && Number.isFinite(info.error_db))
    parts.push(create('span', { textContent: `error ${info.error_db.toFixed(1)} dB` }));
  return parts.flatMap((part, i) => (i ? [' · ', part] : [part]));
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
