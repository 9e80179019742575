// The visitor's own sounds, chosen, dropped or recorded: all go through Gradio's upload button.

import { constants } from '../core/constants.js';
import { find } from '../core/dom.js';
import { Problem } from '../core/server.js';

/** @typedef {import('./own-sounds.js').Upload} Upload */

const ACCEPTED = 'audio/*,.wav,.flac,.aif,.aiff,.ogg,.mp3';
const READING = 'Reading your sound…';

export class Uploads {
  /**
   * @param {object} props
   * @param {(upload: Upload) => void} props.taken  called with the server's description of an encoded sound
   * @param {(text: string) => void} props.say
   * @param {(text: string) => void} props.unsay
   * @param {(error: unknown) => void} props.fail
   */
  constructor({ taken, say, unsay, fail }) {
    this.taken = taken;
    this.say = say;
    this.unsay = unsay;
    this.fail = fail;
    this.input = find(document, '#header input[type=file]', HTMLInputElement);
    this.input.accept = ACCEPTED;
    document.addEventListener('change', (event) => event.target === this.input && this.#chosen(event), true);
    const isFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
    addEventListener('dragover', (event) => isFile(event) && event.preventDefault());
    addEventListener('drop', (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      const files = event.dataTransfer?.files;
      if (files?.length) this.send(files[0], files.length);
    });
  }

  /** Passes a file, the first of `count`, to Gradio's upload button, which has it encoded. @param {File} file */
  send(file, count = 1) {
    const one = new DataTransfer();
    one.items.add(file);
    this.input.files = one.files;
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
    if (count > 1 && this.input.files.length)
      this.say(`Reading ${file.name}. One file at a time: the other ${count - 1} were left out.`);
  }

  /** Handles the server's reply to a file. @param {{ ok: true } & Upload | { ok: false, error: string } | null} reply */
  take(reply) {
    if (!reply) return;
    this.unsay(READING);
    if (!reply.ok) return this.fail(new Problem(reply.error));
    this.taken(reply);
  }

  /** Runs before Gradio takes the chosen file, so that one that is too large never leaves the page. @param {Event} event */
  #chosen(event) {
    const file = this.input.files?.[0];
    if (!file) return;
    const most = constants.max_upload_bytes;
    if (file.size <= most) return this.say(READING);
    event.stopImmediatePropagation();
    this.input.value = '';
    this.fail(new Problem(`An audio file can be ${most / 2 ** 20} MB at most: ${file.name} is larger.`));
  }
}
