// The engines that answer for a server: one worker for each checkpoint, opened when it is first needed.

import { Problem } from '../core/server.js';

const KEPT = 2; // engines; each holds a decoder
const LOST = 'The sound engine of this page did not start. Reload the page, or try a newer browser.';

/** @typedef {{ resolve: (reply: any) => void, reject: (error: Error) => void }} Waiting */
/** @typedef {{ worker: Worker, waiting: Map<number, Waiting> }} Engine */

export class Engines {
  #next = 0;
  /** By checkpoint, the one used last at the end. @type {Map<string, Engine>} */
  #open = new Map();

  /** @param {(checkpoint: string, file: string) => string} addressOf */
  constructor(addressOf) {
    this.addressOf = addressOf;
  }

  /**
   * Starts a checkpoint's engine, so that the first sound need not wait for it.
   * @param {string} checkpoint
   */
  prepare(checkpoint) {
    this.#engine(checkpoint);
  }

  /**
   * @param {string} checkpoint
   * @param {string} name
   * @param {object} payload
   * @returns {Promise<any>}
   */
  ask(checkpoint, name, payload) {
    const { worker, waiting } = this.#engine(checkpoint);
    const id = ++this.#next;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, payload });
    });
  }

  /** @param {string} checkpoint */
  #engine(checkpoint) {
    const engine = this.#open.get(checkpoint) ?? this.#start(checkpoint);
    this.#open.delete(checkpoint);
    this.#open.set(checkpoint, engine);
    for (const [name, { worker, waiting }] of this.#open) {
      if (this.#open.size <= KEPT) break;
      if (name === checkpoint || waiting.size) continue;
      worker.terminate();
      this.#open.delete(name);
    }
    return engine;
  }

  /** @param {string} checkpoint @returns {Engine} */
  #start(checkpoint) {
    const worker = new Worker(new URL('../engine/worker.js', import.meta.url), { type: 'module' });
    const runtime = new URL('runtime/', document.baseURI).href;
    worker.postMessage({ open: { base: this.addressOf(checkpoint, ''), runtime } });
    /** @type {Engine} */
    const engine = { worker, waiting: new Map() };
    engine.worker.onmessage = ({ data: { id, reply, error } }) => {
      const asked = engine.waiting.get(id);
      engine.waiting.delete(id);
      if (error) asked?.reject(new Problem(error));
      else asked?.resolve(reply);
    };
    engine.worker.onerror = () => {
      for (const { reject } of engine.waiting.values()) reject(new Problem(LOST));
      engine.waiting.clear();
      this.#open.delete(checkpoint);
    };
    return engine;
  }
}
