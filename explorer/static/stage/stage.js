// The stage: what is heard is one recipe; everything a visitor does makes the next one.

import { Blind } from '../panels/compare/blind.js';
import { Card } from '../card/card.js';
import { Colouring } from '../map/colouring.js';
import { Compare } from '../panels/compare/compare.js';
import { Corners } from '../map/corners.js';
import { Dimensions } from '../panels/shape/dimensions.js';
import { Hint } from './hint.js';
import { History } from './history.js';
import { HistoryList } from '../panels/history/history-list.js';
import { Keep } from '../kit/keep.js';
import { Keyboard } from './keyboard.js';
import { Legend } from '../map/legend.js';
import { SoundMap } from '../map/map.js';
import { Nearby } from '../panels/nearby/nearby.js';
import { matched, OwnSounds } from '../own/own-sounds.js';
import { MorphPad } from '../panels/morph/morph-pad.js';
import { weightsAt } from '../core/morph-geometry.js';
import { mounted } from './mounted.js';
import { Overlay } from '../core/overlay.js';
import { Path } from '../map/path.js';
import { Panels } from '../panels/panels.js';
import { Shape } from '../panels/shape/shape.js';
import { Variations } from '../panels/vary/variations.js';
import { Player } from '../core/player.js';
import {
  controlsOf,
  mix,
  morph,
  offset,
  phase,
  randomSeed,
  readHash,
  shape,
  vary,
  writeHash,
} from '../core/recipes.js';
import { ask, Cache, floats, Newest, Problem, readSound } from '../core/server.js';
import { Search } from '../header/search.js';
import { Selection } from '../map/selection.js';
import { Strip } from '../panels/morph/strip.js';
import { followTheme } from '../core/theme.js';
import { Trail } from '../map/trail.js';
import { Transport } from '../card/transport.js';
import { Toast } from '../core/toast.js';
import { wire } from './wiring.js';

const ORIGINAL_AFTER = 150;
const HASH_AFTER = 200;

export async function start(context) {
  await mounted();
  const stage = new Stage(context);
  wire(stage);
  const keep = new Keep(stage);
  window.hitmap.keep = keep;
  await stage.begin();
  await keep.begin();
}

