// The pads and the beat: together they show one kit, and every change makes a new one.

import { Bar } from './bar.js';
import { Beat } from './beat/beat.js';
import { randomPattern } from './beat/beats.js';
import { StepGrid } from './beat/steps.js';
import { find } from '../core/dom.js';
import {
  hasBeat,
  hasSounds,
  nameOf,
  swapped,
  withoutAll,
  withoutBeat,
  withPattern,
  withStep,
} from './kit.js';
import { KitStore } from './kit-store.js';
import { lookOf } from './looks.js';
import { PadRow } from './pads.js';
import { randomSeed } from '../core/recipes.js';
import { Voices } from './voices.js';

/** @typedef {import('./kit.js').Kit} Kit */
/** @typedef {import('./kit.js').Slot} Slot */
/** @typedef {import('../core/types.js').Shown} Shown */
/**
 * What the pads need from the page.
 * @typedef {object} BoardProps
 * @property {HTMLElement} element
 * @property {import('../core/player.js').Player} player
 * @property {import('../core/sounds.js').Sounds} sounds
 * @property {import('../core/types.js').Ask} ask
 * @property {() => Shown | null} current
 * @property {() => string} checkpoint
 * @property {(label: string) => import('../core/types.js').LegendEntry | null} entryOf  the legend's entry for a label
 * @property {(slot: Slot | null) => void} toMap  continues with a pad's sound on the map
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
    const { element, player } = props;
    this.store = new KitStore(() => this.#changed());
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
      rename: (pad, text) => this.store.alter(pad, (slot) => ({ name: nameOf(text) || slot.name })),
      level: (pad, level) => this.store.alter(pad, () => ({ level }), `level ${pad}`),
      empty: (pad) => this.store.put(pad, null),
    });
    this.grid = new StepGrid(find(element, '.steps'), {
      paint: (pad, step, velocity, gesture) => this.#paint(pad, step, velocity, gesture),
      choose: (pad) => this.#choose(pad),
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
    this.voices.prepare(this.kit.slots, this.kit.pattern.humanise);
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
    const name = nameOf(shown.rendered.info.title.split(' · ')[0]) || 'Sound';
    return { recipe: shown.recipe, name, checkpoint: shown.checkpoint, level: 0 };
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

  stop() {
    this.beat.stop();
    this.bar.setPlaying(false);
  }

  /**
   * The bar's buttons, except those for files.
   * @returns {Record<string, () => void>}
   */
  #buttons() {
    return {
      play: () => this.play(),
      undo: () => this.store.travel(-1),
      redo: () => this.store.travel(1),
      'random-kit': () => this.#randomKit(),
      'random-pattern': () => this.#randomPattern(),
      'clear-pattern': () => this.change(withoutBeat(this.kit)),
      'clear-kit': () => this.change(withoutAll(this.kit)),
      'clear-pad': () => this.store.put(this.row.chosen, null),
      take: () => this.take(this.row.chosen),
      show: () => this.props.toMap(this.kit.slots[this.row.chosen]),
      fold: () => this.bar.fold(),
    };
  }

  #randomPattern() {
    const labels = this.kit.slots.map((_, pad) => this.voices.label(pad));
    this.change(withPattern(this.kit, randomPattern(labels, randomSeed())));
  }

  /** Fills the pads at random; adds a random beat if there were no sounds or no beat. */
  async #randomKit() {
    const { ask, checkpoint, fail } = this.props;
    const source = this.bar.source.value;
    try {
      const { slots } = await ask('random_kit', { checkpoint: checkpoint(), seed: randomSeed(), source });
      const fresh = !hasSounds(this.kit) || !hasBeat(this.kit);
      this.change({ ...this.kit, slots });
      if (fresh) this.#whenLoaded = () => this.#randomPattern();
      this.#loaded();
    } catch (error) {
      fail(error);
    }
  }

  #changed() {
    this.props.changed();
    this.voices.prepare(this.kit.slots, this.kit.pattern.humanise);
    this.#show();
  }

  /**
   * @param {number} pad
   * @param {number} step
   * @param {number} velocity
   * @param {string} gesture
   */
  #paint(pad, step, velocity, gesture) {
    if (this.row.chosen !== pad) this.#choose(pad);
    this.change(withStep(this.kit, pad, step, velocity), gesture);
    if (velocity && !this.beat.playing && this.props.player.unlocked) this.voices.strike(pad, velocity);
  }

  /** @param {number} pad */
  #choose(pad) {
    this.row.choose(pad);
    this.grid.show(this.kit, pad);
  }

  /** @param {number | null} step */
  #heard(step) {
    this.grid.playhead(step);
    if (step === null) return;
    this.kit.pattern.steps.forEach((row, pad) => {
      if (row[step] && this.kit.slots[pad]) this.row.flash(pad, row[step]);
    });
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
    const looks = this.kit.slots.map((_, pad) => lookOf(pad, this.voices, this.props.entryOf));
    this.row.show(this.kit, looks);
    this.grid.show(this.kit, this.row.chosen);
    this.grid.colour(looks.map(({ colours }) => colours));
    this.bar.show(this.kit, this.store.history);
    this.props.element.dataset.kit = JSON.stringify(this.kit);
    this.props.element.dataset.ready = String(this.voices.ready);
  }
}
