// Records the microphone, uncompressed and unprocessed, and passes the recording on as a WAV file.

import { press } from '../core/dom.js';
import { Problem } from '../core/server.js';
import { meter } from './level.js';
import { wav } from './wav.js';

const MOST_SECONDS = 10;
const CHANNELS = 2;
const RAW = {
  channelCount: CHANNELS, // wanted: many have one
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

export class Recorder {
  /** @type {{ stream: MediaStream, context: AudioContext, blocks: Float32Array[], frames: number, level: number } | null} */
  #running = null;
  #opening = false;

  /**
   * @param {object} props
   * @param {HTMLElement} props.button
   * @param {() => void} props.begins
   * @param {(file: File) => void} props.recorded
   * @param {(error: unknown) => void} props.fail
   */
  constructor({ button, begins, recorded, fail }) {
    this.button = button;
    this.words = button.textContent;
    this.begins = begins;
    this.recorded = recorded;
    this.fail = fail;
    button.addEventListener('click', () => (this.#running ? this.stop() : this.start()));
  }

  async start() {
    if (this.#opening) return;
    this.#opening = true;
    try {
      const stream = await openMicrophone();
      this.begins();
      const context = new AudioContext();
      this.#running = { stream, context, blocks: [], frames: 0, level: 0 };
      await context.audioWorklet.addModule(new URL('recorder-worklet.js', import.meta.url));
      const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
      node.port.onmessage = ({ data }) => this.#take(data);
      context.createMediaStreamSource(stream).connect(node);
      press(this.button, true);
      this.button.title = 'Stop recording; at 0 it stops by itself';
      this.#show();
    } catch (error) {
      this.fail(error);
    } finally {
      this.#opening = false;
    }
  }

  /** Ends the recording and passes it on. */
  async stop() {
    if (!this.#running) return;
    const { stream, context, blocks, frames } = this.#running;
    this.#running = null;
    for (const track of stream.getTracks()) track.stop();
    press(this.button, false);
    this.button.textContent = this.words;
    this.button.title = '';
    await context.close();
    if (!frames)
      return this.fail(new Problem('No sound came from the microphone. Is another program using it?'));
    const file = wav(blocks, context.sampleRate, CHANNELS);
    this.recorded(new File([file], 'recording.wav', { type: 'audio/wav' }));
  }

  /** @param {Float32Array} block */
  #take(block) {
    if (!this.#running) return;
    this.#running.blocks.push(block);
    this.#running.frames += block.length / CHANNELS;
    this.#running.level = meter(this.#running.level, block);
    this.#show();
    if (this.#running.frames >= MOST_SECONDS * this.#running.context.sampleRate) this.stop();
  }

  #show() {
    if (!this.#running) return;
    const { frames, context, level } = this.#running;
    const left = Math.max(0, MOST_SECONDS - frames / context.sampleRate);
    this.button.textContent = `● ${left.toFixed(1)} s · stop`;
    this.button.style.setProperty('--level', level.toFixed(3));
  }
}

async function openMicrophone() {
  if (!navigator.mediaDevices) throw new Problem('The microphone works only over https or on this computer.');
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: RAW });
  } catch {
    throw new Problem(
      'There is no microphone that this page may use. Allow one in the browser, or drop a file.',
    );
  }
}
