// About: how a sound becomes numbers and a sound again, with the sound that is on as the example; and the checkpoints.

import { drawNumbers, drawPlace, drawWave } from './pictures.js';
import { shelfOf } from './shelf.js';
import { find } from '../core/dom.js';
import { cropped, paint } from '../core/picture.js';
import { bytes, Problem } from '../core/server.js';
import { bufferOf, secondsOf, strike } from '../core/sounds.js';
import { titleOf } from '../core/labels.js';

/** @typedef {import('../core/types.js').Place} Place */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Sound} Sound */
/** What the page says of itself (`explorer/server/about.py`). @typedef {{ checkpoints: { name: string, sentence: string }[], source: string }} Facts */

const HERE = 'The source is in the folder that this page is served from; its README.md says how to begin.';

export class About {
  /** What the two buttons play. @type {Partial<Record<'before' | 'after', Sound>>} */
  #heard = {};
  /** @type {AudioBufferSourceNode | null} */
  #playing = null;

  /**
   * @param {object} props
   * @param {HTMLDialogElement} props.dialog
   * @param {Facts} props.facts
   * @param {import('../map/map.js').SoundMap} props.map
   * @param {import('../core/player.js').Player} props.player
   * @param {import('../core/sounds.js').Sounds} props.sounds
   * @param {import('../core/types.js').Ask} props.ask
   * @param {() => import('../core/types.js').Shown | null} props.current
   * @param {() => string} props.checkpoint
   * @param {(rendered: Rendered) => Promise<Sound>} props.originalOf
   * @param {(checkpoint: string) => Promise<void>} props.choose  opens a checkpoint
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    this.props = props;
    const { dialog, facts } = props;
    this.shelf = shelfOf(find(dialog, '.shelf'), facts.checkpoints, {
      ask: props.ask,
      choose: async (name) => {
        await props.choose(name);
        if (props.checkpoint() === name) await this.#show();
        else dialog.close(); // so that the reason can be read
      },
      fail: props.fail,
    });
    this.#sayWhere(facts.source);
    for (const side of /** @type {const} */ (['before', 'after']))
      find(dialog, `[data-hear=${side}]`).addEventListener('click', () => this.#hear(side));
    dialog.addEventListener('close', () => this.#playing?.stop());
  }

  open() {
    const { dialog, fail } = this.props;
    dialog.showModal();
    dialog.scrollTop = 0;
    return this.#show().catch(fail);
  }

  /** @param {string} source  an address, or nothing */
  #sayWhere(source) {
    const where = find(this.props.dialog, '.about-source');
    if (!source) where.textContent = HERE;
    else
      where.append(
        Object.assign(document.createElement('a'), {
          href: source,
          target: '_blank',
          rel: 'noopener',
          textContent: 'The source',
        }),
        ' is open.',
      );
  }

  async #show() {
    const { dialog, checkpoint, map, current } = this.props;
    const open = checkpoint();
    this.shelf.mark(open);
    if (!map.points.names.length) return;
    const shown = current();
    const { rendered, place } = shown ?? (await this.#example());
    if (open !== checkpoint()) return;
    const { info, sound } = rendered;
    find(dialog, '.about-example').textContent =
      `with ${info.title.split(' · ')[0] || titleOf(info.label)} as the example`;
    const original = info.has_original || info.own ? await this.#original(rendered, shown !== null) : null;
    this.#heard = { before: original ?? sound, after: sound };
    this.#draw(original ?? sound, sound, place);
    const note = find(dialog, '.about-note');
    note.textContent = original ? '' : noteOn(info);
    await this.#count(rendered, note);
    dialog.dataset.shown = rendered.recipe;
  }

  /**
   * @param {Sound} before
   * @param {Sound} after
   * @param {Place} place
   */
  #draw(before, after, place) {
    const { map, dialog } = this.props;
    const canvas = (/** @type {string} */ step) =>
      find(dialog, `[data-step=${step}] canvas`, HTMLCanvasElement);
    const [picture] = cropped([before]);
    const seconds = (picture.frames / before.frames) * secondsOf(before);
    drawWave(canvas('sound'), before, seconds);
    paint(canvas('picture'), picture);
    drawPlace(canvas('place'), map.points, (id) => map.markColourOf(id), place);
    drawWave(canvas('again'), after, seconds);
  }

  /**
   * Draws the numbers of a sound, or says why it has none.
   * @param {Rendered} rendered
   * @param {HTMLElement} note
   */
  async #count({ recipe }, note) {
    const { ask, checkpoint, dialog } = this.props;
    const step = find(dialog, '[data-step=numbers]');
    const count = find(step, '.about-count');
    try {
      const reply = await ask('numbers', { checkpoint: checkpoint(), recipe });
      count.textContent = reply.latent_dim;
      drawNumbers(find(step, 'canvas', HTMLCanvasElement), new Int8Array(bytes(reply.numbers).buffer));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      count.textContent = 'No';
      find(step, 'canvas', HTMLCanvasElement).width = 0;
      note.textContent = error.message;
    }
  }

  /** The library's sound nearest to the middle of the map. */
  async #example() {
    const { map, sounds, checkpoint } = this.props;
    const { x, y } = map.points;
    const [middleX, middleY] = [x, y].map((values) => values.reduce((sum, v) => sum + v, 0) / values.length);
    const far = (/** @type {number} */ id) => Math.hypot(x[id] - middleX, y[id] - middleY);
    const id = [...x.keys()].reduce((best, one) => (far(one) < far(best) ? one : best), 0);
    const rendered = await sounds.render(checkpoint(), { kind: 'point', id });
    return { rendered, place: map.placeOf(id) };
  }

  /**
   * @param {Rendered} rendered
   * @param {boolean} on  whether it is the sound that is on
   */
  async #original(rendered, on) {
    const { originalOf, sounds, checkpoint } = this.props;
    try {
      return await (on ? originalOf(rendered) : sounds.original(checkpoint(), rendered.info.id ?? -1));
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  /** @param {'before' | 'after'} side */
  #hear(side) {
    const sound = this.#heard[side];
    if (!sound) return;
    const { player } = this.props;
    player.unlock();
    player.stop();
    this.#playing?.stop();
    const { context, master } = player.output;
    this.#playing = strike(context, master, bufferOf(sound), 1, 0);
  }
}

/**
 * Why a sound has no original to begin with.
 * @param {import('../core/types.js').Info} info
 */
const noteOn = ({ id }) =>
  id === null
    ? 'Nobody has recorded this sound: it begins with its numbers, which lie between those of others.'
    : 'The recording is not on this computer, so the pictures begin with what the network made of it.';
