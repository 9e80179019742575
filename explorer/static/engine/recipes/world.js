// What recipes mean: the latent and the spectrogram of each kind, as the classes in `vae/recipes/kinds/`.

import { Cache, Problem, bytes } from '../../core/server.js';
import { fromHalf } from '../numbers/arrays.js';
import { lerp, sharesOf, slerp } from './latents.js';
import { isCrossfade, textOf } from './text.js';

/** @typedef {import('./text.js').Recipe} Recipe */
/** @typedef {import('./library.js').Library} Library */
/** @typedef {import('../model/model.js').Model} Model */
/** @typedef {import('../model/between.js').Between} Between */
/** @typedef {import('../model/silence.js').Silence} Silence */

const KEPT = 64;
const BLENDED = 2; // sounds around a place that move towards each other
const WAYS = ['natural', 'glide'];
const REACH = 1.5; // the reach of a library over the distance of its farthest sound
const LATENT_RANGE = 1000;

/** Sounds that move towards each other, and the share of each. @typedef {{ of: Recipe[], shares: number[], way: string }} Blend */

export class World {
  /** @type {Cache<Promise<Float32Array>>} */
  #latents = new Cache(KEPT);
  /** @type {Cache<Promise<Float32Array | null>>} */
  #spectrograms = new Cache(KEPT);
  /** @type {Cache<Promise<Float32Array>>} */
  #heard = new Cache(KEPT);
  /** @type {Cache<Promise<Float32Array>>} */
  #offsets = new Cache(KEPT);

  /** @param {{ library: Library, model: Model, between: Between, silence: Silence, steering: any }} parts */
  constructor({ library, model, between, silence, steering }) {
    this.library = library;
    this.model = model;
    this.between = between;
    this.silence = silence;
    this.steering = steering;
  }

  /** The latent of a recipe, not to be changed. @param {Recipe} recipe @returns {Promise<Float32Array>} */
  latent(recipe) {
    return kept(this.#latents, textOf(recipe), () => this.#latent(recipe));
  }

  /** The spectrogram that is heard; null if it is what the latent decodes to. @param {Recipe} recipe */
  spectrogram(recipe) {
    return kept(this.#spectrograms, textOf(recipe), () => this.#spectrogram(recipe));
  }

  /** The spectrogram of a recipe, blended or decoded. @param {Recipe} recipe @returns {Promise<Float32Array>} */
  heard(recipe) {
    return kept(
      this.#heard,
      textOf(recipe),
      async () => (await this.spectrogram(recipe)) ?? this.model.decode(await this.latent(recipe)),
    );
  }

  /**
   * The code of a recipe's stereo image. That of a blend within its ends needs no encoder.
   * @param {Recipe} recipe
   * @returns {Promise<Float32Array>}
   */
  async code(recipe) {
    const blend = this.#blendOf(recipe);
    if (!blend) return this.model.codeOf(await this.latent(recipe));
    const latents = await Promise.all(blend.of.map((one) => this.latent(one)));
    const near = latents.every((z) => this.#isAmong(z)) && blend.shares.every((share) => share >= 0);
    return this.model.codeOf(near ? lerp(latents, blend.shares) : await this.latent(recipe));
  }

  /** Whether a latent is no farther out than the farthest sound. @param {Float32Array} z */
  #isAmong(z) {
    return this.library.lengthOf(z) <= this.library.reach / REACH;
  }

  /** The blend of the latents of a mix's corners. @param {Recipe} recipe */
  async straight({ of, weights, interpolation }) {
    const corners = await Promise.all(of.map((/** @type {Recipe} */ one) => this.latent(one)));
    const { library } = this;
    return library.bound(
      interpolation === 'slerp' ? slerp(corners, weights, library.centre) : lerp(corners, weights),
    );
  }

  /** @param {Recipe} recipe @returns {Promise<Float32Array>} */
  async #latent(recipe) {
    const { kind } = recipe;
    if (isCrossfade(recipe))
      throw new Problem('A crossfade blends finished sounds, it has no place among the latents.');
    const blend = this.#blendOf(recipe);
    if (blend) return this.library.bound(await this.#blended(recipe, blend));
    if (kind === 'mix') return this.straight(recipe);
    const found = await LATENTS[kind](recipe, this);
    return found;
  }

  /** The latent that stands for a blend: as far from the encoder's as those of its ends. @param {Recipe} recipe @param {Blend} blend */
  async #blended(recipe, { of, shares }) {
    const spectrogram = await this.spectrogram(recipe);
    const found = await this.model.encode(/** @type {Float32Array} */ (spectrogram), this.library.dims);
    const offsets = await Promise.all(of.map((one) => this.#offset(one)));
    for (const [i, offset] of offsets.entries())
      for (let j = 0; j < found.length; j++) found[j] += shares[i] * offset[j];
    return found;
  }

  /** How far a recipe's latent is from the encoder's. @param {Recipe} recipe */
  #offset(recipe) {
    return kept(this.#offsets, textOf(recipe), async () => {
      const z = await this.latent(recipe);
      const encoded = await this.model.encode(await this.heard(recipe), z.length);
      return z.map((value, j) => value - encoded[j]);
    });
  }

  /** @param {Recipe} recipe @returns {Promise<Float32Array | null>} */
  async #spectrogram(recipe) {
    const { kind, of } = recipe;
    const blend = this.#blendOf(recipe);
    if (blend) {
      const ends = await Promise.all(blend.of.map((one) => this.heard(one)));
      return this.between.mix(ends, blend.shares, blend.way);
    }
    if (kind === 'mix' && WAYS.includes(recipe.interpolation))
      return this.spectrogram(of[recipe.weights.findIndex(Boolean)]);
    if (!['noise', 'offset', 'shape'].includes(kind)) return null;
    const inside = await this.spectrogram(of);
    if (!inside) return null;
    const [before, after] = await Promise.all([this.latent(of), this.latent(recipe)]);
    if (before.every((value, j) => value === after[j])) return inside;
    const [first, last] = await Promise.all([this.model.decode(before), this.model.decode(after)]);
    return inside.map((value, i) => Math.min(1, Math.max(0, value + (last[i] - first[i]))));
  }

