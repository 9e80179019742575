// The pads and the beat: together they show one kit, and every change makes a new one.

import { Bar } from './bar.js';
import { Beat } from './beat/beat.js';
import { randomPattern } from './beat/beats.js';
import { Desk } from './beat/desk.js';
import { mix } from './beat/mix.js';
import { hasBeat, hasSounds, nameOf, swapped, withoutAll, withPattern } from './kit.js';
import { KitStore } from './kit-store.js';
import { lookOf, stateOf } from './looks.js';
import { PadTools } from './pad/tools.js';
import { PadRow } from './pads.js';
import { randomSeed } from '../core/recipes.js';
import { playedAs, slotOf } from './slot.js';
import { Voices } from './voices.js';

/** @typedef {import('./kit.js').Kit} Kit */
/** @typedef {import('./kit.js').Slot} Slot */
/** @typedef {import('../core/types.js').Shown} Shown */
/**
 * What the pads need from the page.
 * @typedef {object} BoardProps
 * @property {HTMLElement} element
 * @property {import('../timeline/past.js').Past} past
 * @property {import('../core/player.js').Player} player
 * @property {import('../core/sounds.js').Sounds} sounds
 * @property {import('../core/types.js').Ask} ask
 * @property {() => Shown | null} current
 * @property {() => string} checkpoint
 * @property {(label: string) => import('../core/types.js').LegendEntry | null} entryOf  the legend's entry for a label
 * @property {(slot: Slot | null) => void} toMap  continues with a pad's sound on the map
 * @property {import('../out/files.js').Files} files
 * @property {() => import('../out/files.js').Options} fileOptions  how a sound's file is written
 * @property {() => void} changed  the kit has changed
 * @property {(text: string) => void} say
 * @property {(error: unknown) => void} fail
 */

export class Board {
  /** Called once, as soon as all pads have their sounds. @type {(() => void) | null} */
  #whenLoaded = null;

  /** @param {BoardProps} props */
  constructor(props) {
    this.props = props;
    const { element, past, player } = props;
    this.store = new KitStore(past, () => this.#changed());
    this.voices = new Voices({
      ...props,
      onChange: () => this.#loaded(),
      onHit: (pad, velocity, time) =>
        element.dispatchEvent(new CustomEvent('hit', { detail: { pad, velocity, time } })),
    });
    this.bar = new Bar(element, {
      buttons: this.#buttons(),
      turn: (name, value) => this.change(withPattern(this.kit, { [name]: value }), name),
    });
    this.row = new PadRow(element, {
      choose: (pad) => this.#choose(pad),
      press: (pad) => this.press(pad),
      take: (pad) => this.take(pad),
      swap: (one, other) => this.change(swapped(this.kit, one, other)),
      file: (slot) => props.files.sound(slot, { ...props.fileOptions(), ...playedAs(slot) }),
      save: (file) => props.files.save(file),
      rename: (pad, text) => this.store.alter(pad, (slot) => ({ name: nameOf(text) || slot.name })),
      level: (pad, level) => this.store.alter(pad, () => ({ level }), `level ${pad}`),
      empty: (pad) => this.store.put(pad, null),
    });
    this.tools = new PadTools({
      ...props,
      store: this.store,
      voices: this.voices,
      playing: () => this.beat.playing,
      current: () => this.current,
      choose: (pad) => this.#choose(pad),
      strikeOnceLoaded: () => this.#onceLoaded(() => this.voices.strike(this.row.chosen)),
      changed: () => this.#show(),
    });
    this.desk = new Desk({
      element,
      store: this.store,
      choose: (pad) => this.#choose(pad),
      struck: (pad, velocity) => {
        if (!this.beat.playing && player.unlocked) this.voices.strike(pad, velocity);
      },
      changed: () => this.#show(),
    });
    this.beat = new Beat({
      player,
      voices: this.voices,
      kit: () => this.kit,
      heard: (step) => this.#heard(step),
    });
    this.#show();
  }

  /** The kit on the pads. */
  get kit() {
    return this.store.kit;
  }

  /** Fetches the sounds of the stored kit. */
  begin() {
    this.voices.prepare(this.kit);
  }

  /** Another library is open: labels may have other colours. */
  opened() {
    this.#show();
  }

  /**
   * Replaces the kit; all changes made in one gesture are one step of undo.
   * @param {Kit} kit
   * @param {string | null} gesture
   */
  change(kit, gesture = null) {
    this.store.change(kit, gesture);
  }

  /** What would be put on a pad now: the current sound, or null. @returns {Slot | null} */
  get current() {
    const shown = this.props.current();
    if (!shown) return null;
    return slotOf(shown.checkpoint, shown.recipe, shown.rendered.info);
  }

  /** @param {number} pad */
  take(pad, slot = this.current) {
    if (!slot) return this.props.say('Play a sound first, then put it on a pad.');
    this.row.choose(pad);
    this.store.put(pad, slot);
    this.row.flash(pad);
  }

  /**
   * Plays a pad; an empty one takes the current sound.
   * @param {number} pad
   */
  press(pad) {
    this.#choose(pad);
    if (!this.kit.slots[pad]) return this.take(pad);
    const problem = this.voices.problem(pad);
    if (problem) {
      this.voices.retry(pad);
      return this.props.fail(problem);
    }
    this.props.player.unlock();
    this.voices.strike(pad);
    this.row.flash(pad);
    this.tools.hit(pad);
  }

  /**
   * Plays a pad with a velocity, from 1 to 127; an empty one stays silent.
   * @param {number} pad
   * @param {number} velocity
   */
  hit(pad, velocity) {
    if (!this.kit.slots[pad]) return;
    this.voices.strike(pad, velocity);
    this.row.flash(pad, velocity);
  }

  /** Starts the beat, or stops it. */
  play() {
    const { say } = this.props;
    if (this.beat.playing) return this.stop();
    if (!hasSounds(this.kit)) return say('Put sounds on the pads first, or try Random kit.');
    if (!hasBeat(this.kit)) say('Click steps to make a beat, or try Random beat.');
    this.beat.start();
    this.bar.setPlaying(true);
  }

  /** Plays the beat on the pads; where they are empty, one that is made of the library's sounds. */
  async hear() {
    if (this.beat.playing) return;
    this.props.player.unlock();
    if (hasSounds(this.kit)) this.play();
    else await this.#randomKit('map', () => this.play());
  }

  stop() {
    this.beat.stop();
    this.tools.stopped();
    this.bar.setPlaying(false);
  }

  /**
   * The bar's buttons, except those for files.
   * @returns {Record<string, () => void>}
   */
  #buttons() {
    return {
      play: () => this.play(),
      'random-kit': () => this.#randomKit(this.bar.source.value),
      'random-pattern': () => this.#randomPattern(),
      'clear-pattern': () => this.desk.clear(),
      'clear-kit': () => this.change(withoutAll(this.kit)),
      'clear-pad': () => this.store.put(this.row.chosen, null),
      take: () => this.take(this.row.chosen),
      show: () => this.props.toMap(this.kit.slots[this.row.chosen]),
      fold: () => this.bar.fold(),
    };
  }

