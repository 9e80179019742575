// The stage: puts the parts of the page together and passes events on to all of them.

import { About } from '../about/about.js';
import { Welcome } from '../about/welcome.js';
import { Card } from '../card/card.js';
import { Keyboard } from '../card/keyboard.js';
import { Plain } from '../card/plain.js';
import { Playback } from '../card/playback.js';
import { Transport } from '../card/transport.js';
import { share } from '../core/constants.js';
import { changesOf } from '../core/controls.js';
import { find } from '../core/dom.js';
import { Files } from '../out/files.js';
import { Player } from '../core/player.js';
import { Problem } from '../core/server.js';
import { Sounds } from '../core/sounds.js';
import { followTheme } from '../core/theme.js';
import { Toast } from '../core/toast.js';
import { Star } from '../favourites/star.js';
import { Colouring } from '../header/colouring.js';
import { Search } from '../header/search.js';
import { Kits } from '../kit/kits.js';
import { Legend } from '../map/legend.js';
import { SoundMap } from '../map/map.js';
import { Overlay } from '../map/overlay.js';
import { Regions } from '../map/regions/regions.js';
import { Selection } from '../map/selection.js';
import { States } from '../map/states.js';
import { Trail } from '../map/trail.js';
import { OwnSounds } from '../own/own-sounds.js';
import { Lists } from '../panels/history/lists.js';
import { Panels } from '../panels/panels.js';
import { Widgets } from '../panels/widgets.js';
import { Past } from '../timeline/past.js';
import { Address, readHash } from './address.js';
import { hostOf } from './host.js';
import { mounted } from './mounted.js';
import { Navigation } from './navigation.js';
import { Session } from './session.js';
import { Sheet } from './sheet.js';
import { wire } from './wiring.js';

/** @typedef {import('../core/types.js').Request} Request */
/** @typedef {import('../panels/panel.js').Host} Host */
/** @typedef {import('../panels/panel.js').Panel} Panel */
/**
 * What a page passes in: `boot.js`, or `site/boot.js` without a server.
 * @typedef {object} Context
 * @property {HTMLElement} element
 * @property {import('../core/types.js').Ask} ask
 * @property {(checkpoint: string, file: string) => string} addressOf  a file of a checkpoint's map
 * @property {string | null} root  where the server's addresses begin; null without one
 * @property {string} defaultCheckpoint
 * @property {import('../core/constants.js').Constants} constants
 * @property {{ name: string, script: string }[]} panels
 * @property {import('../about/about.js').Facts} about
 * @property {() => void} sync  makes the page's controls ask for their values
 */

/** @param {Context} context */
export async function start(context) {
  share(context.constants);
  const scripts = context.panels.map(({ script }) => import(script));
  const [, ...builders] = await Promise.all([mounted(), ...scripts]);
  const stage = new Stage(context);
  context.panels.forEach(({ name }, i) => stage.add(name, builders[i].default));
  wire(stage);
  await stage.begin(context.defaultCheckpoint);
}

export class Stage {
  #renders = 0;

