// Sounds of the visitor's own, chosen, dropped or recorded: all go the way of the upload button.

import { Problem } from './server.js';

const MOST_BYTES = 30 * 2 ** 20; // as `explorer.service.MAX_UPLOAD_BYTES`
const ACCEPTED = 'audio/*,.wav,.flac,.aif,.aiff,.ogg,.mp3';
const READING = 'Reading your sound…';

export class Uploads {
  /** `hear(result)`: shows a sound that was read, as the server's reply describes it. */
  constructor(stage, hear) {
    Object.assign(this, { stage, hear });
    const input = () => document.querySelector('#page > input[type=file]');
    this.input = input();
    // Before Gradio takes the file.
    document.addEventListener('change', (event) => event.target === input() && this.#chosen(event), true);
    document.addEventListener('click', () => input()?.setAttribute('accept', ACCEPTED), true);
    const isFile = (event) => event.dataTransfer?.types.includes('Files');
    addEventListener('dragover', (event) => isFile(event) && event.preventDefault());
    addEventListener('drop', (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      const { files } = event.dataTransfer;
      if (files.length) this.send(files[0], files.length);
    });
  }
}
