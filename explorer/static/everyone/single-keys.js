// Whether single letters, digits and signs are keys of the page: a choice in the help, kept by the browser.

import { recall, store } from '../core/settings.js';

const KEY = 'single-keys';

export class SingleKeys {
  on = recall(KEY, true) !== false;

  /**
   * @param {HTMLInputElement} box  the choice
   * @param {(on: boolean) => void} changed  called at once as well
   */
  constructor(box, changed) {
    box.checked = this.on;
    box.addEventListener('change', () => {
      this.on = box.checked;
      store(KEY, this.on);
      changed(this.on);
    });
    changed(this.on);
  }
}
