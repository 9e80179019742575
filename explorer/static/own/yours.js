// The visitor's own sounds on the page: read one after the other, pinned to the map, listed, found by the search.

import { find } from '../core/dom.js';
import { pictureOf } from '../core/picture.js';
import { Problem } from '../core/server.js';
import { Batch } from './batch.js';
import { keyOf, MOST } from './collection.js';
import { chosenFiles, stemOf } from './files.js';
import { OwnList } from './list.js';
import { Pins } from './pins.js';
import { Strip } from './strip.js';
import { refuseOther, Uploads } from './uploads.js';

/** @typedef {import('./batch.js').Report} Report */
/** @typedef {import('./collection.js').Own} Own */
/** @typedef {import('./own-sounds.js').Upload} Upload */

const READING = 'Reading your sound…';
const FULL = `Your collection is full: it holds ${MOST} sounds. Clear some of them in History to keep more.`;
const NOT_KEPT =
  'This browser has no room for your sounds, or allows none: they last until you close the page.';

export class Yours {
  #told = false;

  /** @param {import('../stage/stage.js').Stage} stage */
  constructor(stage) {
    const { element, own, navigation, session, map, overlay, states } = stage;
    this.stage = stage;
    this.collection = own.collection;
    const section = find(document, '.own');
    this.list = new OwnList({
      section,
      collection: this.collection,
      play: (one) => this.#play(one),
      remove: (one) => this.#stored(this.collection.remove(one)),
      clear: () => this.#stored(this.collection.clear()),
    });
    this.pins = new Pins({
      map,
      overlay,
      states,
      sounds: () => this.collection.sounds.filter(({ checkpoint }) => checkpoint === session.checkpoint),
      list: () => stage.lists.reveal('own'),
    });
    this.uploads = new Uploads({
      stage: element,
      take: (files) => this.take(files),
      fail: stage.fail,
    });
    this.batch = new Batch({
      read: (file, first) => this.#read(file, first),
      begins: (file, place, total) => total > 1 && this.strip.show(file.name, place, total),
      ended: (report) => this.#ended(report),
    });
    this.strip = new Strip(find(element, '.reading'), () => this.batch.stop());
    this.#wireButtons(section);
    this.navigation = navigation;
    this.collection.listeners.push(() => this.#show());
    this.#show();
  }

  /**
   * Reads files, as far as there is room for them; a single one is always heard.
   * @param {File[]} files
   */
  take(files) {
    const room = this.collection.room - this.batch.pending;
    if (files.length === 1) {
      if (!this.batch.pending) this.stage.say(READING);
      return void this.batch.add(files);
    }
    if (room <= 0) return this.stage.fail(new Problem(FULL));
    if (files.length > room)
      this.stage.say(
        `There is room for ${room} more of ${MOST} sounds. Files left out: ${files.length - room}.`,
      );
    this.list.tell([]);
    void this.batch.add(files.slice(0, room));
  }

  /** The pins of another library. */
  opened() {
    this.pins.draw();
  }

  themed() {
    this.pins.draw();
  }

  clear() {
    this.pins.draw();
  }

  /**
   * Own sounds for the search.
   * @param {string} text
   */
  matching(text) {
    return this.collection.matching(text).map((own) => ({
      name: own.name,
      detail: `yours · ${own.label.replaceAll('_', ' ')}`,
      hear: () => this.#play(own),
    }));
  }

  /** @param {HTMLElement} section */
  #wireButtons(section) {
    const folder = find(section, 'input[type=file]', HTMLInputElement);
    find(section, '[data-own=files]').addEventListener('click', () => this.uploads.input.click());
    find(section, '[data-own=folder]').addEventListener('click', () => folder.click());
    folder.addEventListener('change', () => {
      const files = chosenFiles(folder.files ?? []);
      folder.value = '';
      if (files.length) this.take(files);
      else this.stage.say('There is no file in this folder.');
    });
  }

  /**
   * Has a file encoded, and adds it to the collection; the first of several is heard.
   * @param {File} file
   * @param {boolean} first
   */
  async #read(file, first) {
    const { own, sounds, navigation } = this.stage;
    if (!this.strip.element.hidden) refuseOther(file);
    const upload = { ...(await this.uploads.send(file)), name: stemOf(file) };
    const { checkpoint, recipe, version, name } = upload;
    own.keep(upload);
    if (first) await navigation.restore(checkpoint, recipe);
    const { info, sound } = await sounds.render(checkpoint, recipe, { keep: first });
    const key = keyOf(checkpoint, recipe);
    if (!key) return;
    if (!this.collection.room && !this.collection.find(checkpoint, recipe)) {
      this.stage.say(FULL);
      return;
    }
    const { label, x, y } = info;
    await this.#stored(
      this.collection.add({
        ...{ key, checkpoint, version, recipe, name, label },
        ...{ place: [x, y], picture: pictureOf(sound), at: Date.now() },
      }),
    );
  }

  /** @param {Report} report */
  #ended({ total, read, unread, stopped }) {
    const { toast, fail, lists } = this.stage;
    this.strip.hide();
    toast.unsay(READING);
    if (total === 1) return void (unread.length && fail(unread[0].error));
    this.list.tell(unread);
    const parts = [`${read} of ${total} sounds ${read === 1 ? 'is' : 'are'} on the map.`];
    if (stopped) parts.unshift('Stopped.');
    if (unread.length) parts.push(`${unread.length} could not be read.`);
    const offer = { label: unread.length ? 'Which?' : 'List them', act: () => lists.reveal('own') };
    toast.say(parts.join(' '), { offer });
  }

  /** @param {Own} own */
  #play({ checkpoint, recipe, version }) {
    void this.navigation.restore(checkpoint, recipe, { version, since: performance.now() });
  }

  /**
   * Says once, in one sentence, that the browser does not keep the collection.
   * @param {Promise<void>} change
   */
  async #stored(change) {
    await change;
    if (!this.collection.kept && !this.#told) this.stage.say(NOT_KEPT);
    this.#told = !this.collection.kept;
  }

  #show() {
    this.pins.draw();
    this.list.show();
    this.stage.lists.count('own', this.collection.sounds.length);
  }
}
