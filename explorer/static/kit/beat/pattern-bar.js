// The bar over the steps: the pattern shown, its length, what clicks set, the song. Reports what the visitor does; holds no kit.

import { constants } from '../../core/constants.js';
import { around, create, find, findAll } from '../../core/dom.js';
import { beatsOf } from '../kit.js';
import { songOf } from './hits.js';
import { lengthOf, LETTERS } from './patterns.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** What the steps show: a pattern, one of its bars, and what a click on a step that is set changes. @typedef {{ pattern: number, bar: number, tool: 'hit' | import('./patterns.js').Detail }} View */

export class PatternBar {
  /** @type {number[]} */
  #song = [0];

  /**
   * @param {HTMLElement} element
   * @param {object} actions
   * @param {(change: Partial<View>) => void} actions.look
   * @param {(length: number) => void} actions.lengthen
   * @param {(song: (shown: number) => number[]) => void} actions.arrange  makes a song, given the pattern that is shown
   */
  constructor(element, { look, lengthen, arrange }) {
    this.element = element;
    find(element, '.letters').append(
      ...LETTERS.slice(0, constants.kit.patterns).map((letter, i) => {
        const button = create('button', { type: 'button', textContent: letter, title: `Pattern ${letter}` });
        button.dataset.letter = String(i);
        return button;
      }),
    );
    this.length = find(element, '[data-beat=length]', HTMLSelectElement);
    this.tool = find(element, '[data-beat=tool]', HTMLSelectElement);
    this.bars = find(element, '.bars');
    this.song = find(element, '.song output');
    this.add = find(element, '[data-song=add]', HTMLButtonElement);
    this.cut = find(element, '[data-song=cut]', HTMLButtonElement);
    this.length.addEventListener('change', () => lengthen(Number(this.length.value)));
    this.tool.addEventListener('change', () => look({ tool: /** @type {View['tool']} */ (this.tool.value) }));
    element.addEventListener('click', (event) => {
      const { letter, bar, song } = around(event, 'button')?.dataset ?? {};
      if (letter) look({ pattern: Number(letter), bar: 0 });
      if (bar) look({ bar: Number(bar) });
      if (song === 'add') arrange((shown) => [...this.#song, shown]);
      if (song === 'cut') arrange(() => this.#song.slice(0, -1));
    });
  }

  /**
   * @param {Kit} kit
   * @param {View} view
   */
  show(kit, { pattern, bar, tool }) {
    this.#song = songOf(kit);
    const beats = beatsOf(kit);
    for (const button of findAll(this.element, '[data-letter]', HTMLButtonElement)) {
      const i = Number(button.dataset.letter);
      button.setAttribute('aria-pressed', String(i === pattern));
      button.classList.toggle('filled', beats[i].steps.flat().some(Boolean));
    }
    for (const button of findAll(this.element, '[data-bar]', HTMLButtonElement))
      button.setAttribute('aria-pressed', String(Number(button.dataset.bar) === bar));
    this.length.value = String(lengthOf(beats[pattern]));
    this.bars.hidden = lengthOf(beats[pattern]) === constants.kit.steps;
    this.tool.value = tool;
    this.song.textContent = this.#song.map((one) => LETTERS[one]).join(' ');
    this.add.disabled = this.#song.length >= constants.kit.max_song;
    this.add.textContent = `+ ${LETTERS[pattern]}`;
    this.cut.disabled = this.#song.length < 2;
  }

  /**
   * Marks the pattern and the bar that sound.
   * @param {number | null} pattern
   * @param {number | null} bar
   */
  sounds(pattern, bar) {
    for (const button of findAll(this.element, 'button', HTMLButtonElement)) {
      const { letter: one, bar: other } = button.dataset;
      button.classList.toggle('now', one === String(pattern) || other === String(bar));
    }
  }
}
