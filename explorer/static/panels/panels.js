// The panels beside the map, one at a time, and their tabs. Arrow keys, Home and End move between tabs.

import { create, find, findAll } from '../core/dom.js';
import { recall, store } from '../core/settings.js';

const KEY = 'panel';
/** @type {Record<string, (i: number) => number>} */
const STEPS = { ArrowLeft: (i) => i - 1, ArrowRight: (i) => i + 1, Home: () => 0, End: () => -1 };

export class Panels {
  /**
   * @param {HTMLElement} tools
   * @param {(name: string) => void} opened
   */
  constructor(tools, opened) {
    this.opened = opened;
    this.tabs = findAll(tools, '[role=tab]');
    for (const tab of this.tabs) {
      const panel = panelOf(tab);
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => this.open(nameOf(tab)));
      tab.addEventListener('keydown', (event) => this.#step(event, tab));
    }
    this.open(recall(KEY, nameOf(this.tabs[0])));
  }

  /**
   * Shows a panel by its name, such as 'morph'; an unknown name shows the first.
   * @param {string} name
   */
  open(name) {
    const chosen = this.#tab(name) ?? this.tabs[0];
    for (const tab of this.tabs) {
      const open = tab === chosen;
      tab.setAttribute('aria-selected', String(open));
      tab.tabIndex = open ? 0 : -1;
      panelOf(tab).classList.toggle('open', open);
    }
    store(KEY, nameOf(chosen));
    this.opened(nameOf(chosen));
  }

  /**
   * Shows a dot on the tab of a panel that changes every sound.
   * @param {string} name
   * @param {boolean} on
   */
  mark(name, on) {
    const tab = this.#tab(name);
    tab?.querySelector('.active')?.remove();
    if (on) tab?.append(create('span', { className: 'active', title: 'changes every sound' }));
  }

  /** @param {string} name */
  #tab(name) {
    return this.tabs.find((tab) => nameOf(tab) === name);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} tab
   */
  #step(event, tab) {
    const to = STEPS[event.key]?.(this.tabs.indexOf(tab));
    if (to === undefined) return;
    event.preventDefault();
    const next = this.tabs.at(to % this.tabs.length) ?? tab;
    this.open(nameOf(next));
    next.focus();
  }
}

/** @param {HTMLElement} tab */
const nameOf = (tab) => tab.id.replace('-tab', '');

/** @param {HTMLElement} tab */
const panelOf = (tab) => find(document, `#${tab.getAttribute('aria-controls')}`);
