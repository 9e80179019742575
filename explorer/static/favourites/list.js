// The list of favourites: a click plays one, a pencil gives it words, a cross takes it away; a field finds them.

import { create, find } from '../core/dom.js';
import { iconButton, playButton } from '../look/rows.js';
import { matching, tagsOf } from './tags.js';

/** @typedef {import('./favourites.js').Favourite} Favourite */

const MANY = 2; // favourites that are worth a field to find them

export class FavouriteList {
  /** @type {Favourite[]} */
  #all = [];

  /**
   * @param {object} props
   * @param {HTMLElement} props.section
   * @param {(favourite: Favourite) => void} props.play
   * @param {(favourite: Favourite, tags: string[]) => void} props.tag
   * @param {(favourite: Favourite) => void} props.remove
   */
  constructor({ section, play, tag, remove }) {
    this.list = find(section, 'ol');
    this.words = find(section, '.kept-words');
    this.none = find(section, '.favourites-none');
    this.filter = find(section, 'input', HTMLInputElement);
    this.play = play;
    this.tag = tag;
    this.remove = remove;
    this.filter.addEventListener('input', () => this.#list());
    this.filter.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.filter.value) return;
      event.preventDefault();
      this.#find('');
    });
  }

  /** @param {Favourite[]} favourites */
  show(favourites) {
    this.#all = favourites;
    this.words.hidden = favourites.length > 0;
    this.filter.hidden = favourites.length < MANY;
    if (this.filter.hidden) this.filter.value = '';
    this.#list();
  }

  #list() {
    const found = matching(this.#all, this.filter.value);
    this.none.hidden = found.length > 0 || this.#all.length === 0;
    this.list.replaceChildren(...found.map((favourite, i) => this.#row(favourite, i)));
  }

  /** Lists what has these words. @param {string} text */
  #find(text) {
    this.filter.value = text;
    this.#list();
  }

  /**
   * @param {Favourite} favourite
   * @param {number} i
   */
  #row(favourite, i) {
    const { title, tags } = favourite;
    const play = playButton(favourite, () => this.play(favourite));
    const edit = iconButton('edit', '✎', `Your words for ${title}`);
    edit.addEventListener('click', () => this.#edit(row, favourite, i));
    const cross = iconButton('remove', '✕', `Take ${title} from the favourites`);
    cross.addEventListener('click', () => {
      this.remove(favourite);
      this.#focus(i, '.remove');
    });
    const row = create('li', {}, play, edit, cross);
    if (tags.length) row.append(create('div', { className: 'tags' }, ...tags.map((tag) => this.#chip(tag))));
    return row;
  }

  /** @param {string} tag */
  #chip(tag) {
    const chip = create('button', { type: 'button', textContent: tag, title: `List only what has “${tag}”` });
    chip.addEventListener('click', () => {
      this.#find(this.filter.value === tag ? '' : tag);
      if (!this.filter.hidden) this.filter.focus();
    });
    return chip;
  }

  /**
   * A field for the tags in place of them: Enter or leaving it takes them, Escape does not.
   * @param {HTMLElement} row
   * @param {Favourite} favourite
   * @param {number} i
   */
  #edit(row, favourite, i) {
    const before = favourite.tags.join(', ');
    const field = create('input', { type: 'text', value: before, placeholder: 'Your words, with commas' });
    field.setAttribute('aria-label', `Your words for ${favourite.title}, with commas`);
    let done = false;
    const end = (/** @type {boolean} */ taken) => {
      if (done) return;
      done = true;
      const focused = field === document.activeElement;
      if (taken) this.tag(favourite, tagsOf(field.value));
      else this.#list();
      if (focused) this.#focus(i, '.edit');
    };
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      end(event.key === 'Enter');
    });
    field.addEventListener('blur', () => end(true));
    row.querySelector('.tags')?.remove();
    row.append(field);
    field.focus();
  }

  /**
   * Keeps the keyboard in the list, which was written anew.
   * @param {number} i  place of the row
   * @param {string} selector
   */
  #focus(i, selector) {
    const row = this.list.children[Math.min(i, this.list.children.length - 1)];
    if (row) find(row, selector).focus({ preventScroll: true });
  }
}