  /** The sounds that a recipe moves towards each other; null if it is no such recipe. @param {Recipe} recipe @returns {Blend | null} */
  #blendOf({ kind, of, weights, interpolation, x, y }) {
    if (!WAYS.includes(interpolation)) return null;
    if (kind === 'place') {
      const { ids, weights: shares } = this.library.locate(x, y, BLENDED);
      if (ids.length === 1) return null;
      return { of: ids.map((id) => ({ kind: 'point', id })), shares, way: interpolation };
    }
    const all = sharesOf(weights);
    const shares = all.filter(Boolean);
    if (shares.length === 1) return null;
    return {
      of: of.filter((/** @type {Recipe} */ _, /** @type {number} */ i) => all[i]),
      shares,
      way: interpolation,
    };
  }
}

/** @type {Record<string, (recipe: Recipe, world: World) => Float32Array | Promise<Float32Array>>} */
const LATENTS = {
  point({ id }, { library }) {
    if (id >= library.size)
      throw new Problem(`There is no sound ${id} here, the last one is ${library.size - 1}.`);
    return library.latent(id);
  },
  place({ x, y, interpolation }, { library }) {
    return library.locate(x, y, interpolation ? BLENDED : undefined).latent;
  },
  prior({ seed, label }, { library }) {
    const members = label ? library.members(label) : null;
    if (members && !members.length)
      throw new Problem(`There is no sound labelled "${label.slice(0, 24)}" here.`);
    return library.draw(members, seed);
  },
  latent({ z }, { library }) {
    const raw = bytes(z);
    if (raw.length % 2) throw new Problem('The z of a latent has to be base64 of 16-bit numbers.');
    const values = fromHalf(new Uint16Array(raw.buffer, 0, raw.length / 2));
    if (!values.every((value) => Math.abs(value) <= LATENT_RANGE))
      throw new Problem('The z of a latent holds values that cannot be used.');
    if (values.length < library.comparedDims || values.length > library.dims)
      throw new Problem(
        `This latent has ${values.length} numbers, this checkpoint needs ${library.comparedDims}.`,
      );
    const whole = new Float32Array(library.dims);
    whole.set(values);
    return library.bound(whole);
  },
  async noise({ of, amount, seed, lock = [] }, world) {
    const { library, silence } = world;
    const base = await world.latent(of);
    const directions = lock.includes('label') ? library.labelDirections : null;
    let z = library.vary(base, amount, seed, directions);
    if (amount) z = library.bound(await silence.keep(base, z));
    const held = lock.filter((/** @type {string} */ name) => name !== 'label');
    return held.length ? library.bound(await world.steering.hold(z, base, held)) : z;
  },
  async offset({ of, dimensions, amounts }, world) {
    const { library } = world;
    const last = library.comparedDims - 1;
    if (dimensions[dimensions.length - 1] > last)
      throw new Problem(
        `There is no dimension ${dimensions[dimensions.length - 1]} here, the last one is ${last}.`,
      );
    const moved = (await world.latent(of)).slice();
    for (const [i, dimension] of dimensions.entries())
      moved[dimension] += amounts[i] * library.spread[dimension];
    return library.bound(moved);
  },
  async shape({ kind: _kind, of, ...steps }, world) {
    return world.library.bound(await world.steering.move(await world.latent(of), steps));
  },
  phase({ of }, world) {
    return world.latent(of);
  },
};

/**
 * What is kept under a key, or made and kept; a failure is not.
 * @template Value
 * @param {Cache<Promise<Value>>} cache
 * @param {string} key
 * @param {() => Promise<Value>} make
 */
function kept(cache, key, make) {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  return made;
}
