// The strip over the map while several files are read: how far it is, and a button to stop.

import { find } from '../core/dom.js';

export class Strip {
  /**
   * @param {HTMLElement} element
   * @param {() => void} stop
   */
  constructor(element, stop) {
    this.element = element;
    this.text = find(element, '[data-reading=text]');
    this.bar = find(element, 'progress', HTMLProgressElement);
    this.button = find(element, 'button', HTMLButtonElement);
    this.button.addEventListener('click', () => {
      this.button.disabled = true;
      stop();
    });
  }

  /**
   * @param {string} name  of the file that is being read
   * @param {number} place  from 1
   * @param {number} total
   */
  show(name, place, total) {
    this.element.hidden = false;
    this.text.textContent = `Reading ${place} of ${total}: ${name}`;
    this.bar.max = total;
    this.bar.value = place - 1;
  }

  hide() {
    this.element.hidden = true;
    this.button.disabled = false;
  }
}
