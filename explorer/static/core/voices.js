// The sounds on the pads, ready to start at any moment: fetched and decoded before they are needed.

import { humanised } from '../kit/kit.js';
import { randomSeed } from './recipes.js';
import { ask, readSound } from './server.js';

const VARIATIONS = 5; // of each humanised pad, taken in turn; each is replaced after it was heard
const PAUSE_MS = 120; // between two fetches, which a visitor's clicks should not wait for
const BUS = { gain: 0.8, threshold: -4, knee: 3, ratio: 20, attack: 0.002, release: 0.12 };

/** Amplitude of a hit, as the SFZ format has it; the exported loop is mixed with the same. */
export const hitGain = (velocity, level) => (velocity / 127) ** 2 * 10 ** (level / 20);

export const bufferOf = ({ samples, sampleRate }) => {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate });
  buffer.copyToChannel(samples, 0);
  return buffer;
};

/** Starts a buffer at a time of a context's clock. */
export function strike(context, output, buffer, gain, time) {
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(new GainNode(context, { gain })).connect(output);
  source.start(time);
  return source;
}

export class Voices {
  /** `onChange(pad)`: a pad's sound has come, or has failed. */
  constructor(stage, onChange) {
    Object.assign(this, {
      stage,
      onChange,
      slots: [],
      sounds: [],
      pools: [],
      wanted: new Set(),
      amount: 0,
      sources: new Set(),
    });
  }

  /** Makes these slots ready, and variations of them where the amount is over 0. */
  prepare(slots, amount) {
    slots.forEach((slot, pad) => {
      const same = sameSound(slot, this.slots[pad]);
      if (!same) this.sounds[pad] = null;
      if (!same || amount !== this.amount) this.pools[pad] = [];
      if (!same && slot) this.#adopt(slot, pad);
    });
    this.slots = slots;
    this.amount = amount;
    this.#work();
  }

  label(pad) {
    return this.slots[pad] ? this.sounds[pad]?.label : null;
  }

  problem(pad) {
    return this.sounds[pad]?.problem;
  }

  /** Tries again to fetch a pad's sound. */
  retry(pad) {
    this.sounds[pad] = null;
    this.#work();
  }

  /** Whether every pad, and what its humanising needs, is here. */
  get ready() {
    return this.#missing() === null;
  }

  /** Plays a pad at a time of the audio clock, now by default. */
  strike(pad, velocity, time = 0) {
    const { context } = this.stage.player;
    const sound = this.sounds[pad];
    if (!sound?.buffer) return;
    const source = strike(
      context,
      this.#bus,
      this.#take(pad),
      hitGain(velocity, this.slots[pad].level),
      time,
    );
    const voice = { source, time };
    this.sources.add(voice);
    source.onended = () => this.sources.delete(voice);
  }

  /** Takes back what has not begun to sound. */
  hush() {
    const { context } = this.stage.player;
    for (const { source, time } of this.sources) if (time > context.currentTime) source.stop();
  }

  get #bus() {
    const { context, master } = this.stage.player;
    if (this.bus?.context !== context) {
      const { gain, ...limits } = BUS;
      this.bus = new GainNode(context, { gain });
      this.bus.connect(new DynamicsCompressorNode(context, limits)).connect(master);
    }
    return this.bus;
  }

  /** The buffer for the next hit: of a humanised pad another one every time. */
  #take(pad) {
    const pool = this.pools[pad];
    const next = pool.shift();
    if (!next) return this.sounds[pad].buffer;
    pool.push(next);
    next.heard = true;
    this.#work();
    return next.buffer;
  }

  /** Takes the sound on from the stage where it is the one that is on there. */
  #adopt(slot, pad) {
    const { now, card } = this.stage;
    if (
      now?.checkpoint !== slot.checkpoint ||
      !card.sounds?.decoded ||
      JSON.stringify(JSON.parse(now.recipe)) !== JSON.stringify(slot.recipe)
    )
      return;
    this.sounds[pad] = { buffer: bufferOf(card.sounds.decoded), label: card.info.label };
    queueMicrotask(() => this.onChange(pad));
  }

  #missing() {
    const pad = this.slots.findIndex((slot, i) => slot && !this.sounds[i]);
    if (pad >= 0) return { pad, recipe: this.slots[pad].recipe };
    if (!this.amount) return null;
    const short = this.slots.findIndex(
      (slot, i) => slot && this.sounds[i].buffer && !this.sounds[i].fixed && this.#fresh(i) < VARIATIONS,
    );
    if (short < 0) return null;
    return {
      pad: short,
      recipe: humanised(this.slots[short].recipe, this.amount, randomSeed()),
      variation: true,
    };
  }

  #fresh(pad) {
    return this.pools[pad].filter((take) => !take.heard).length;
  }

  /** Fetches what is missing, one after the other. */
  async #work() {
    if (this.working) return;
    this.working = true;
    for (let job = this.#missing(); job; job = this.#missing()) {
      await this.#fetch(job);
      await new Promise((resolve) => setTimeout(resolve, job.variation ? PAUSE_MS : 0));
    }
    this.working = false;
    this.onChange(null);
  }

  async #fetch({ pad, recipe, variation }) {
    const slot = this.slots[pad];
    const { amount } = this;
    let sound;
    try {
      const reply = await ask(this.stage.server, 'render', {
        checkpoint: slot.checkpoint,
        recipe: JSON.stringify(recipe),
      });
      sound = { buffer: bufferOf(readSound(reply)), label: reply.info.label };
    } catch (error) {
      sound = { problem: error };
    }
    if (!sameSound(this.slots[pad], slot) || (variation && amount !== this.amount)) return;
    if (!variation) this.sounds[pad] = sound;
    else if (sound.problem)
      this.sounds[pad].fixed = true; // plays on without being varied
    else this.#add(this.pools[pad], { buffer: sound.buffer, heard: false });
    if (!variation) this.onChange(pad);
  }

  /** A fresh take goes in front of those that were heard; the oldest of them goes. */
  #add(pool, take) {
    const fresh = pool.filter((other) => !other.heard);
    const heard = pool.filter((other) => other.heard);
    if (pool.length >= VARIATIONS) heard.shift();
    pool.splice(0, pool.length, ...fresh, take, ...heard);
  }
}

const sameSound = (one, other) =>
  one === other ||
  (one &&
    other &&
    one.checkpoint === other.checkpoint &&
    JSON.stringify(one.recipe) === JSON.stringify(other.recipe));
