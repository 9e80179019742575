// Every checkpoint's version of a library sound, side by side: a column for each checkpoint that has the sound.

import { create } from '../../core/dom.js';
import { ofFrames, paint } from '../../core/picture.js';
import { Problem } from '../../core/server.js';
import { bufferOf, secondsOf, strike } from '../../core/sounds.js';

/** @typedef {import('../panel.js').Host} Host */
/** A checkpoint that has the sound (`versions` in `explorer/server/comparing.py`). @typedef {{ checkpoint: string, id: number, error_db: number | null }} Version */

export class Versions {
  /** @type {AudioBufferSourceNode | null} */
  #playing = null;
  /** Of the columns that are shown: the checkpoint and the sound. */
  #of = '';

  /**
   * @param {HTMLElement} element
   * @param {Pick<Host, 'ask' | 'checkpoint' | 'sounds' | 'player'>} host
   */
  constructor(element, host) {
    this.element = element;
    this.host = host;
  }

  /**
   * Shows the versions of a sound; nothing if no other checkpoint has it.
   * @param {number | null} id  null for a sound that is not one of the library's
   */
  async show(id) {
    const { checkpoint } = this.host;
    const of = `${checkpoint()} ${id}`;
    if (of === this.#of) return;
    this.#of = of;
    this.element.hidden = true;
    if (id === null) return;
    try {
      await this.#fill(id, of);
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // one of them cannot be played: then none is shown
    }
  }

  /**
   * @param {number} id
   * @param {string} of
   */
  async #fill(id, of) {
    const { ask, checkpoint, sounds } = this.host;
    /** @type {{ versions: Version[] }} */
    const { versions } = await ask('versions', { id, checkpoint: checkpoint() });
    if (versions.length < 2) return;
    const heard = await Promise.all(
      versions.map((one) => sounds.render(one.checkpoint, { kind: 'point', id: one.id })),
    );
    if (of !== this.#of) return;
    const longest = Math.max(...heard.map(({ sound }) => secondsOf(sound)));
    this.element.replaceChildren(...versions.map((one, i) => this.#column(one, heard[i].sound, longest)));
    this.element.hidden = false;
  }

  /**
   * @param {Version} version
   * @param {import('../../core/types.js').Sound} sound
   * @param {number} seconds  what the picture is as wide as
   */
  #column({ checkpoint, error_db: error }, sound, seconds) {
    const picture = create('canvas', { ariaHidden: 'true' });
    paint(picture, ofFrames(sound, Math.round((sound.frames * seconds) / secondsOf(sound))));
    const off = error === null ? '' : `${error.toFixed(1)} dB off`;
    const button = create(
      'button',
      { type: 'button', title: 'Hear it' },
      picture,
      create('span', { textContent: checkpoint }),
      create('small', { textContent: off }),
    );
    button.dataset.version = checkpoint;
    button.addEventListener('click', () => this.#hear(sound));
    return button;
  }

  /** @param {import('../../core/types.js').Sound} sound */
  #hear(sound) {
    const { player } = this.host;
    player.unlock();
    player.stop();
    this.#playing?.stop();
    const { context, master } = player.output;
    this.#playing = strike(context, master, bufferOf(sound), 1, 0);
  }
}