export class Stage {
  constructor({ element, server, plotlyUrl, checkpoints, defaultCheckpoint, sync }) {
    const find = (selector) => element.querySelector(selector);
    Object.assign(this, { element, server, checkpoints, defaultCheckpoint, sync });
    this.map = new SoundMap(find('.map'), plotlyUrl);
    this.card = new Card(find('.card.now'));
    this.toast = new Toast(find('.toast'));
    this.player = new Player((playing) => this.#playing(playing));
    this.legend = new Legend(find('.legend .chips'), (lit) => this.map.light(lit));
    this.colouring = new Colouring(element, this.map, this.legend);
    this.search = new Search(
      find('.search'),
      find('.search-chip'),
      this.map,
      (id) => this.visit(id),
      (ids) => this.selection.take(ids),
    );
    this.panels = new Panels(document.querySelector('#tools'));
    this.transport = new Transport(find('.transport'), this.player);
    this.keyboard = new Keyboard(find('.card.now'), this.player);
    this.whenShown = []; // what else follows a sound that is shown: called with the server's reply and the job
    const overlay = new Overlay(find('.overlay'), this.map);
    this.strip = new Strip(this);
    this.path = new Path(this, overlay, this.strip);
    this.pad = new MorphPad((handle) => {
      this.controls.handle = handle;
      this.hearMorph({ gesture: 'morph', since: performance.now() });
    });
    this.corners = new Corners(this.map, overlay, ({ used }) => {
      this.pad.show(used.length);
      this.strip.refresh();
    });
    this.nearby = new Nearby(this, overlay);
    this.trail = new Trail(this, overlay);
    this.selection = new Selection(this);
    this.shape = new Shape(this);
    this.dimensions = new Dimensions(this);
    this.variations = new Variations(this);
    this.comparison = new Compare(this);
    this.blind = new Blind(this);
    this.theme = followTheme((dark) => this.#themed(dark));
    this.history = new History();
    new HistoryList(this);
    new Hint(this);
    this.newest = new Newest((job) => this.#work(job));
    this.sounds = new Cache(64);
    this.own = new OwnSounds();
    this.controls = {
      t: 0.5,
      handle: [0.5, 0.5],
      interpolation: 'lerp',
      amount: 0,
      seed: 1,
      rounds: null,
      lock: [],
      shape: {},
      dimensions: {},
    };
    this.renders = 0;
  }

  /** Opens what the address asks for, or the default checkpoint. */
  async begin() {
    const asked = readHash(location.hash);
    const opened = asked.checkpoint && (await this.open(asked.checkpoint));
    if (!opened && !(await this.open(this.defaultCheckpoint)))
      return this.map.giveUp(this.element.dataset.error);
    if (asked.recipe && (opened || !asked.checkpoint))
      await this.request(asked.recipe, { silent: true, adopt: true, version: asked.version });
    this.element.dataset.ready = 'true';
  }

  /** Shows another checkpoint's map; false, with a sentence on the page, when that fails. */
  async open(checkpoint) {
    this.map.section.setAttribute('aria-busy', 'true');
    try {
      const reply = await ask(this.server, 'library', { checkpoint });
      const points = { x: floats(reply.x), y: floats(reply.y) };
      this.checkpoint = checkpoint;
      this.version = reply.fingerprint;
      this.#forget(reply.names.length);
      this.shape.take(reply.shape);
      this.map.take({ ...reply, ...points }, this.colouring.choice, this.dark);
      this.colouring.load();
      await this.map.draw();
      this.element.dataset.checkpoint = checkpoint;
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    } finally {
      this.map.section.setAttribute('aria-busy', 'false');
      this.sync();
    }
  }

  /** Renders a recipe (object or text) and plays it, unless it is `silent`, as all are without autoplay. The newest request wins. */
  request(recipe, options = {}) {
    const text = typeof recipe === 'string' ? recipe : JSON.stringify(recipe);
    return this.newest.run({
      checkpoint: this.checkpoint,
      remember: true,
      silent: !this.transport.autoplay,
      ...options,
      text,
    });
  }

  /** Hears a base sound with the noise and the phase that are set; another one than before without offsets. */
  hear(base, options = {}) {
    if (base !== this.base) this.dimensions.clear();
    this.base = base;
    return this.request(this.dressed(base), options);
  }

  /** The recipe of a base sound as the controls have it: shaped, if it is on moved, varied, with the phase that is set. */
  dressed(base) {
    const { amount, seed, lock, rounds, dimensions } = this.controls;
    const moved = offset(shape(base, this.controls.shape), base === this.base ? dimensions : {});
    return phase(vary(moved, amount, seed, lock), rounds);
  }

  /** Hears a sound of the library and brings it to the middle of the map. */
  visit(id, options = {}) {
    this.map.view.centre(this.map.placeOf(id));
    return this.point(id, options);
  }

  /** Hears a sound of the library. */
  point(id, options = {}) {
    this.place = this.map.placeOf(id);
    this.map.mark('now', this.place);
    return this.hear({ kind: 'point', id }, { since: performance.now(), ...options });
  }

  /** Hears the morph between the corners. */
  hearMorph(options = {}) {
    const { t, handle, interpolation } = this.controls;
    const { recipes } = this.corners;
    if (recipes.length === 2) return this.hear(morph(recipes, t, interpolation), options);
    return this.hear(mix(recipes, weightsAt(handle, recipes.length), interpolation), options);
  }

  surprise(since) {
    const label = this.colouring.onlyLabel;
    this.hear({ kind: 'prior', seed: randomSeed(), ...(label && { label }) }, { since });
  }

  replay(since) {
    if (!this.card.info) return;
    if (this.transport.loop && this.player.voice) return this.player.stop();
    this.#play(since);
    this.#follow();
  }

  async travel(step) {
    const entry = this.history.move(step);
    if (!entry) return;
    if (entry.checkpoint !== this.checkpoint && !(await this.open(entry.checkpoint))) return;
    await this.request(entry.recipe, { remember: false, adopt: true });
  }

  /** Switches between original and decoded while it plays. */
  async compare(side = this.player.side === 'decoded' ? 'original' : 'decoded') {
    if (!this.card.info) return;
    if (side === 'original' && !(await this.#fetchOriginal())) return;
    this.player.listenTo(side);
    this.card.setSide(side);
    this.element.dataset.listening = side;
    if (this.player.voice) return;
    this.player.play();
    this.#follow();
  }

  say(text) {
    this.toast.say(text);
  }

  async #work(job) {
    const key = `${job.checkpoint} ${job.text}`;
    this.element.dataset.busy = 'true';
    try {
      const reply =
        this.sounds.get(key) ??
        (await ask(this.server, 'render', { checkpoint: job.checkpoint, recipe: job.text }));
      reply.sound ??= readSound(reply);
      this.sounds.set(key, reply);
      this.own.complete(reply, job.checkpoint);
      if (job.checkpoint === this.checkpoint) this.#show(reply, job);
    } catch (error) {
      this.fail(error);
    } finally {
      this.element.dataset.busy = 'false';
    }
  }

  #show(reply, job) {
    const { info, sound } = reply;
    this.recipe = JSON.parse(reply.recipe);
    this.now = { checkpoint: job.checkpoint, version: this.version, recipe: reply.recipe };
    this.player.load(sound);
    if (!job.silent) this.#play(job.since);
    this.card.show(reply, sound, this.map.colourOf(info.label));
    this.#follow();
    if (job.adopt) this.#adopt(this.recipe);
    this.place = this.#placeOf(this.recipe, info);
    this.map.mark('now', this.place);
    if (job.remember) this.history.push(this.now, job.gesture ?? null);
    const report = { recipe: reply.recipe, renders: ++this.renders, error: '', listening: 'decoded' };
    Object.assign(this.element.dataset, report);
    for (const follow of this.whenShown) follow(reply, job);
    this.#checkVersion(job.version);
    clearTimeout(this.hashTimer);
    this.hashTimer = setTimeout(() => this.writeHash(), HASH_AFTER);
    clearTimeout(this.originalTimer);
    if (info.has_original) this.originalTimer = setTimeout(() => this.#fetchOriginal(), ORIGINAL_AFTER);
  }

  #play(since) {
    const begun = this.player.play();
    if (since && begun !== null) this.element.dataset.lastMs = (begun - since).toFixed(1);
  }

  #follow() {
    this.map.ring(Boolean(this.player.voice));
    this.card.view.follow(() => this.player.position);
  }

  /** The original of a sound of the library, or of the visitor's own, as its info names it; `decoded` is its reconstruction. */
  async originalOf(info, decoded) {
    if (info === this.card.info && this.card.sounds.original) return this.card.sounds.original;
    if (info.own) return matched(info.own.sound, decoded);
    return readSound(
      await ask(this.server, 'original', { checkpoint: this.checkpoint, id: info.id, rounds: info.rounds }),
    );
  }

  async #fetchOriginal() {
    clearTimeout(this.originalTimer);
    const { info } = this.card;
    if (!info?.has_original) return false;
    if (this.card.sounds.original) return true;
    try {
      const sound = await this.originalOf(info, this.card.sounds.decoded);
      if (this.card.info !== info) return false;
      this.card.addOriginal(sound);
      this.player.addOriginal(sound);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** Sets the controls to what a recipe says. */
  #adopt(recipe) {
    const { base, corners, ...controls } = controlsOf(recipe);
    this.base = base;
    Object.assign(this.controls, controls);
    if (corners) this.corners.replace(corners.map((corner) => this.cornerOf(corner)));
    this.pad.set(this.controls.handle);
    this.strip.refresh();
    this.variations.showLocks();
    this.dimensions.adopt();
    this.sync();
  }

  /** A corner {recipe, place, title} as far as it is known without asking the server. */
  cornerOf(recipe, info = null) {
    if (info) return { recipe, place: [info.x, info.y], title: info.title };
    const { names } = this.map.points;
    if (recipe.kind === 'point')
      return { recipe, place: this.map.placeOf(recipe.id), title: names[recipe.id] };
    if (recipe.kind === 'place') {
      const place = [recipe.x, recipe.y];
      return {
        recipe,
        place,
        title: `near ${names[this.map.nearest(this.map.view.toPixel(place), Infinity)]}`,
      };
    }
    return { recipe, place: null, title: 'a made sound' };
  }

  /** Where to mark a sound: a morph between its corners, all else where the server says. */
  #placeOf(recipe, info) {
    const { base } = controlsOf(recipe);
    const places = this.corners.used.map((corner) => corner.place);
    if (base.kind !== 'mix' || base.of.length !== places.length || !places.every(Boolean))
      return [info.x, info.y];
    const total = base.weights.reduce((a, b) => a + b, 0);
    return [0, 1].map((axis) =>
      places.reduce((sum, place, i) => sum + (base.weights[i] / total) * place[axis], 0),
    );
  }

  #forget(count) {
    this.player.stop();
    this.card.reset(count);
    this.path.leave();
    this.strip.clear();
    this.corners.clear();
    this.search.clear();
    this.selection.leave();
    this.nearby.clear();
    this.trail.clear();
    this.dimensions.forget();
    this.variations.clear();
    this.comparison.clear();
    this.blind.close();
    this.map.mark('now', null);
    Object.assign(this, { base: null, recipe: null, now: null, place: null });
    this.element.dataset.recipe = '';
  }

  /** Puts the sound that is on into the page's address. */
  writeHash() {
    if (!this.now) return;
    history.replaceState(null, '', writeHash(this.now));
  }

  /** Says so when a link was made with another version of the checkpoint. */
  #checkVersion(version) {
    if (!version || version === this.version) return;
    this.say('This link was made with another version of the checkpoint: it may sound different.');
  }

  #playing(playing) {
    this.element.dataset.playing = playing;
    if (!playing) this.map.ring(false);
  }

  #themed(dark) {
    this.dark = dark;
    this.map.setTheme(dark);
    this.colouring.show();
    this.trail.draw();
    if (this.card.info) this.card.setColour(this.map.colourOf(this.card.info.label));
  }

  /** Shows what went wrong; the page goes on. */
  fail(error) {
    const text =
      error instanceof Problem ? error.message : 'Something went wrong on this page; reload it to go on.';
    if (!(error instanceof Problem)) console.error(error);
    this.element.dataset.error = text;
    this.toast.say(text, true);
  }
}
