// Sounds of the visitor's own, chosen, dropped or recorded: all go the way of Gradio's upload button.

import { Problem } from '../core/server.js';

const MOST_BYTES = 30 * 2 ** 20; // as `explorer.server.limits.MAX_UPLOAD_BYTES`
const ACCEPTED = 'audio/*,.wav,.flac,.aif,.aiff,.ogg,.mp3';
const READING = 'Reading your sound…';

export class Uploads {
  /** `hear(result)`: brings a sound onto the page, as the server's reply describes it. */
  constructor(stage, hear) {
    Object.assign(this, { stage, hear, input: document.querySelector('#header input[type=file]') });
    this.input.accept = ACCEPTED;
    document.addEventListener('change', (event) => event.target === this.input && this.#chosen(event), true);
    const isFile = (event) => event.dataTransfer?.types.includes('Files');
    addEventListener('dragover', (event) => isFile(event) && event.preventDefault());
    addEventListener('drop', (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      const { files } = event.dataTransfer;
      if (files.length) this.send(files[0], files.length);
    });
  }

  /** Hands a file to Gradio's upload button, which has it encoded; it may be the first of several. */
  send(file, count = 1) {
    const one = new DataTransfer();
    one.items.add(file);
    this.input.files = one.files;
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
    if (count > 1 && this.input.files.length)
      this.stage.say(`Reading ${file.name}, the first of ${count} files: one at a time.`);
  }

  /** Takes the server's reply to a file. */
  take(result) {
    if (!result) return;
    this.stage.toast.unsay(READING);
    if (!result.ok) return this.stage.fail(new Problem(result.error));
    this.stage.own.keep(result);
    this.hear(result);
  }

  /** Before Gradio takes what was chosen: a file that is too large never leaves the page. */
  #chosen(event) {
    const [file] = this.input.files;
    if (!file) return;
    if (file.size <= MOST_BYTES) return this.stage.say(READING);
    event.stopImmediatePropagation();
    this.input.value = '';
    this.stage.fail(
      new Problem(`An audio file can be ${MOST_BYTES / 2 ** 20} MB at most: ${file.name} is larger.`),
    );
  }
}
