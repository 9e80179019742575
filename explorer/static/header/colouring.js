// "Colour by": the menu in the header, the chips of the groups and the legend of a scale.

import { find, findAll } from '../core/dom.js';
import { recall, store } from '../core/settings.js';

const KEY = 'colour';

export class Colouring {
  #dark = true;

  /**
   * @param {HTMLElement} element  the stage
   * @param {import('../map/map.js').SoundMap} map
   * @param {import('../map/legend.js').Legend} legend
   */
  constructor(element, map, legend) {
    this.map = map;
    this.legend = legend;
    this.select = find(element, '.colour select', HTMLSelectElement);
    this.scale = find(element, '.legend .scale');
    this.bar = find(this.scale, 'i');
    this.ends = findAll(this.scale, 'span');
    /** @type {string} */
    this.choice = recall(KEY, 'label');
    this.select.addEventListener('change', () => this.#choose(this.select.value));
  }

  /** Offers the colourings of the library on the map. */
  opened() {
    const { colours } = this.map;
    if (!colours) return;
    const names = [...Object.keys(colours.groupings), ...Object.keys(colours.scales)];
    this.select.replaceChildren(
      ...names.map((name) => new Option(name === 'error' ? 'likeness' : name, name)),
    );
    this.select.value = colours.name;
    this.legend.load(colours.entries, colours.grouping === colours.groupings.kit ? 'kit' : 'label');
    this.#show();
  }

  /** Another checkpoint is being opened. */
  clear() {
    this.legend.close();
  }

  /** Closes the list of all labels or kits, or else shows all of their sounds again; false if both are so. */
  leave() {
    return this.legend.close() || this.legend.lightAll();
  }

  /** @param {boolean} dark */
  themed(dark) {
    this.#dark = dark;
    this.#show();
  }

  /**
   * The label of a new sound: one of the lit ones, if some are dim and the legend is of labels.
   * @param {number} share  0 to below 1, chooses among them
   */
  labelToMake(share) {
    const { colours } = this.map;
    return colours && colours.grouping === colours.groupings.label ? this.legend.some(share) : null;
  }

  /** Draws the legend of the scale, if there is one, in the theme's colours. */
  #show() {
    const { colours } = this.map;
    if (!colours) return;
    const { scale } = colours;
    this.scale.hidden = !scale;
    this.legend.plain(Boolean(scale));
    if (!scale) return;
    const [low, high] = [scale.low, scale.high].map((value) => inWords(value, scale.unit));
    this.ends.forEach((end, i) => (end.textContent = [low, high][i]));
    this.bar.style.background = `linear-gradient(to right, ${colours.steps(this.#dark).join(', ')})`;
    this.scale.setAttribute('role', 'img');
    this.scale.setAttribute('aria-label', `${scale.name}: ${low} to ${high}`);
  }

  /** @param {string} choice */
  #choose(choice) {
    this.choice = choice;
    store(KEY, choice);
    this.map.colourBy(choice);
    this.opened();
    this.map.draw();
  }
}

/**
 * Formats a value with its unit as musicians write it.
 * @param {number} value
 * @param {string} unit
 */
function inWords(value, unit) {
  if (unit === 'Hz' && value >= 1000) return `${(value / 1000).toFixed(1)} kHz`;
  if (unit === 's' && value < 0.1) return `${Math.round(value * 1000)} ms`;
  const digits = Math.abs(value) < 10 && unit !== 'Hz' ? 1 : 0;
  return `${value.toFixed(digits).replace('-', '−')} ${unit}`;
}
