// The panels beside the map: tabs show one at a time. Arrow keys, Home and End move between tabs.

import { recall, store } from '../core/settings.js';

const KEY = 'panel';
const STEPS = { ArrowLeft: (i) => i - 1, ArrowRight: (i) => i + 1, Home: () => 0, End: () => -1 };

export class Panels {
  constructor(tools) {
    this.tabs = [...tools.querySelectorAll('[role=tab]')];
    for (const tab of this.tabs) {
      const panel = this.#panelOf(tab);
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => this.open(this.#nameOf(tab)));
      tab.addEventListener('keydown', (event) => this.#step(event, tab));
    }
    this.open(recall(KEY, this.#nameOf(this.tabs[0])));
  }

  /** Shows a panel by its name, such as 'morph'; one that does not exist shows the first. */
  open(name) {
    const chosen = this.tabs.find((tab) => this.#nameOf(tab) === name) ?? this.tabs[0];
    for (const tab of this.tabs) {
      const open = tab === chosen;
      tab.setAttribute('aria-selected', open);
      tab.tabIndex = open ? 0 : -1;
      this.#panelOf(tab).classList.toggle('open', open);
    }
    store(KEY, this.#nameOf(chosen));
  }

  #step(event, tab) {
    const to = STEPS[event.key]?.(this.tabs.indexOf(tab));
    if (to === undefined) return;
    event.preventDefault();
    const next = this.tabs.at(to % this.tabs.length);
    this.open(this.#nameOf(next));
    next.focus();
  }

  #nameOf(tab) {
    return tab.id.replace('-tab', '');
  }

  #panelOf(tab) {
    return document.getElementById(tab.getAttribute('aria-controls'));
  }
}
