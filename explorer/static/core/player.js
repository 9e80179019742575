// Plays one sound, decoded and original side by side and in step, so that switching between them is a change of gain.

const FADE = 0.012;
const SWITCH = 0.006;
const AHEAD = 0.01; // scheduled a little ahead, a late source starts at the exact sample
const MOST_STRUCK = 24;

export class Player {
  constructor(onState) {
    this.onState = onState;
    this.voice = null;
    this.side = 'decoded';
    this.level = 1;
    this.loop = false;
    this.struck = new Set();
  }

  /** Opens the audio output; call it within a gesture. Not awaited: sounds start when the browser lets them. */
  unlock() {
    if (!this.context) {
      this.context = new AudioContext({ latencyHint: 'interactive' });
      this.master = new GainNode(this.context, { gain: this.#masterGain });
      this.master.connect(this.context.destination);
    }
    if (this.context.state !== 'running') this.context.resume();
  }

  /** How loud everything is, 0 to 1. */
  setLevel(level) {
    this.level = level;
    if (this.master) this.#ramp(this.master.gain, this.#masterGain, FADE);
  }

  /** Whether a sound repeats; one that plays goes on to do so, or ends with this round. */
  setLoop(loop) {
    this.loop = loop;
    for (const { source } of Object.values(this.voice?.parts ?? {})) source.loop = loop;
  }

  /** Plays the sound that is on once more, beside all else, at another pitch and velocity (0 to 1). */
  strike(semitones, velocity) {
    if (!this.sounds) return;
    this.unlock();
    const { source } = this.#source(this.side, this.#level(this.side) * velocity);
    source.playbackRate.value = 2 ** (semitones / 12);
    source.start();
    const strike = { source, semitones, velocity };
    this.struck.add(strike);
    source.onended = () => this.struck.delete(strike);
    if (this.struck.size <= MOST_STRUCK) return;
    const [oldest] = this.struck;
    oldest.source.stop();
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
    const voice = {
      start,
      duration: this.sounds.decoded.samples.length / this.sounds.decoded.sampleRate,
      parts: {},
    };
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
    const passed = this.context.currentTime - this.voice.start + AHEAD;
    if (this.loop || passed < this.voice.duration) this.#add(this.voice, 'original', passed);
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
    const passed = Math.max(0, this.context.currentTime - late - this.voice.start);
    return this.loop ? passed % this.voice.duration : Math.min(this.voice.duration, passed);
  }

  /** Once the original was heard, both are heard at equal energy. */
  #level(side) {
    if (side !== this.side) return 0;
    return side === 'decoded' && this.compared ? this.sounds.original.matchingGain : 1;
  }

  /** Even steps of the slider are even steps of loudness. */
  get #masterGain() {
    return this.level ** 2;
  }

  /** Starts a side of a voice, so many seconds after the voice began. */
  #add(voice, side, passed) {
    const part = this.#source(side, this.#level(side));
    part.source.loop = this.loop;
    part.source.start(voice.start + passed, passed % voice.duration);
    voice.parts[side] = part;
  }

  #source(side, level) {
    const { samples, sampleRate } = this.sounds[side];
    const buffer = new AudioBuffer({ length: samples.length, sampleRate });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.context, { buffer });
    const gain = new GainNode(this.context, { gain: level });
    source.connect(gain).connect(this.master);
    return { source, gain };
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
