// The sounds of a checkpoint: their latents, what is near, and what lies at a place. As `vae/library/` and `vae/latent/`.

import { fromHalf } from '../numbers/arrays.js';
import { Random } from '../numbers/random.js';
import { bound, withNoise } from './latents.js';

/** @typedef {import('../checkpoint.js').Checkpoint} Checkpoint */

/** Labels of sounds that have none. */
export const NO_LABEL = ['', 'unnamed'];

const PRIOR_NEIGHBOURS = 10;
const PRIOR_BANDWIDTH = 0.75;
const FEW = 16_384;
const PLACE_NEIGHBOURS = 8;
const LATENT_NEIGHBOURS = 10;
const SAME_REGION_SPACINGS = 8;
const INSIDE_SPACINGS = 3;
const BEYOND = 8; // more candidates are measured again than are asked for: first distances are rounded

/** @typedef {{ ids: number[], weights: number[], latent: Float32Array, distance: number, inside: boolean }} Location */

export class Library {
  /** @param {Checkpoint} checkpoint */
  constructor({ settings, library }) {
    const { latents, centre, spread, x, y, names, labels, kits } = library;
    this.latents = latents instanceof Uint16Array ? fromHalf(latents) : latents;
    this.centre = centre;
    this.spread = spread;
    this.dims = centre.length;
    /** How many dimensions, the first ones, say how alike two sounds are; the others are what the model misses. */
    this.comparedDims = settings.compared_dims ?? this.dims;
    this.size = x.length;
    this.x = x;
    this.y = y;
    this.names = names;
    this.labelOf = (/** @type {number} */ id) => labels.texts[labels.numbers[id]];
    this.kitOf = (/** @type {number} */ id) => kits.texts[kits.numbers[id]];
    /** @type {string[]} */
    this.labels = labels.texts;
    this.errors = library.errors_db;
    this.sure = library.sure;
    this.qualities = library.qualities;
    this.labelDirections = library.label_directions;
    this.reach = settings.reach;
    this.spacing = settings.latent_spacing;
    this.typical = settings.typical_distance;
    this.mapSpacing = settings.map_spacing;
    this.#lengths = new Float64Array(this.size);
    for (let id = 0; id < this.size; id++) this.#lengths[id] = this.lengthOf(this.latent(id));
    this.#places = placesOf(x, y);
  }

  #lengths;
  #places;

  /** A sound's latent, not to be changed. @param {number} id */
  latent(id) {
    return this.latents.subarray(id * this.dims, (id + 1) * this.dims);
  }

  /** Ids of the sounds with a label. @param {string} label */
  members(label) {
    return Array.from({ length: this.size }, (_, id) => id).filter((id) => this.labelOf(id) === label);
  }

  /** @param {Float32Array} z */
  bound(z) {
    const compared = z.subarray(0, this.comparedDims);
    const bounded = bound(compared, this.centre, this.reach);
    if (bounded === compared) return z;
    const found = z.slice();
    found.set(bounded);
    return found;
  }

