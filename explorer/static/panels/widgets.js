// All parts of the page that follow the sound, the checkpoint and the theme, in one list, so that none is forgotten.

/** @typedef {import('./panel.js').Panel} Panel */
/** @typedef {import('./panel.js').Place} Place */
/** @typedef {import('./panel.js').Recipe} Recipe */
/** @typedef {import('./panel.js').Widget} Widget */

export class Widgets {
  /** By name, such as 'morph'. @type {Map<string, Panel>} */
  panels = new Map();

  /** @param {Widget[]} all  notified in this order; panels are added at the end */
  constructor(all) {
    this.all = all;
  }

  /**
   * @param {string} name
   * @param {Panel} panel
   */
  addPanel(name, panel) {
    this.panels.set(name, panel);
    this.all.push(panel);
  }

  clear() {
    for (const widget of this.all) widget.clear?.();
  }

  /** @param {import('../core/types.js').Library} library */
  opened(library) {
    for (const widget of this.all) widget.opened?.(library);
  }

  /** @param {import('./panel.js').Shown} shown */
  shown(shown) {
    for (const widget of this.all) widget.shown?.(shown);
  }

  /** @param {Recipe} recipe */
  adopted(recipe) {
    for (const widget of this.all) widget.adopted?.(recipe);
  }

  /** @param {import('./panel.js').Controls} controls */
  turned(controls) {
    for (const widget of this.all) widget.turned?.(controls);
  }

  /** @param {boolean} dark */
  themed(dark) {
    for (const widget of this.all) widget.themed?.(dark);
  }

  moved() {
    for (const widget of this.all) widget.moved?.();
  }

  /** One step back: cancels one thing that is in progress, or else takes one back that stays; false if there is none. */
  leave() {
    const parts = this.all.toReversed();
    return parts.some((widget) => widget.leave?.()) || parts.some((widget) => widget.back?.());
  }

  /**
   * Where the panel that made a sound marks it on the map.
   * @param {Recipe} recipe
   * @returns {Place | null}
   */
  placeOf(recipe) {
    for (const panel of this.panels.values()) {
      const place = panel.placeOf?.(recipe);
      if (place) return place;
    }
    return null;
  }

  /**
   * The entries of all panels under a name, in one table.
   * @template {'actions' | 'contexts' | 'controls' | 'presses'} Name
   * @param {Name} name
   * @returns {NonNullable<Panel[Name]>}
   */
  merged(name) {
    return Object.assign({}, ...[...this.panels.values()].map((panel) => panel[name]));
  }
}
