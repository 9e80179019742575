// The files of a checkpoint, as `explorer/publish/engine_files.py` writes them: each fetched when it is first needed.

import { fromHalf } from './numbers/arrays.js';
import { Problem, arraysIn } from '../core/server.js';

/** How a network is run. @typedef {{ run(feeds: Record<string, { data: Float32Array, dims: number[] }>): Promise<Float32Array> }} Session */
/** Gives the bytes of a file. @typedef {(url: string) => Promise<ArrayBuffer>} FetchFile */

const FORMAT = 1;

export class Checkpoint {
  #ort;
  #base;
  #fetchFile;
  /** @type {Map<string, Promise<Session>>} */
  #sessions = new Map();
  /** @type {Promise<Float32Array> | null} */
  #linear = null;
  /** The newest network, made or not. @type {Promise<unknown>} */
  #made = Promise.resolve();

  /** What the tables hold, and what the sounds of the library are. @type {any} */
  tables = null;
  /** @type {any} */
  library = null;

  /**
   * @param {any} settings  engine.json
   * @param {{ base: string, ort: any, fetchFile: FetchFile }} from
   */
  constructor(settings, { base, ort, fetchFile }) {
    this.settings = settings;
    this.#ort = ort;
    this.#base = base;
    this.#fetchFile = fetchFile;
  }

  /** @param {{ base: string, ort: any, fetchFile: FetchFile }} from */
  static async open(from) {
    const settings = JSON.parse(new TextDecoder().decode(await from.fetchFile(`${from.base}engine.json`)));
    if (settings.format !== FORMAT)
      throw new Problem('This page was published by another version of Hitmap: publish it again.');
    const opened = new Checkpoint(settings, from);
    // What every sound needs arrives meanwhile; a failure is met when it is used.
    for (const name of /** @type {const} */ (['decoder', 'linear'])) opened.session(name).catch(() => {});
    [opened.tables, opened.library] = await Promise.all(
      [settings.files.tables, settings.files.library].map(async (name) =>
        arraysIn(new Blob([await opened.bytes(name)])),
      ),
    );
    return opened;
  }

  /** The bytes of a file. @param {string} name */
  bytes(name) {
    return this.#fetchFile(this.#base + name);
  }

  /** A network, ready to run. @param {'decoder' | 'encoder' | 'glide' | 'linear' | 'natural'} name */
  session(name) {
    let opening = this.#sessions.get(name);
    if (!opening) this.#sessions.set(name, (opening = this.#open(name)));
    return opening;
  }

  /** @param {string} name @returns {Promise<Session>} */
  async #open(name) {
    const { InferenceSession, Tensor } = this.#ort;
    const model = new Uint8Array(await this.bytes(this.settings.files[name]));
    const externalData = name === 'linear' ? await this.#linearParts() : [];
    // One after the other: a network that is done lets go of the files that lie beside any.
    const making = this.#made.then(() => InferenceSession.create(model, { externalData }));
    this.#made = making.catch(() => {});
    const session = await making;
    return {
      async run(feeds) {
        const tensors = Object.entries(feeds).map(([input, { data, dims }]) => [
          input,
          new Tensor('float32', data, dims),
        ]);
        const { out } = await session.run(Object.fromEntries(tensors));
        return out.data;
      },
    };
  }

  /** The files of the linear map, as they lie beside its network. */
  #linearParts() {
    /** @type {string[]} */
    const names = this.settings.files.linear_parts;
    return Promise.all(names.map(async (path) => ({ path, data: new Uint8Array(await this.bytes(path)) })));
  }

  /** The linear map from the fine dimensions to all cells, (cells, dimensions): for the way back, which few sounds need. */
  linear() {
    return (this.#linear ??= this.#readLinear());
  }

  async #readLinear() {
    const parts = await this.#linearParts();
    const whole = new Float32Array(parts.reduce((sum, { data }) => sum + data.length / 2, 0));
    let at = 0;
    for (const { data } of parts) {
      whole.set(fromHalf(new Uint16Array(data.buffer, data.byteOffset, data.length / 2)), at);
      at += data.length / 2;
    }
    return whole;
  }
}
