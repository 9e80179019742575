// Files on their way to the server: chosen, dropped or recorded, all go through Gradio's upload button, one at a time.

import { constants } from '../core/constants.js';
import { find } from '../core/dom.js';
import { Problem } from '../core/server.js';
import { chosenFiles, droppedFiles } from './files.js';

/** @typedef {import('./own-sounds.js').Upload} Upload */

const ACCEPTED = 'audio/*,.wav,.flac,.aif,.aiff,.ogg,.mp3';
const OVER_MS = 150; // a drag over the page says so more often
const NO_SOUND = /^(text|image|font)\/|^application\/(pdf|zip|json|xml)$/;

export class Uploads {
  #sending = false;
  /** @type {{ done: (upload: Upload) => void, fail: (error: unknown) => void } | null} */
  #asked = null;

  /**
   * @param {object} props
   * @param {HTMLElement} props.stage
   * @param {(files: File[]) => void} props.take  files to be read
   * @param {(error: unknown) => void} props.fail
   */
  constructor({ stage, take, fail }) {
    this.take = take;
    this.fail = fail;
    this.input = find(document, '#header input[type=file]', HTMLInputElement);
    this.input.accept = ACCEPTED;
    this.input.multiple = true;
    document.addEventListener('change', (event) => event.target === this.input && this.#chosen(event), true);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let over;
    addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      stage.dataset.dropping = 'true';
      clearTimeout(over);
      over = setTimeout(() => delete stage.dataset.dropping, OVER_MS);
    });
    addEventListener('drop', async (event) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      const files = await droppedFiles(event.dataTransfer);
      if (files.length) take(files);
    });
  }

  /**
   * Sends a file to the server; what it is there.
   * @param {File} file
   * @returns {Promise<Upload>}
   */
  send(file) {
    const most = constants.max_upload_bytes;
    if (file.size > most)
      throw new Problem(`An audio file can be ${most / 2 ** 20} MB at most: ${file.name} is larger.`);
    const one = new DataTransfer();
    one.items.add(file);
    return new Promise((done, fail) => {
      this.#asked = { done, fail };
      this.#sending = true;
      this.input.files = one.files;
      this.input.dispatchEvent(new Event('change', { bubbles: true }));
      this.#sending = false;
    });
  }

  /** Handles the server's reply to a file. @param {{ ok: true } & Upload | { ok: false, error: string } | null} reply */
  answer(reply) {
    if (!reply) return;
    const { done = null, fail = this.fail } = this.#asked ?? {};
    this.#asked = null;
    if (reply.ok) done?.(reply);
    else fail(new Problem(reply.error));
  }

  /** Takes chosen files before Gradio does, which would read the first alone. @param {Event} event */
  #chosen(event) {
    if (this.#sending) return;
    event.stopImmediatePropagation();
    const files = chosenFiles(this.input.files ?? []);
    this.input.value = '';
    if (files.length) this.take(files);
  }
}

/**
 * Refuses a file among others that is none to listen to, without sending it.
 * @param {File} file
 */
export function refuseOther({ type }) {
  if (NO_SOUND.test(type)) throw new Problem('This is not an audio file.');
}

/** @param {DragEvent} event */
const hasFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;
