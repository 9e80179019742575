// Calls to the server, and the bytes in its answers.

/** @typedef {import('./types.js').Ask} Ask */
/** @typedef {import('./types.js').Sound} Sound */

/** An error whose message is one sentence for the visitor. */
export class Problem extends Error {}

/**
 * @param {string} text  base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const bytes = (text) => {
  const decode = /** @type {any} */ (Uint8Array).fromBase64;
  return decode ? decode.call(Uint8Array, text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
};

/** @type {Record<string, new (buffer: ArrayBuffer, from: number, count: number) => ArrayBufferView>} */
const ARRAYS = { f4: Float32Array, i4: Int32Array, u2: Uint16Array, u1: Uint8Array };

/**
 * A file without gzip: some servers unpack what they send, or have the browser do it.
 * @param {Blob} file
 */
export async function unpacked(file) {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return file.arrayBuffer();
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/**
 * What a file of arrays holds: the inverse of `file_of_arrays` in `explorer/server/wire.py`.
 * @param {Blob} packed
 */
export async function arraysIn(packed) {
  const buffer = await unpacked(packed);
  const start = 4 + new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, start - 4));
  return JSON.parse(text, (_, value) =>
    value?.array ? new ARRAYS[value.array](buffer, start + value.from, value.count) : value,
  );
}

/** What this page calls its visitor, so that the server lets visitors take turns; forgotten with the page. */
const visitor = Math.random().toString(36).slice(2);

/**
 * Makes an `Ask` from Gradio's object of server functions.
 * @param {Record<string, (payload: object) => Promise<any>>} server
 * @returns {Ask}
 */
export const asker = (server) => async (name, payload) => {
  let reply;
  try {
    reply = await server[name]({ ...payload, visitor });
  } catch {
    throw new Problem('The server cannot be reached. Is it still running?');
  }
  if (!reply) throw new Problem('The server could not answer that.');
  if (!reply.ok) throw new Problem(reply.error || 'The server could not answer that.');
  return reply;
};

/**
 * What an address gives; throws a `Problem` with the server's sentence.
 * @param {string} url
 */
export async function contentOf(url) {
  let answer;
  try {
    answer = await fetch(url);
  } catch {
    throw new Problem('The server cannot be reached. Is it still running?');
  }
  if (answer.ok) return answer.blob();
  const reply = await answer.json().catch(() => null);
  throw new Problem(reply?.error ?? 'The server could not answer that.');
}

/**
 * Decodes a sound from the server, ready to play and to draw.
 * @param {{ pcm: string, channels: number, sample_rate: number, shape: number[], spectrogram: string, matching_gain?: number }} reply
 * @returns {Sound}
 */
export function readSound(reply) {
  const pcm = new Int16Array(bytes(reply.pcm).buffer);
  const samples = new Float32Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) samples[i] = pcm[i] / 32767;
  const length = pcm.length / reply.channels; // of each channel, one after the other
  const [bands, frames] = reply.shape;
  return {
    channels: Array.from({ length: reply.channels }, (_, i) =>
      samples.subarray(i * length, (i + 1) * length),
    ),
    sampleRate: reply.sample_rate,
    cells: bytes(reply.spectrogram),
    bands,
    frames,
    matchingGain: reply.matching_gain ?? 1,
  };
}

/**
 * Runs one job at a time; of the jobs that arrive meanwhile, only the newest waits.
 * @template Job
 */
export class Newest {
  /** @param {(job: Job) => Promise<void>} work */
  constructor(work) {
    this.work = work;
    this.running = false;
    /** @type {Job | null} */
    this.waiting = null;
  }

  /** @param {Job} job */
  async run(job) {
    if (this.running) {
      this.waiting = job;
      return;
    }
    this.running = true;
    try {
      let next = job;
      for (;;) {
        await this.work(next);
        if (this.waiting === null) break;
        next = this.waiting;
        this.waiting = null;
      }
    } finally {
      this.running = false;
    }
  }
}

/**
 * A map that forgets its oldest entries, if there are too many of them or if they weigh too much together.
 * @template Value
 * @extends {Map<string, Value>}
 */
export class Cache extends Map {
  /**
   * @param {number} size
   * @param {number} [room]
   * @param {(value: Value) => number} [weightOf]
   */
  constructor(size, room = Infinity, weightOf = () => 0) {
    super();
    this.limit = size;
    this.room = room;
    this.weightOf = weightOf;
  }

  /**
   * @override
   * @param {string} key
   * @param {Value} value
   */
  set(key, value) {
    super.delete(key);
    super.set(key, value);
    while (this.size > this.limit || (this.size > 1 && this.#weight > this.room))
      super.delete(/** @type {string} */ (this.keys().next().value));
    return this;
  }

  get #weight() {
    return [...this.values()].reduce((sum, value) => sum + this.weightOf(value), 0);
  }
}
