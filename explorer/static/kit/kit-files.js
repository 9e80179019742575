// Opens, exports and links kits: zip, recipes.json, link.

import { constants } from '../core/constants.js';
import { around, find, saveFile } from '../core/dom.js';
import { bytes, Problem } from '../core/server.js';
import { base64, pack, unpack } from './pack.js';
import { withoutSounds } from './slim.js';

/** @typedef {import('../core/toast.js').Offer} Offer */
/** @typedef {import('./kit.js').Kit} Kit */

const IS_KIT = /\.(zip|json)$/i;
const ZIP = 'application/zip';

export class KitFiles {
  /**
   * @param {object} props
   * @param {HTMLElement} props.element
   * @param {import('../core/types.js').Ask} props.ask
   * @param {() => Kit} props.kit
   * @param {() => import('./export/export-menu.js').ExportOptions} props.exportOptions
   * @param {() => string} props.address  that of the current sound, from the # on
   * @param {(kit: Kit) => Offer | null} props.opened  puts it on the pads; what else it offers
   * @param {(text: string, offer?: Offer | null) => void} props.say
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    this.props = props;
    const input = find(props.element, 'input[type=file]', HTMLInputElement);
    /** @type {Record<string, () => void>} */
    const buttons = {
      export: () => this.#told(() => this.#export()),
      link: () => this.#told(() => this.#copyLink()),
      open: () => input.click(),
    };
    props.element.addEventListener('click', (event) =>
      buttons[around(event, 'button[data-keep]')?.dataset.keep ?? '']?.(),
    );
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) this.#told(() => this.#read(file));
      input.value = '';
    });
    addEventListener('drop', (event) => this.#dropped(event), true);
    addEventListener('hashchange', () => this.openLink(location.hash));
  }

  /**
   * Puts the kit in an address onto the pads, if there is one, and takes it out of the address.
   * @param {string} hash
   */
  openLink(hash) {
    const packed = new URLSearchParams(hash.replace(/^#/, '')).get('kit');
    return packed ? this.#told(() => this.#openPacked(packed)) : Promise.resolve();
  }

  /** Takes the kit out of the address, because the one on the pads has changed; only the browser's storage holds it now. */
  leaveLink() {
    const all = location.hash.slice(1).split('&');
    const rest = all.filter((part) => !part.startsWith('kit='));
    if (rest.length < all.length) history.replaceState(null, '', `#${rest.join('&')}`);
  }

  /**
   * Opens a dropped kit before the page takes the file for a sound.
   * @param {DragEvent} event
   */
  #dropped(event) {
    const file = event.dataTransfer?.files[0];
    if (!file || !IS_KIT.test(file.name)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#told(() => this.#read(file));
  }

  /**
   * Does something that may fail, and reports the failure.
   * @param {() => Promise<void>} work
   */
  async #told(work) {
    try {
      await work();
    } catch (error) {
      this.props.fail(error);
    }
  }

  /** @param {string} packed */
  async #openPacked(packed) {
    let saved;
    try {
      saved = await unpack(packed);
    } catch {
      throw new Problem('The kit in this link is damaged.');
    }
    await this.#restore(new Blob([saved]));
  }

  /** @param {File} file */
  async #read(file) {
    const most = constants.max_kit_bytes;
    const sent = await withoutSounds(file);
    if (sent.size > most) throw new Problem(`A kit can be ${most / 2 ** 20} MB at most.`);
    await this.#restore(sent);
  }

  /** @param {Blob} blob */
  async #restore(blob) {
    const { kit, note } = await this.props.ask('restore_kit', { data: await base64(blob) });
    const offer = this.props.opened(kit);
    this.props.say(note || 'The kit is on the pads.', offer);
  }

  async #export() {
    const { element, ask, kit, exportOptions } = this.props;
    element.dataset.exporting = 'true';
    try {
      const reply = await ask('export_kit', { kit: JSON.stringify(kit()), ...exportOptions() });
      saveFile(reply.name, typeof reply.zip === 'string' ? bytes(reply.zip) : reply.zip, ZIP);
    } finally {
      element.dataset.exporting = 'false';
    }
  }

  async #copyLink() {
    const { ask, kit, address, say } = this.props;
    const sealed = await ask('seal_kit', { kit: JSON.stringify(kit()) });
    const link = new URL(`${address()}&kit=${await pack(sealed.text)}`, location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      say('Link to this kit copied.');
    } catch {
      history.replaceState(null, '', link);
      say('The address of this page is now the link to this kit: copy it before you go on.');
    }
  }
}