  /**
   * The k sounds with the nearest latents: distances, ascending, and ids.
   * @param {Float32Array} z
   * @param {number} k
   * @param {number[]} [among]
   */
  nearest(z, k, among) {
    const length = this.lengthOf(z);
    const offset = z.map((value, j) => value - this.centre[j]);
    const ids = among ?? Array.from({ length: this.size }, (_, id) => id);
    const rough = Float64Array.from(ids, (id) => this.#squared(id, offset, length));
    const order = smallest(rough, k + BEYOND);
    const found = order
      .map((i) => ({ id: ids[i], distance: this.#distance(ids[i], z, length) }))
      .sort((a, b) => a.distance - b.distance || a.id - b.id)
      .slice(0, k);
    return { ids: found.map(({ id }) => id), distances: found.map(({ distance }) => distance) };
  }

  /** @param {number} id @param {Float32Array} offset  from the centre @param {number} length */
  #squared(id, offset, length) {
    const { latents, centre } = this;
    let product = 0;
    for (let j = 0, at = id * this.dims; j < this.comparedDims; j++, at++)
      product += (latents[at] - centre[j]) * offset[j];
    return 2 - (2 * product) / (length * this.#lengths[id]) + Math.log(length / this.#lengths[id]) ** 2;
  }

  /** The distance of a sound, to the last digit. @param {number} id @param {Float32Array} z @param {number} length */
  #distance(id, z, length) {
    const own = this.#lengths[id];
    let sum = Math.log(length / own) ** 2;
    for (let j = 0, at = id * this.dims; j < this.comparedDims; j++, at++)
      sum += ((z[j] - this.centre[j]) / length - (this.latents[at] - this.centre[j]) / own) ** 2;
    return Math.sqrt(sum);
  }

  /** How far a latent is from the centre, where it is compared. @param {Float32Array} z */
  lengthOf(z) {
    let sum = 0;
    for (let j = 0; j < this.comparedDims; j++) sum += (z[j] - this.centre[j]) ** 2;
    return Math.max(Math.sqrt(sum), 1e-6);
  }

  /**
   * A latent with noise, within reach; what it does not have at all, it does not get.
   * @param {Float32Array} z
   * @param {number} amount
   * @param {number} seed
   * @param {Float32Array | null} locked
   */
  vary(z, amount, seed, locked) {
    const spread = this.spread.map((/** @type {number} */ one, /** @type {number} */ j) =>
      z[j] === 0 ? 0 : one,
    );
    return this.bound(withNoise(z, amount, seed, spread, locked));
  }

  /**
   * A draw from the distribution of some sounds, at least one, or of all.
   * @param {number[] | null} members
   * @param {number} seed
   */
  draw(members, seed) {
    const rng = new Random(seed);
    if (members?.length === 1) {
      rng.integer(this.size);
      return this.bound(this.#around(members[0], undefined, rng));
    }
    const among = evenly(members ?? Array.from({ length: this.size }, (_, id) => id));
    const chosen = among[rng.integer(among.length)];
    return this.bound(this.#around(chosen, among, rng));
  }

  /** @param {number} chosen @param {number[] | undefined} among @param {Random} rng */
  #around(chosen, among, rng) {
    const z = this.latent(chosen);
    const nearest = this.nearest(z, PRIOR_NEIGHBOURS + 1, among).ids.slice(1);
    const scale = PRIOR_BANDWIDTH / Math.sqrt(Math.max(nearest.length, 1));
    const moved = Float64Array.from(z);
    for (const id of nearest) {
      const strength = rng.normal() * scale;
      const other = this.latent(id);
      for (let j = 0; j < moved.length; j++) moved[j] += strength * (other[j] - z[j]);
    }
    return Float32Array.from(moved);
  }

  /**
   * What lies at a place of the map: the sounds that are blended there, heaviest first.
   * @param {number} x
   * @param {number} y
   * @param {number} [neighbours]
   * @returns {Location}
   */
  locate(x, y, neighbours = PLACE_NEIGHBOURS) {
    const places = this.#places;
    const away = Float64Array.from(places, (place) => Math.hypot(place.x - x, place.y - y));
    const order = smallest(away, Math.min(neighbours + 1, places.length));
    const weights = sharesOfDistances(
      order.map((i) => away[i]),
      places.length > neighbours,
    );
    const used = order
      .map((i, rank) => ({ place: places[i], weight: weights[rank] }))
      .filter(({ weight }) => weight)
      .sort((a, b) => b.weight - a.weight);
    const latent = new Float64Array(this.dims);
    for (const { place, weight } of used)
      for (const id of place.ids) {
        const one = this.latent(id);
        for (let j = 0; j < this.dims; j++) latent[j] += (weight / place.ids.length) * one[j];
      }
    const distance = away[order[0]] / this.mapSpacing;
    return {
      latent: Float32Array.from(latent),
      ids: used.map(({ place }) => place.ids[0]),
      weights: used.map(({ weight }) => weight),
      distance,
      inside: distance <= INSIDE_SPACINGS,
    };
  }

  /** Where a latent belongs on the map. @param {Float32Array} z @returns {[number, number]} */
  placeOf(z) {
    const { ids, distances } = this.nearest(z, LATENT_NEIGHBOURS + 1);
    /** @type {Float32Array} */
    const first = this.latent(ids[0]);
    const [x, y] = [this.x[ids[0]], this.y[ids[0]]];
    if (first.every((value, j) => value === z[j])) return [x, y];
    const weights = sharesOfDistances(distances, this.size > LATENT_NEIGHBOURS);
    let [sum, alongX, alongY] = [0, 0, 0];
    for (const [i, id] of ids.entries()) {
      const away = Math.hypot(this.x[id] - x, this.y[id] - y) / (SAME_REGION_SPACINGS * this.mapSpacing);
      const weight = weights[i] * Math.exp(-(away ** 2));
      sum += weight;
      alongX += weight * this.x[id];
      alongY += weight * this.y[id];
    }
    return [alongX / sum, alongY / sum];
  }
}

/** Different places, in order, with the sounds that share each. @param {Float32Array} x @param {Float32Array} y */
function placesOf(x, y) {
  /** @type {Map<string, { x: number, y: number, ids: number[] }>} */
  const found = new Map();
  for (let id = 0; id < x.length; id++) {
    const key = `${x[id]} ${y[id]}`;
    const place = found.get(key);
    if (place) place.ids.push(id);
    else found.set(key, { x: x[id], y: y[id], ids: [id] });
  }
  return [...found.values()].sort((a, b) => a.x - b.x || a.y - b.y);
}

/** Shares of ascending distances; `compact` gives the farthest none. @param {number[]} distances @param {boolean} compact */
function sharesOfDistances(distances, compact) {
  if (distances[0] === 0) return distances.map((_, i) => (i ? 0 : 1));
  const relative = distances.map((one) => one / distances[0]);
  const least = compact ? 1 / relative[relative.length - 1] : 0;
  const weights = relative.map((one) => Math.max(1 / one - least, 0) ** 2);
  const total = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((one) => (total > 0 ? one / total : 1 / weights.length));
}

/** Indices of the smallest values, ascending. @param {Float64Array} values @param {number} count */
function smallest(values, count) {
  const kept = Math.min(count, values.length);
  const limit = values.slice().sort()[kept - 1];
  const order = [];
  for (let i = 0; i < values.length; i++) if (values[i] <= limit) order.push(i);
  return order.sort((a, b) => values[a] - values[b] || a - b).slice(0, kept);
}

/** At most `FEW` of the items, evenly spaced. @param {number[]} items */
function evenly(items) {
  if (items.length <= FEW) return items;
  return Array.from({ length: FEW }, (_, i) => items[Math.floor((i * (items.length - 1)) / (FEW - 1))]);
}
