// Calls to the server, and the bytes in its answers.

/** Something the user should read: one sentence. */
export class Problem extends Error {}

export const bytes = (text) =>
  Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
export const floats = (text) => new Float32Array(bytes(text).buffer);
export const integers = (text) => new Int32Array(bytes(text).buffer);

/** One server function. Throws a Problem with the sentence to show. */
export async function ask(server, name, payload) {
  let reply;
  try {
    reply = await server[name](payload);
  } catch {
    throw new Problem('The server cannot be reached: is it still running?');
  }
  if (!reply) throw new Problem('The server could not answer that.');
  if (!reply.ok) throw new Problem(reply.error || 'The server could not answer that.');
  return reply;
}

/** A sound as the server sends it, made ready for the ear and the eye. */
export function readSound(reply) {
  const pcm = new Int16Array(bytes(reply.pcm).buffer);
  const samples = new Float32Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) samples[i] = pcm[i] / 32767;
  const [bands, frames] = reply.shape;
  return {
    samples,
    sampleRate: reply.sample_rate,
    cells: bytes(reply.spectrogram),
    bands,
    frames,
    matchingGain: reply.matching_gain ?? 1,
  };
}

/** Runs one job at a time; of those that come meanwhile only the newest waits. */
export class Newest {
  constructor(work) {
    this.work = work;
    this.running = false;
    this.waiting = null;
  }

  async run(job) {
    if (this.running) {
      this.waiting = job;
      return;
    }
    this.running = true;
    try {
      for (let next = job; next;) {
        await this.work(next);
        next = this.waiting;
        this.waiting = null;
      }
    } finally {
      this.running = false;
    }
  }
}

/** A map that forgets its oldest entries. */
export class Cache extends Map {
  constructor(size) {
    super();
    this.limit = size;
  }

  set(key, value) {
    super.delete(key);
    super.set(key, value);
    if (this.size > this.limit) super.delete(this.keys().next().value);
    return this;
  }
}
