// The sounds on the pads, fetched and decoded in advance so that they can start at any moment.

import { humanised, randomSeed } from '../core/recipes.js';
import { bufferOf } from '../core/sounds.js';
import { mix } from './beat/mix.js';
import { Sounding } from './beat/voice.js';

/** @typedef {import('./kit.js').Slot} Slot */
/** A pad's sound, or why there is none; `fixed` if it cannot be varied. @typedef {{ buffer: AudioBuffer, label: string, fixed?: boolean } | { problem: unknown }} Loaded */
/** A variation of a pad's sound. @typedef {{ buffer: AudioBuffer, heard: boolean }} Take */
/** @typedef {{ pad: number, recipe: import('../core/types.js').Recipe, variation: boolean }} Job */

const VARIATIONS = 5; // takes of each humanised pad, used in turn; each is replaced once it has been played
const PAUSE_MS = 120; // between two fetches, so that a visitor's clicks need not wait
const BUS = { gain: 0.8, threshold: -4, knee: 3, ratio: 20, attack: 0.002, release: 0.12 };
const HARDEST = 127;

export class Voices {
  /** @type {(Slot | null)[]} */
  #slots = [];
  /** @type {(Loaded | null)[]} */
  #loaded = [];
  /** @type {Take[][]} */
  #pools = [];
  #amount = 0;
  #working = false;
  #sounding = new Sounding();
  /** @type {ReturnType<typeof mix>} */
  #strips = [];
  /** @type {GainNode | null} */
  #bus = null;

  /**
   * @param {object} props
   * @param {import('../core/player.js').Player} props.player
   * @param {import('../core/sounds.js').Sounds} props.sounds
   * @param {() => import('../core/types.js').Shown | null} props.current
   * @param {() => void} props.onChange  a pad's sound has arrived or failed
   * @param {(pad: number, velocity: number, time: number) => void} props.onHit  a pad is about to sound
   */
  constructor({ player, sounds, current, onChange, onHit }) {
    this.player = player;
    this.sounds = sounds;
    this.current = current;
    this.onChange = onChange;
    this.onHit = onHit;
  }

  /**
   * Fetches the sounds of a kit, and variations of them if it is humanised.
   * @param {import('./kit.js').Kit} kit
   */
  prepare(kit) {
    const { slots } = kit;
    const amount = kit.pattern.humanise;
    this.#strips = mix(kit);
    slots.forEach((slot, pad) => {
      const same = sameSound(slot, this.#slots[pad]);
      if (!same) this.#loaded[pad] = slot && this.#currentOf(slot);
      if (!same || amount !== this.#amount) this.#pools[pad] = [];
    });
    this.#slots = slots;
    this.#amount = amount;
    this.#work();
  }

  /**
   * The label of a pad's sound, or null until it has arrived.
   * @param {number} pad
   */
  label(pad) {
    const loaded = this.#loaded[pad];
    return this.#slots[pad] && loaded && 'label' in loaded ? loaded.label : null;
  }

  /**
   * Why a pad cannot be played.
   * @param {number} pad
   */
  problem(pad) {
    const loaded = this.#loaded[pad];
    return loaded && 'problem' in loaded ? loaded.problem : null;
  }

  /**
   * Tries to fetch a pad's sound again.
   * @param {number} pad
   */
  retry(pad) {
    this.#loaded[pad] = null;
    this.#work();
  }

  /** Whether every pad has its sound and the takes that humanising needs. */
  get ready() {
    return this.#missing() === null;
  }

  /**
   * Plays a pad at a time on the audio clock, by default at once; cuts off what its pad or choke group plays then.
   * @param {number} pad
   */
  strike(pad, velocity = HARDEST, time = 0) {
    const strip = this.#strips[pad];
    const buffer = this.#take(pad);
    if (!strip || !buffer) return;
    const { context } = this.player.output;
    this.#sounding.start(context, this.#output, { buffer, strip, pad, velocity, time });
    this.onHit(pad, velocity, time);
  }

  /** Cancels scheduled hits that have not started. */
  cancel() {
    this.#sounding.cancel(this.player.output.context.currentTime);
  }

  get #output() {
    if (!this.#bus) {
      const { context, master } = this.player.output;
      const { gain, ...limits } = BUS;
      this.#bus = new GainNode(context, { gain });
      this.#bus.connect(new DynamicsCompressorNode(context, limits)).connect(master);
    }
    return this.#bus;
  }

  /**
   * The buffer for the next hit; a humanised pad uses another one every time.
   * @param {number} pad
   */
  #take(pad) {
    const loaded = this.#loaded[pad];
    if (!loaded || 'problem' in loaded) return null;
    const next = this.#pools[pad].shift();
    if (!next) return loaded.buffer;
    this.#pools[pad].push(next);
    next.heard = true;
    this.#work();
    return next.buffer;
  }

