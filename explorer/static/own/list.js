// The list of own sounds in the panel History: a click plays one, a cross takes it away; files that could not be read say why.

import { create, find } from '../core/dom.js';
import { iconButton, playButton } from '../look/rows.js';
import { MOST } from './collection.js';

/** @typedef {import('./collection.js').Own} Own */

export class OwnList {
  /**
   * @param {object} props
   * @param {HTMLElement} props.section
   * @param {import('./collection.js').Collection} props.collection
   * @param {(own: Own) => void} props.play
   * @param {(own: Own) => void} props.remove
   * @param {() => void} props.clear
   */
  constructor({ section, collection, play, remove, clear }) {
    this.collection = collection;
    this.play = play;
    this.remove = remove;
    this.list = find(section, 'ol');
    this.unread = find(section, '.unread');
    this.count = find(section, '.own-count');
    this.clear = find(section, '[data-own=clear]');
    this.clear.addEventListener('click', () => {
      if (this.clear.dataset.sure) return clear();
      this.clear.dataset.sure = 'true';
      this.clear.textContent = `Clear all ${collection.sounds.length} for good?`;
    });
    this.clear.addEventListener('blur', () => this.#ask());
    find(section, '[data-own=dismiss]').addEventListener('click', () => this.tell([]));
  }

  show() {
    const { sounds } = this.collection;
    const size = sounds.length;
    this.count.textContent = size
      ? `${size} of ${MOST}, kept in this browser until you clear them.`
      : `Drop audio files or a folder anywhere on this page, or choose them here. Up to ${MOST} sounds stay in this browser: how they sound here, not the files.`;
    this.clear.hidden = size === 0;
    this.#ask();
    this.list.replaceChildren(...sounds.map((own, i) => this.#row(own, i)));
  }

  /**
   * Lists the files that could not be read, each with a sentence.
   * @param {import('./batch.js').Unread[]} files
   */
  tell(files) {
    this.unread.hidden = files.length === 0;
    const rows = files.map(({ name, text }) =>
      create('li', {}, ...(text.includes(name) ? [] : [create('b', { textContent: name }), ' ']), text),
    );
    find(this.unread, 'ul').replaceChildren(...rows);
  }

  #ask() {
    delete this.clear.dataset.sure;
    this.clear.textContent = 'Clear all';
  }

  /**
   * @param {Own} own
   * @param {number} i
   */
  #row(own, i) {
    const { name: title, label, picture, checkpoint } = own;
    const cross = iconButton('remove', '✕', `Take ${title} out of your sounds`);
    cross.addEventListener('click', () => {
      this.remove(own);
      const row = this.list.children[Math.min(i, this.list.children.length - 1)];
      if (row) find(row, '.remove').focus({ preventScroll: true });
    });
    const near = label ? `near ${label}` : '';
    const play = playButton({ title, label: near, picture }, () => this.play(own));
    play.title = `${title}, read for ${checkpoint}`;
    return create('li', {}, play, cross);
  }
}
