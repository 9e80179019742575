// The now-playing card: words, pictures and buttons about the one sound that is on.

import { SoundView } from '../core/spectrogram.js';

const KINDS = {
  point: 'library sound',
  place: 'blend of its neighbours',
  mix: 'morph',
  noise: 'variation',
  shape: 'shaped',
  offset: 'moved by hand',
  prior: 'made up',
  latent: 'your sound',
};

export class Card {
  constructor(section) {
    this.section = section;
    this.view = new SoundView(section);
    this.intro = { title: this.#text('.title'), facts: this.#text('.facts') };
  }

  /** Shows a rendered sound: the server's info, and the sound itself. */
  show({ info, ticks }, sound, colour) {
    this.info = info;
    this.sounds = { decoded: sound };
    this.ticks = ticks;
    this.#put('.title', info.title);
    this.section.querySelector('.title').title = info.title;
    this.section.querySelector('.facts').replaceChildren(...this.#facts(info));
    this.view.setColour(colour);
    this.setSide('decoded');
    for (const button of this.section.querySelectorAll('[data-phase]')) {
      button.disabled = false;
      button.setAttribute('aria-pressed', (button.dataset.phase === 'none') === (info.rounds === 0));
    }
    for (const name of ['play', 'save']) this.#button(name).disabled = false;
    for (const button of this.section.querySelectorAll('[data-side]')) button.disabled = !info.has_original;
    this.#put('.note', this.#whyNoOriginal(info));
  }

  reset(count = 0) {
    this.info = null;
    this.view.clear();
    this.#put('.title', this.intro.title);
    this.#put(
      '.facts',
      count ? `${count.toLocaleString('en')} sounds and all between them: start anywhere.` : this.intro.facts,
    );
    this.#put('.note', '');
    for (const button of this.section.querySelectorAll('.row button, .phase button')) button.disabled = true;
  }

  addOriginal(sound) {
    this.sounds.original = sound;
  }

  setColour(colour) {
    this.view.setColour(colour);
  }

  /** Which of the two is heard, and so shown. */
  setSide(side) {
    for (const button of this.section.querySelectorAll('[data-side]')) {
      button.setAttribute('aria-pressed', button.dataset.side === side);
    }
    this.view.show(this.sounds[side], this.ticks);
  }

  get bitDepth() {
    return Number(this.section.querySelector('select').value);
  }

  #facts(info) {
    const facts = [[KINDS[info.kind] ?? info.kind]];
    if (info.id !== null) facts[0] = [info.label.replaceAll('_', ' ')];
    else facts.push(info.inside ? ['inside the map', 'good'] : ['far from any sound', 'warn']);
    facts.push([`${info.duration.toFixed(2)} s`]);
    if (Number.isFinite(info.error_db)) facts.push([`error ${info.error_db.toFixed(1)} dB`]);
    return facts.flatMap(([text, look], i) => {
      const part = document.createElement(look ? 'b' : 'span');
      part.textContent = text;
      if (look) part.className = look;
      return i ? [' · ', part] : [part];
    });
  }

  #whyNoOriginal(info) {
    if (info.has_original) return '';
    return info.original_hint ?? '';
  }

  #button(action) {
    return this.section.querySelector(`[data-action=${action}]`);
  }

  #text(selector) {
    return this.section.querySelector(selector).textContent;
  }

  #put(selector, text) {
    this.section.querySelector(selector).textContent = text;
  }
}
