// Plays one sound, decoded and original side by side and in step, so that switching between them is a change of gain.

const FADE = 0.012;
const SWITCH = 0.006;
const AHEAD = 0.01; // scheduled a little ahead, a late source starts at the exact sample
const MASTER = 0.9;

export class Player {
  constructor(onState) {
    this.onState = onState;
    this.voice = null;
    this.side = 'decoded';
  }

  /** Opens the audio output; call it within a gesture. Not awaited: sounds start when the browser lets them. */
  unlock() {
    if (!this.context) {
      this.context = new AudioContext({ latencyHint: 'interactive' });
      this.master = new GainNode(this.context, { gain: MASTER });
      this.master.connect(this.context.destination);
    }
    if (this.context.state !== 'running') this.context.resume();
  }

  /** Takes a sound on without playing it. */
  load(sound) {
    this.stop();
    this.sounds = { decoded: sound };
    this.side = 'decoded';
    this.compared = false;
  }

  /** Starts from the beginning; returns the time of the start on the page's clock, in ms. */
  play() {
    if (!this.sounds) return null;
    this.unlock();
    this.stop();
    const start = this.context.currentTime;
    const voice = { start, duration: this.sounds.decoded.samples.length / this.sounds.decoded.sampleRate, parts: {} };
    this.voice = voice;
    for (const side of Object.keys(this.sounds)) this.#add(voice, side, 0);
    voice.parts.decoded.source.onended = () => this.#ended(voice);
    this.onState(true);
    return performance.now() + (start - this.context.currentTime) * 1000;
  }

  /** The original of the sound that is on; joins in at the right place while it plays. */
  addOriginal(sound) {
    this.sounds.original = sound;
    if (!this.voice) return;
    const offset = this.context.currentTime - this.voice.start + AHEAD;
    if (offset < this.voice.duration) this.#add(this.voice, 'original', offset);
  }

  /** Switches what is heard: 'decoded' or 'original'. */
  listenTo(side) {
    if (!this.sounds?.[side]) return;
    this.side = side;
    this.compared ||= side === 'original';
    for (const [name, part] of Object.entries(this.voice?.parts ?? {})) {
      this.#ramp(part.gain.gain, this.#level(name), SWITCH);
    }
  }

  stop() {
    if (!this.voice) return;
    const now = this.context.currentTime;
    for (const part of Object.values(this.voice.parts)) {
      this.#ramp(part.gain.gain, 0, FADE);
      part.source.stop(now + FADE + 0.005);
    }
    this.voice = null;
    this.onState(false);
  }

  /** Seconds into the sound as it is heard, or null when nothing plays. */
  get position() {
    if (!this.voice) return null;
    const late = this.context.outputLatency || this.context.baseLatency || 0;
    return Math.max(0, Math.min(this.voice.duration, this.context.currentTime - late - this.voice.start));
  }

  /** Once the original was heard, both are heard at equal energy. */
  #level(side) {
    if (side !== this.side) return 0;
    return side === 'decoded' && this.compared ? this.sounds.original.matchingGain : 1;
  }

  #add(voice, side, offset) {
    const { samples, sampleRate } = this.sounds[side];
    const buffer = new AudioBuffer({ length: samples.length, sampleRate });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.context, { buffer });
    const gain = new GainNode(this.context, { gain: this.#level(side) });
    source.connect(gain).connect(this.master);
    source.start(voice.start + offset, offset);
    voice.parts[side] = { source, gain };
  }

  #ramp(param, value, seconds) {
    const now = this.context.currentTime;
    param.cancelScheduledValues(now);
    param.setValueAtTime(param.value, now);
    param.linearRampToValueAtTime(value, now + seconds);
  }

  #ended(voice) {
    if (this.voice !== voice) return;
    this.voice = null;
    this.onState(false);
  }
}
