// Recipes -> sounds and facts about them: a pure function of the recipe and the checkpoint, with a cache. As
// `explorer/sound/render.py`.

import { Cache } from '../core/server.js';
import { peakOf } from './numbers/arrays.js';
import { describe } from './recipes/describe.js';
import { sharesOf } from './recipes/latents.js';
import { NO_LABEL } from './recipes/library.js';
import { isCrossfade, parse, textOf } from './recipes/text.js';
import { Transform } from './sound/transform.js';

/** @typedef {import('./recipes/text.js').Recipe} Recipe */
/** @typedef {import('./recipes/world.js').World} World */
/** @typedef {import('./sound/voice.js').Voice} Voice */
/** @typedef {import('./sound/voice.js').Channels} Channels */

const KEPT = 64;
const PEAK = 0.95;
const SILENCE_PEAK = 1e-4;
const END = 1e-3; // of the peak: a sound has ended where it stays below

export class Renderer {
  /** @type {Cache<Promise<Channels>>} */
  #waveforms = new Cache(KEPT);

  /** @param {any} settings  engine.json @param {World} world @param {Voice} voice */
  constructor(settings, world, voice) {
    this.settings = settings;
    this.world = world;
    this.voice = voice;
    this.library = world.library;
    this.transform = new Transform(voice.rate);
  }

  /** @param {unknown} text */
  parse(text) {
    return parse(text, this.settings.recipes);
  }

  /** A recipe's channels, not to be changed. @param {Recipe} recipe @param {number | null} [rounds] @returns {Promise<Channels>} */
  waveform(recipe, rounds = null) {
    const key = `${rounds} ${textOf(recipe)}`;
    let made = this.#waveforms.get(key);
    if (!made) {
      made = this.#make(recipe, rounds);
      this.#waveforms.set(key, made);
      made.catch(() => this.#waveforms.delete(key));
    }
    return made;
  }

  /** Everything about a rendered recipe. @param {Recipe} recipe */
  async info(recipe) {
    const [described, channels] = [await describe(recipe, this.world), await this.waveform(recipe)];
    const { id } = described;
    return {
      ...described,
      duration: endOf(channels) / this.voice.rate,
      channels: channels.length,
      width_db: this.transform.width(channels),
      has_original: false,
      label_confidence: id === null ? null : this.#sureness(id),
    };
  }

  /** How sure a sound's label is; null without one. @param {number} id */
  #sureness(id) {
    if (NO_LABEL.includes(this.library.labelOf(id))) return null;
    return Math.round(1000 * this.library.sure[id]) / 1000;
  }

  /** @param {Recipe} recipe @param {number | null} rounds @returns {Promise<Channels>} */
  async #make(recipe, rounds) {
    if (recipe.kind === 'phase') return this.waveform(recipe.of, recipe.rounds);
    if (isCrossfade(recipe)) return this.#crossfade(recipe, rounds);
    const { world, voice } = this;
    const blended = await world.spectrogram(recipe);
    if (blended) {
      const code = voice.stereo ? await world.code(recipe) : null;
      const channels = voice.play(blended, code, rounds);
      if (isHeard(channels)) return channels;
    }
    return this.#decoded(await world.latent(recipe), rounds);
  }

  /** The sound of a latent; if it would be silent, that of the nearest sound. @param {Float32Array} z @param {number | null} rounds */
  async #decoded(z, rounds) {
    const { model } = this.world;
    const play = async (/** @type {Float32Array} */ one) =>
      this.voice.play(await model.decode(one), model.codeOf(one), rounds);
    const channels = await play(z);
    return isHeard(channels) ? channels : play(this.library.latent(this.library.nearest(z, 1).ids[0]));
  }

  /** The weighted sum of the corners' sounds. @param {Recipe} recipe @param {number | null} rounds @returns {Promise<Channels>} */
  async #crossfade({ of, weights }, rounds) {
    const all = sharesOf(weights);
    const used = all.flatMap((share, i) => (share ? [i] : []));
    const sounds = await Promise.all(used.map((i) => this.waveform(of[i], rounds)));
    const length = Math.max(...sounds.map(([first]) => first.length));
    const count = Math.max(...sounds.map((sound) => sound.length));
    const sums = Array.from({ length: count }, (_, channel) => {
      const sum = new Float64Array(length);
      for (const [i, sound] of sounds.entries()) {
        const samples = sound[Math.min(channel, sound.length - 1)];
        for (let j = 0; j < samples.length; j++) sum[j] += all[used[i]] * samples[j];
      }
      return sum;
    });
    const peak = Math.max(...sums.map(peakOf));
    if (used.length === 1 || !(peak > SILENCE_PEAK)) {
      const shares = used.map((i) => all[i]);
      return sounds[shares.indexOf(Math.max(...shares))];
    }
    return sums.map((sum) => Float32Array.from(sum, (value) => (value * PEAK) / peak));
  }
}

/** @param {Channels} channels */
const isHeard = (channels) => channels.some((channel) => peakOf(channel) > SILENCE_PEAK);

/** The mean of the channels. @param {Channels} channels */
export const midOf = (channels) =>
  channels.length === 1 ? channels[0] : channels[0].map((value, i) => (value + channels[1][i]) / 2);

/** The sample after the last that is within 60 dB of the peak. @param {Channels} channels */
function endOf(channels) {
  const least = Math.max(...channels.map(peakOf)) * END;
  if (!least) return 0;
  return Math.max(...channels.map((one) => one.findLastIndex((value) => Math.abs(value) >= least))) + 1;
}