  /** @param {Context} context */
  constructor({ element, ask, addressOf, root, about, sync }) {
    const part = (/** @type {string} */ selector) => find(element, selector);
    const now = part('.card.now');
    this.element = element;
    this.sync = sync;
    this.ask = ask;
    this.sounds = new Sounds(this.ask);
    this.files = new Files(root, (error) => this.fail(error));
    this.own = new OwnSounds();
    this.toast = new Toast(part('.toast'));
    this.map = new SoundMap(part('.map'), () => {
      this.overlay.place();
      this.regions.place();
    });
    this.overlay = new Overlay(find(element, '.overlay', SVGElement), this.map.view);
    this.regions = new Regions(this.map);
    this.states = new States(part('.legend .states'));
    this.legend = new Legend(part('.map'), this.states, (lit) => this.map.light(lit));
    this.colouring = new Colouring(element, this.map, this.legend);
    this.player = new Player((playing) => this.#playing(playing));
    this.transport = new Transport(find(now, '.transport'), this.player);
    this.keyboard = new Keyboard(now, this.player);
    this.card = new Card(now, {
      plain: (since) => this.plain.hear(since),
      without: (change, since) => this.plain.without(change, since),
    });
    this.playback = new Playback({
      ...this.#common,
      card: this.card,
      loops: () => this.transport.loop,
      ring: (on) => this.map.marks.ring(on),
    });
    this.past = new Past({
      restore: ({ checkpoint, recipe, version }) =>
        this.navigation.restore(checkpoint, recipe, { version, remember: false }),
      say: this.say,
      changed: () => this.widgets.moved(),
    });
    this.session = new Session({
      ...this.#common,
      autoplay: () => this.transport.autoplay,
      complete: (rendered, checkpoint) => this.own.complete(rendered, checkpoint),
      play: (checkpoint, rendered, request) => this.playback.take(checkpoint, rendered, request),
      placeOf: (recipe, { info }) => this.widgets.placeOf(recipe) ?? [info.x, info.y],
      adopted: (recipe) => this.#adopted(recipe),
      turned: () => this.#turned(),
      remember: this.past.remember,
      shown: (shown) => this.#shown(shown),
      busy: (busy) => this.report({ busy: String(busy) }),
    });
    this.plain = new Plain(this.session, sync);
    this.navigation = new Navigation({
      ...this.#common,
      addressOf,
      session: this.session,
      named: () => this.search.named(),
      opened: (checkpoint, library) => this.#opened(checkpoint, library),
    });
    this.lists = new Lists(find(document, '.listed'));
    const { map, overlay, states, lists, navigation } = this;
    const current = () => this.session.current;
    const checkpoint = () => this.session.checkpoint;
    const point = (/** @type {number} */ id, /** @type {Request} */ request) => navigation.point(id, request);
    this.selection = new Selection({ element, map, states, point, current, say: this.say });
    this.search = new Search({
      box: part('.search'),
      chip: part('.search-chip'),
      map,
      hear: (id) => this.navigation.visit(id),
      choose: (ids) => this.selection.take(ids),
    });
    this.trail = new Trail({ map, overlay, states, checkpoint, own: this.own });
    this.address = new Address({ current, session: this.session, say: this.say });
    this.star = new Star({ card: now, current, navigation, lists, say: this.say });
    this.kits = new Kits({
      ...this.#common,
      element: find(document, '#pads .keep'),
      past: this.past,
      current,
      checkpoint,
      files: this.files,
      fileOptions: () => this.card.fileOptions,
      entryOf: (label) => map.entryOf(label),
      star: this.star,
      address: () => this.address.hash,
      toMap: (slot) => slot && this.navigation.restore(slot.checkpoint, slot.recipe),
    });
    this.welcome = new Welcome({
      stage: element,
      element: part('.hint'),
      surface: map.surface,
      hear: () => this.kits.board.hear(),
    });
    this.about = new About({
      ...this.#common,
      dialog: find(element, '.about', HTMLDialogElement),
      facts: about,
      current,
      checkpoint,
      originalOf: ({ info, sound }) => this.playback.originalOf(info, sound),
      choose: (name) => this.navigation.exchange(name),
    });
    this.tabs = new Panels(find(document, '#tools'), (panel) => this.report({ panel }));
    this.sheet = new Sheet(element);
    this.widgets = new Widgets([
      this.playback,
      map,
      this.regions,
      this.colouring,
      this.search,
      this.selection,
      this.trail,
      this.kits,
      this.welcome,
      this.address,
      this.star,
    ]);
    this.theme = followTheme((dark) => this.#themed(dark));
  }

  /**
   * Builds a panel and adds it to the widgets.
   * @param {string} name
   * @param {(host: Host) => Panel} build
   */
  add(name, build) {
    this.widgets.addPanel(name, build(hostOf(this)));
  }

  /**
   * Opens the sound or checkpoint in the address, or the default checkpoint; also the kit in the address.
   * @param {string} checkpoint
   */
  async begin(checkpoint) {
    const { hash } = location;
    const asked = readHash(hash);
    const opened = asked.checkpoint && (await this.navigation.open(asked.checkpoint));
    if (!opened && !(await this.navigation.open(checkpoint)))
      return this.map.giveUp(this.element.dataset.error ?? '');
    await this.own.collection.begin();
    if (asked.recipe && (opened || !asked.checkpoint))
      await this.session.request(asked.recipe, { silent: true, adopt: true, version: asked.version });
    this.report({ ready: 'true' });
    this.welcome.begin();
    await this.kits.begin(hash);
  }

  /**
   * Reports the stage's state as `data-` attributes.
   * @param {Record<string, string>} values
   */
  report = (values) => {
    Object.assign(this.element.dataset, values);
  };

  /** @type {(text: string, offer?: import('../core/toast.js').Offer | null) => void} */
  say = (text, offer = null) => this.toast.say(text, { offer });

  /**
   * Shows an error; the page keeps running.
   * @param {unknown} error
   */
  fail = (error) => {
    const known = error instanceof Problem;
    const text = known ? error.message : 'Something went wrong on this page. Reload it to go on.';
    if (!known) console.error(error);
    this.report({ error: text });
    this.toast.say(text, { problem: true });
  };

  /** What several parts need. */
  get #common() {
    const { ask, map, player, sounds, report, say, sync, fail } = this;
    return { ask, map, player, sounds, report, say, sync, fail };
  }

  /**
   * A library is about to be shown: forgets everything about the previous one.
   * @param {string} checkpoint
   * @param {import('../core/types.js').Library} library
   */
  #opened(checkpoint, library) {
    this.session.begin(checkpoint, library.fingerprint);
    this.widgets.clear();
    this.card.reset(library.names.length);
    this.map.marks.set('now', null);
    this.map.take(library, this.colouring.choice);
    this.widgets.opened(library);
    this.report({ recipe: '', version: library.fingerprint });
  }

  /** @param {import('../core/types.js').Shown} shown */
  #shown(shown) {
    const { info, recipe } = shown.rendered;
    this.playback.show(this.map.colourOf(info.label), this.plain.note(info));
    this.map.marks.set('now', shown.place);
    this.widgets.shown(shown);
    const renders = String(++this.#renders);
    this.report({ recipe, renders, error: '', place: JSON.stringify(shown.place) });
  }

  #turned() {
    this.card.setChanges(changesOf(this.session.controls));
    for (const [name, panel] of this.widgets.panels) this.tabs.mark(name, panel.active?.() ?? false);
    this.widgets.turned(this.session.controls);
  }

  /** @param {import('../core/types.js').Recipe} recipe */
  #adopted(recipe) {
    this.widgets.adopted(recipe);
    this.sync();
  }

  /** @param {boolean} playing */
  #playing(playing) {
    this.report({ playing: String(playing) });
    if (!playing) this.map.marks.ring(false);
  }

  /** @param {boolean} dark */
  #themed(dark) {
    this.widgets.themed(dark);
    const label = this.session.current?.rendered.info.label;
    if (label !== undefined) this.card.setColour(this.map.colourOf(label));
  }
}
