// The sounds that the visitor settled on, newest first, each with its picture and when it was played; a click returns to one.

import { create, find, findAll } from '../../core/dom.js';
import { PICTURE, pictureOf } from '../../core/picture.js';

/** @typedef {import('../../timeline/played.js').Entry} Entry */

const AFTER = 90; // ms; a scrub writes no lists
const HOUR = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit' });

/**
 * When something was, as short as it can be: "14:32" today, "25 Nov 14:32" before.
 * @param {number} at  in ms since 1970
 * @param {number} now
 */
export function timeOf(at, now) {
  const [then, today] = [new Date(at), new Date(now)];
  const time = then.toLocaleTimeString('en-GB', HOUR);
  if (then.toDateString() === today.toDateString()) return time;
  return `${then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

class HistoryList {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #full = false;
  #stale = true;

  /** @param {Pick<import('../panel.js').Host, 'played' | 'revisit' | 'say'>} host */
  constructor({ played, revisit, say }) {
    this.played = played;
    this.revisit = revisit;
    this.say = say;
    this.list = find(document, '#history');
    this.none = find(document, '.history-none');
    this.forget = find(document, '[data-history=forget]');
    this.forget.addEventListener('click', () => {
      played.forget();
      this.#list();
    });
    new ResizeObserver(() => this.#stale && this.#list()).observe(this.list);
  }

  /** The history stays: it knows the checkpoint of each of its sounds. */
  clear() {
    clearTimeout(this.#timer);
  }

  shown() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#keep();
      this.#list();
    }, AFTER);
  }

  /** Draws the pictures that are missing, and stores the entries. */
  #keep() {
    for (const entry of this.played.entries) {
      if (entry.sound) entry.picture = pictureOf(entry.sound);
      delete entry.sound;
    }
    if (this.played.save() || this.#full) return;
    this.#full = true;
    this.say('This browser has no room left: the history ends when you close the page.');
  }

  /** Writes the rows, if they are visible. */
  #list() {
    this.#stale = !this.list.offsetParent;
    if (this.#stale) return;
    const { entries } = this.played;
    const rows = entries.map((entry) => this.#row(entry)).reverse();
    const focused = this.#buttons.findIndex((button) => button === document.activeElement);
    this.list.replaceChildren(...rows);
    if (focused >= 0) (this.#buttons[focused] ?? this.#buttons.at(-1))?.focus({ preventScroll: true });
    this.none.hidden = rows.length > 0;
    this.forget.hidden = rows.length === 0;
  }

  get #buttons() {
    return findAll(this.list, 'button');
  }

  /** @param {Entry} entry */
  #row(entry) {
    const { title, label, at, picture } = entry;
    const time = create('time', { textContent: timeOf(at, Date.now()) });
    const button = create(
      'button',
      { type: 'button', title },
      create('img', { ...PICTURE, alt: '', src: picture ?? '', hidden: !picture }),
      create('span', { textContent: title }),
      create('small', {}, label.replaceAll('_', ' '), create('br'), time),
    );
    if (entry === this.played.current) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => this.revisit(entry));
    return create('li', {}, button);
  }
}

/**
 * @param {import('../panel.js').Host} host
 * @returns {import('../panel.js').Panel}
 */
export default (host) => new HistoryList(host);
