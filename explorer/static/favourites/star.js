// The star on the card makes the current sound a favourite, or takes that back; the panel History lists all.

import { find, press } from '../core/dom.js';
import { pictureOf } from '../core/picture.js';
import { Favourites, includes, plainText } from './favourites.js';
import { marked, unmarked } from './in-kits.js';
import { FavouriteList } from './list.js';

/** @typedef {import('../core/toast.js').Offer} Offer */
/** @typedef {import('../core/types.js').Shown} Shown */
/** @typedef {import('../kit/kit.js').Kit} Kit */
/** @typedef {import('./favourites.js').Favourite} Favourite */

const FULL = 'This browser has no more room: the change lasts until you close the page.';

export class Star {
  favourites = new Favourites();
  /** The newest kit that leaves: the same one as long as nothing changes. @type {{ from: Kit, list: Favourite[], kit: Kit } | null} */
  #leaving = null;

  /**
   * @param {object} props
   * @param {HTMLElement} props.card
   * @param {() => Shown | null} props.current
   * @param {import('../stage/navigation.js').Navigation} props.navigation
   * @param {import('../panels/history/lists.js').Lists} props.lists
   * @param {(text: string) => void} props.say
   */
  constructor({ card, current, navigation, lists, say }) {
    this.button = find(card, '.star');
    this.current = current;
    this.lists = lists;
    this.say = say;
    this.list = new FavouriteList({
      section: find(document, '.favourites'),
      play: ({ checkpoint, recipe }) =>
        void navigation.restore(checkpoint, recipe, { since: performance.now() }),
      tag: (favourite, tags) => this.#change((favourites) => favourites.tag(favourite, tags)),
      remove: (favourite) => this.#change((favourites) => favourites.toggle(favourite)),
    });
    this.button.addEventListener('click', () => {
      const shown = this.current();
      if (shown) this.#change((favourites) => favourites.toggle(favouriteOf(shown)));
    });
    this.#list();
  }

  clear() {
    this.button.hidden = true;
  }

  shown() {
    const shown = this.current();
    const on = shown !== null && includes(this.favourites.list, keyOf(shown));
    this.button.hidden = shown === null;
    press(this.button, on);
    this.button.textContent = on ? '★' : '☆';
  }

  /**
   * A kit with its sounds' stars and tags, to leave the page.
   * @param {Kit} kit
   */
  leaving = (kit) => {
    const { list } = this.favourites;
    if (this.#leaving?.from !== kit || this.#leaving.list !== list)
      this.#leaving = { from: kit, list, kit: marked(kit, list) };
    return this.#leaving.kit;
  };

  /**
   * A kit that was opened, without stars and tags; and if it had any, the offer to keep them.
   * @param {Kit} opened
   * @returns {{ kit: Kit, offer: Offer | null }}
   */
  arrived = (opened) => {
    const { kit, favourites } = unmarked(opened);
    if (!favourites.length) return { kit, offer: null };
    const label = favourites.length > 1 ? `Keep its ${favourites.length} favourites` : 'Keep its favourite';
    return { kit, offer: { label, act: () => this.#change((all) => all.join(favourites)) } };
  };

  /** @param {(favourites: Favourites) => void} change */
  #change(change) {
    change(this.favourites);
    if (!this.favourites.kept) this.say(FULL);
    this.#list();
    this.shown();
  }

  #list() {
    this.list.show(this.favourites.list);
    this.lists.count('favourites', this.favourites.list.length);
  }
}

/** @param {Shown} shown */
const keyOf = ({ checkpoint, rendered }) => ({ checkpoint, recipe: plainText(rendered.recipe) });

/**
 * @param {Shown} shown
 * @returns {Favourite}
 */
function favouriteOf(shown) {
  const { info, sound } = shown.rendered;
  return { ...keyOf(shown), title: info.title, label: info.label, tags: [], picture: pictureOf(sound) };
}