  #randomPattern() {
    const labels = this.kit.slots.map((_, pad) => this.voices.label(pad));
    this.desk.fill(randomPattern(labels, randomSeed()));
  }

  /**
   * Fills the pads at random; adds a random beat if there were no sounds or no beat.
   * @param {string} source  where the sounds are from
   * @param {() => void} then  called once they are all there, with the beat
   */
  async #randomKit(source, then = () => {}) {
    const { ask, checkpoint, fail } = this.props;
    try {
      const { slots } = await ask('random_kit', { checkpoint: checkpoint(), seed: randomSeed(), source });
      const fresh = !hasSounds(this.kit) || !hasBeat(this.kit);
      this.change({ ...this.kit, slots });
      this.#onceLoaded(() => {
        if (fresh) this.#randomPattern();
        then();
      });
    } catch (error) {
      fail(error);
    }
  }

  #changed() {
    this.props.changed();
    this.voices.prepare(this.kit);
    this.#show();
  }

  /** @param {number} pad */
  #choose(pad) {
    this.row.choose(pad);
    this.desk.show(this.kit, pad);
    this.tools.show(this.kit, pad);
  }

  /** @param {import('./beat/beat.js').HeardStep | null} heard */
  #heard(heard) {
    this.desk.heard(heard);
    for (const { pad, velocity } of heard?.hits ?? []) this.row.flash(pad, velocity);
  }

  /**
   * Does something as soon as all pads have their sounds.
   * @param {() => void} then
   */
  #onceLoaded(then) {
    this.#whenLoaded = then;
    this.#loaded();
  }

  #loaded() {
    this.#show();
    const waits = this.kit.slots.some(
      (slot, pad) => slot && this.voices.label(pad) === null && !this.voices.problem(pad),
    );
    const then = this.#whenLoaded;
    if (!then || waits) return;
    this.#whenLoaded = null;
    then();
  }

  #show() {
    const { chosen } = this.row;
    const strips = mix(this.kit);
    const looks = this.kit.slots.map((slot, pad) => ({
      ...lookOf(pad, this.voices, this.props.entryOf),
      ...stateOf(slot, strips[pad], pad === this.tools.follower),
    }));
    this.row.show(this.kit, looks);
    this.desk.show(this.kit, chosen);
    this.tools.show(this.kit, chosen);
    this.desk.grid.colour(looks.map(({ colours }) => colours));
    this.bar.show(this.kit);
    this.props.element.dataset.kit = JSON.stringify(this.kit);
    this.props.element.dataset.ready = String(this.voices.ready);
  }
}