  /**
   * The sound of a slot if it is the current sound, which need not be fetched.
   * @param {Slot} slot
   * @returns {Loaded | null}
   */
  #currentOf(slot) {
    const shown = this.current();
    if (!shown || !sameSound({ ...slot, checkpoint: shown.checkpoint, recipe: shown.recipe }, slot))
      return null;
    queueMicrotask(this.onChange);
    return { buffer: bufferOf(shown.rendered.sound), label: shown.rendered.info.label };
  }

  /** What to fetch next: sounds first, then variations. @returns {Job | null} */
  #missing() {
    const pads = [...this.#slots.entries()].flatMap(([pad, slot]) => (slot ? [{ pad, slot }] : []));
    const bare = pads.find(({ pad }) => !this.#loaded[pad]);
    if (bare) return { pad: bare.pad, recipe: bare.slot.recipe, variation: false };
    const short = this.#amount ? pads.find(({ pad }) => this.#needsTake(pad)) : null;
    if (!short) return null;
    const recipe = humanised(short.slot.recipe, this.#amount, randomSeed());
    return { pad: short.pad, recipe, variation: true };
  }

  /** @param {number} pad */
  #needsTake(pad) {
    const loaded = this.#loaded[pad];
    if (!loaded || 'problem' in loaded || loaded.fixed) return false;
    return this.#pools[pad].filter((take) => !take.heard).length < VARIATIONS;
  }

  /** Fetches what is missing, one after the other. */
  async #work() {
    if (this.#working) return;
    this.#working = true;
    for (let job = this.#missing(); job; job = this.#missing()) {
      await this.#fetch(job);
      const pause = job.variation ? PAUSE_MS : 0;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.#working = false;
    this.onChange();
  }

  /** @param {Job} job */
  async #fetch({ pad, recipe, variation }) {
    const slot = this.#slots[pad];
    const amount = this.#amount;
    if (!slot) return;
    /** @type {Loaded} */
    let loaded;
    try {
      const { sound, info } = await this.sounds.render(slot.checkpoint, recipe, { keep: !variation });
      loaded = { buffer: bufferOf(sound), label: info.label };
    } catch (problem) {
      loaded = { problem };
    }
    if (!sameSound(this.#slots[pad], slot) || (variation && amount !== this.#amount)) return;
    if (variation) return this.#addTake(pad, loaded);
    this.#loaded[pad] = loaded;
    this.onChange();
  }

  /**
   * Puts a fresh take before those already played and drops the oldest of these. A problem leaves the pad unvaried.
   * @param {number} pad
   * @param {Loaded} loaded
   */
  #addTake(pad, loaded) {
    const own = this.#loaded[pad];
    if ('problem' in loaded) {
      if (own && 'buffer' in own) own.fixed = true;
      return;
    }
    const pool = this.#pools[pad];
    const fresh = pool.filter((take) => !take.heard);
    const heard = pool.filter((take) => take.heard);
    if (pool.length >= VARIATIONS) heard.shift();
    this.#pools[pad] = [...fresh, { buffer: loaded.buffer, heard: false }, ...heard];
  }
}

/**
 * @param {Slot | null | undefined} one
 * @param {Slot | null | undefined} other
 */
const sameSound = (one, other) =>
  one === other ||
  (one &&
    other &&
    one.checkpoint === other.checkpoint &&
    JSON.stringify(one.recipe) === JSON.stringify(other.recipe));
