// Records the microphone, uncompressed and unprocessed, and hands it on as a WAV file.

import { Problem } from '../core/server.js';

const MOST_SECONDS = 10;
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class Recorder {
  constructor(stage, uploads, button) {
    Object.assign(this, { stage, uploads, button, words: button.textContent });
    button.addEventListener('click', () => (this.stream ? this.stop() : this.start()));
  }

  async start() {
    if (this.opening) return;
    if (!navigator.mediaDevices)
      return this.stage.fail(
        new Problem('A microphone needs a page that comes by https or from this machine.'),
      );
    this.opening = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: RAW });
    } catch {
      return this.stage.fail(
        new Problem(
          'There is no microphone that this page may use: allow it in the browser, or drop a file.',
        ),
      );
    } finally {
      this.opening = false;
    }
    this.stage.player.stop();
    this.blocks = [];
    this.length = 0;
    this.context = new AudioContext();
    await this.context.audioWorklet.addModule(new URL('recorder-worklet.js', import.meta.url));
    const node = new AudioWorkletNode(this.context, 'recorder', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }) => this.#take(data);
    this.context.createMediaStreamSource(this.stream).connect(node);
    this.button.setAttribute('aria-pressed', true);
    this.#show();
  }

  /** Ends the recording and hands it on. */
  async stop() {
    if (!this.context) return;
    const { blocks, length, context } = this;
    for (const track of this.stream.getTracks()) track.stop();
    this.stream = this.context = null;
    this.button.setAttribute('aria-pressed', false);
    this.button.textContent = this.words;
    await context.close();
    if (length)
      this.uploads.send(
        new File([wav(blocks, length, context.sampleRate)], 'recording.wav', { type: 'audio/wav' }),
      );
  }

  #take(block) {
    if (!this.context) return;
    this.blocks.push(block);
    this.length += block.length;
    this.#show();
    if (this.length >= MOST_SECONDS * this.context.sampleRate) this.stop();
  }

  #show() {
    this.button.textContent = `● ${(this.length / this.context.sampleRate).toFixed(1)} s · stop`;
  }
}

/** 32-bit float WAV, mono. */
function wav(blocks, length, sampleRate) {
  const view = new DataView(new ArrayBuffer(44 + 4 * length));
  const text = (at, word) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + 4 * length, true);
  text(8, 'WAVEfmt ');
  [
    [16, 16],
    [24, sampleRate],
    [28, 4 * sampleRate],
    [40, 4 * length],
  ].forEach(([at, value]) => view.setUint32(at, value, true));
  [
    [20, 3],
    [22, 1],
    [32, 4],
    [34, 32],
  ].forEach(([at, value]) => view.setUint16(at, value, true));
  text(36, 'data');
  let at = 44;
  for (const block of blocks) for (const sample of block) view.setFloat32((at += 4) - 4, sample, true);
  return view.buffer;
}
