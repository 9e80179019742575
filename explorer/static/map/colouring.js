// "Colour by": the choice in the header, the chips of the groups and the legend of a scale.

import { recall, store } from '../core/settings.js';

const KEY = 'colour';

export class Colouring {
  constructor(stage, map, legend) {
    Object.assign(this, { map, legend });
    this.select = stage.querySelector('.colour select');
    this.scale = stage.querySelector('.legend .scale');
    this.choice = recall(KEY, 'label');
    this.select.addEventListener('change', () => this.#choose(this.select.value));
  }

  /** Takes on the library that the map has taken on. */
  load() {
    const { colours } = this.map;
    const names = [...Object.keys(colours.groupings), ...Object.keys(colours.scales)];
    this.select.replaceChildren(
      ...names.map((name) => new Option(name === 'error' ? 'model error' : name, name)),
    );
    this.select.value = colours.name;
    this.legend.load(colours.entries);
    this.show();
  }

  /** Draws the legend of the scale, if there is one, in the colours of the theme. */
  show() {
    const { colours, dark } = this.map;
    if (!colours) return;
    const { scale } = colours;
    this.scale.hidden = !scale;
    this.legend.plain(Boolean(scale));
    if (!scale) return;
    const [low, high] = this.scale.querySelectorAll('span');
    low.textContent = inWords(scale.low, scale.unit);
    high.textContent = inWords(scale.high, scale.unit);
    this.scale.querySelector('i').style.background =
      `linear-gradient(to right, ${colours.steps(dark).join(', ')})`;
    this.scale.setAttribute('role', 'img');
    this.scale.setAttribute('aria-label', `${scale.name}: ${low.textContent} to ${high.textContent}`);
  }

  /** The one label that is lit, if it is one and the chips are labels. */
  get onlyLabel() {
    const { grouping, groupings } = this.map.colours;
    return grouping === groupings.label ? this.legend.only : null;
  }

  #choose(choice) {
    this.choice = choice;
    store(KEY, choice);
    this.map.colourBy(choice);
    this.load();
    this.map.draw();
  }
}

/** A value with its unit as musicians write it. */
function inWords(value, unit) {
  if (unit === 'Hz' && value >= 1000) return `${(value / 1000).toFixed(1)} kHz`;
  if (unit === 's' && value < 0.1) return `${Math.round(value * 1000)} ms`;
  const digits = Math.abs(value) < 10 && unit !== 'Hz' ? 1 : 0;
  return `${value.toFixed(digits).replace('-', '−')} ${unit}`;
}
