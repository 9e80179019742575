// The loop and the whole kit as files: dragged out of the page by their buttons, and the loop downloaded.

import { find } from '../core/dom.js';
import { draggable } from '../look/drag.js';
import { hasBeat, hasSounds } from './kit.js';
import { pack } from './pack.js';

/** @typedef {import('../out/files.js').OutFile} OutFile */
/** @typedef {import('./kit.js').Kit} Kit */

export class KitDrags {
  /** A kit, and its text for an address: made ahead, because packing takes a moment and a drag has none. @type {{ kit: Kit, text: string } | null} */
  #packed = null;

  /**
   * @param {object} props
   * @param {HTMLElement} props.element
   * @param {import('../out/files.js').Files} props.files
   * @param {() => Kit} props.kit
   * @param {() => import('../out/files.js').Options} props.exportOptions
   * @param {(text: string) => void} props.say
   */
  constructor(props) {
    this.props = props;
    const { element, files } = props;
    const loop = find(element, '[data-keep=loop]', HTMLButtonElement);
    this.#handle(loop, 'Loop', hasBeat, (kit) => files.loop(kit, props.exportOptions()));
    this.#handle(find(element, '[data-menu=export] summary'), 'Kit', hasSounds, (kit) =>
      files.kit(kit, props.exportOptions()),
    );
    loop.addEventListener('click', () => this.#saveLoop());
  }

  /**
   * @param {HTMLElement} element
   * @param {string} name
   * @param {(kit: Kit) => boolean} isThere  whether a kit has what is dragged
   * @param {(kit: string) => OutFile | null} file
   */
  #handle(element, name, isThere, file) {
    for (const event of ['pointerenter', 'pointerdown'])
      element.addEventListener(event, () => this.#prepare());
    draggable(element, {
      what: () => (hasSounds(this.props.kit()) && isThere(this.props.kit()) ? { name } : null),
      file: () => file(this.#text),
      save: (out) => this.props.files.save(out),
    });
  }

  async #saveLoop() {
    const { kit, files, exportOptions, say } = this.props;
    if (!hasSounds(kit()) || !hasBeat(kit())) return say('Put sounds on the pads and make a beat first.');
    await this.#prepare();
    const file = files.loop(this.#text, exportOptions());
    if (!file) return say('This kit is too large for an address: export it as a zip, which holds the loop.');
    await files.save(file);
  }

  async #prepare() {
    const kit = this.props.kit();
    if (this.#packed?.kit !== kit) this.#packed = { kit, text: await pack(JSON.stringify(kit)) };
  }

  get #text() {
    const kit = this.props.kit();
    return this.#packed?.kit === kit ? this.#packed.text : JSON.stringify(kit);
  }
}
