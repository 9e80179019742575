// Plays one sound: decoded and original run in step, so that switching between them only changes their gains.

import { bufferOf, secondsOf } from './sounds.js';

/** @typedef {import('./types.js').Sound} Sound */
/** @typedef {'decoded' | 'original'} Side */
/** @typedef {{ source: AudioBufferSourceNode, gain: GainNode }} Part */
/** @typedef {{ start: number, duration: number, parts: Partial<Record<Side, Part>> }} Voice  times in s */

const FADE = 0.012;
const SWITCH = 0.006;
const AHEAD = 0.01; // seconds; a source scheduled slightly ahead starts at the exact sample
const MOST_STRUCK = 24;

export class Player {
  /** @type {{ context: AudioContext, master: GainNode } | null} */
  #output = null;
  /** @type {Partial<Record<Side, Sound>>} */
  #sounds = {};
  #unlocked = false;
  /** @type {Voice | null} */
  #voice = null;
  /** @type {Set<AudioBufferSourceNode>} */
  #struck = new Set();
  #compared = false;
  #level = 1;
  #loop = false;
  /** @type {Side} */
  side = 'decoded';

  /** @param {(playing: boolean) => void} onState */
  constructor(onState) {
    this.onState = onState;
  }

  /** The audio output: a clock and a node, opened on first use; it sounds once it is unlocked. */
  get output() {
    if (!this.#output) {
      const context = new AudioContext({ latencyHint: 'interactive' });
      const master = new GainNode(context, { gain: this.#masterGain });
      master.connect(context.destination);
      this.#output = { context, master };
    }
    return this.#output;
  }

  /** Whether the audio output was opened in a gesture, so that it may sound. */
  get unlocked() {
    return this.#unlocked;
  }

  /** Opens the audio output at the first sign of a visitor: the first click need not wait until it is there. */
  openAtFirstSign() {
    for (const sign of ['pointermove', 'pointerdown', 'keydown'])
      addEventListener(sign, () => this.output, { once: true, passive: true });
  }

  /** Lets the audio output sound; call it within a gesture. */
  unlock() {
    this.#unlocked = true;
    const { context } = this.output;
    if (context.state !== 'running') context.resume();
  }

  /** Whether the current sound is playing. */
  get playing() {
    return this.#voice !== null;
  }

  /**
   * Sets the overall level, 0 to 1.
   * @param {number} level
   */
  setLevel(level) {
    this.#level = level;
    if (this.#output) this.#ramp(this.#output.master.gain, this.#masterGain, FADE);
  }

  /**
   * Sets whether sounds repeat; a playing sound starts to loop, or stops at the end of this round.
   * @param {boolean} loop
   */
  setLoop(loop) {
    this.#loop = loop;
    for (const { source } of Object.values(this.#voice?.parts ?? {})) source.loop = loop;
  }

  /**
   * Plays the current sound at another pitch, on top of everything else.
   * @param {number} semitones
   * @param {number} velocity  0 to 1
   */
  strike(semitones, velocity) {
    const sound = this.#sounds[this.side];
    if (!sound) return;
    this.unlock();
    const { source } = this.#source(sound, this.#gainOf(this.side) * velocity);
    source.playbackRate.value = 2 ** (semitones / 12);
    source.start();
    this.#struck.add(source);
    source.onended = () => this.#struck.delete(source);
    if (this.#struck.size <= MOST_STRUCK) return;
    const [oldest] = this.#struck;
    oldest.stop();
  }

  /**
   * Loads a sound without playing it.
   * @param {Sound} sound
   */
  load(sound) {
    this.stop();
    this.#sounds = { decoded: sound };
    this.side = 'decoded';
    this.#compared = false;
  }

  /** Starts from the beginning; returns the start time on the page's clock in ms, or null if there is no sound. */
  play() {
    const { decoded } = this.#sounds;
    if (!decoded) return null;
    this.unlock();
    this.stop();
    const { context } = this.output;
    const start = context.currentTime;
    /** @type {Voice} */
    const voice = { start, duration: this.#compared ? this.#longest : secondsOf(decoded), parts: {} };
    this.#voice = voice;
    for (const side of this.#sides) this.#add(voice, side, 0);
    this.onState(true);
    return performance.now() + (start - context.currentTime) * 1000;
  }

  /**
   * Adds the original of the current sound; if that is playing, the original joins in at the same position. One that
   * lasts longer does so only once it is listened to, so that nobody waits in a loop for what they do not hear.
   * @param {Sound} sound
   */
  addOriginal(sound) {
    this.#sounds.original = sound;
    const voice = this.#voice;
    if (!voice || secondsOf(sound) > voice.duration) return;
    const passed = this.#passed(voice) + AHEAD;
    if (this.#loop || passed < voice.duration) this.#add(voice, 'original', passed);
  }

  /**
   * Switches to the decoded sound or to the original.
   * @param {Side} side
   */
  listenTo(side) {
    if (!this.#sounds[side]) return;
    this.side = side;
    if (side === 'original' && !this.#compared) {
      this.#compared = true;
      if (this.#lengthen()) return;
    }
    for (const one of /** @type {const} */ (['decoded', 'original'])) {
      const part = this.#voice?.parts[one];
      if (part) this.#ramp(part.gain.gain, this.#gainOf(one), SWITCH);
    }
  }

  stop() {
    if (!this.#voice) return;
    const now = this.output.context.currentTime;
    for (const part of Object.values(this.#voice.parts)) {
      this.#ramp(part.gain.gain, 0, FADE);
      part.source.stop(now + FADE + 0.005);
    }
    this.#voice = null;
    this.onState(false);
  }

  /** Audible position in the sound, in seconds; null when nothing is playing. */
  get position() {
    if (!this.#voice) return null;
    const { start, duration } = this.#voice;
    const passed = Math.max(0, this.heardTime - start);
    return this.#loop ? passed % duration : Math.min(duration, passed);
  }

  /** The time on the audio clock that is audible now: sounds leave the loudspeaker later than scheduled. */
  get heardTime() {
    const { currentTime, outputLatency, baseLatency } = this.output.context;
    return currentTime - (outputLatency || baseLatency || 0);
  }

  /** The sides that play together: not an original that lasts longer, until it is listened to. @returns {Side[]} */
  get #sides() {
    const { decoded, original } = this.#sounds;
    const fits = original && decoded && secondsOf(original) <= secondsOf(decoded);
    return original && (this.#compared || fits) ? ['decoded', 'original'] : ['decoded'];
  }

  /** How long the longer side lasts, in s. */
  get #longest() {
    return Math.max(...Object.values(this.#sounds).map(secondsOf));
  }

  /** Time since a voice began, in s. @param {Voice} voice */
  #passed({ start }) {
    return this.output.context.currentTime - start;
  }

  /**
   * Goes on at the same position with both sides as long as the longer one; false where no side outlasts the voice.
   */
  #lengthen() {
    const voice = this.#voice;
    if (!voice || this.#longest <= voice.duration) return false;
    const passed = this.#passed(voice) + AHEAD;
    const at = voice.start + passed;
    for (const { source, gain } of Object.values(voice.parts)) {
      source.onended = null;
      gain.gain.setValueAtTime(gain.gain.value, at).linearRampToValueAtTime(0, at + SWITCH);
      source.stop(at + SWITCH);
    }
    const position = passed % voice.duration;
    /** @type {Voice} */
    const longer = { start: at - position, duration: this.#longest, parts: {} };
    this.#voice = longer;
    for (const side of this.#sides) {
      const { gain } = this.#add(longer, side, position).gain;
      const target = gain.value;
      gain.setValueAtTime(0, at).linearRampToValueAtTime(target, at + SWITCH);
    }
    return true;
  }

  /**
   * Once the visitor has listened to the original, both play at equal energy.
   * @param {Side} side
   */
  #gainOf(side) {
    if (side !== this.side) return 0;
    return side === 'decoded' && this.#compared ? (this.#sounds.original?.matchingGain ?? 1) : 1;
  }

  /** Even steps of the slider are even steps of loudness. */
  get #masterGain() {
    return this.#level ** 2;
  }

  /**
   * Starts a side of a voice, `passed` seconds after the voice began. It lasts as long as the voice.
   * @param {Voice} voice
   * @param {Side} side
   * @param {number} passed
   */
  #add(voice, side, passed) {
    const sound = /** @type {Sound} */ (this.#sounds[side]);
    const part = this.#source(sound, this.#gainOf(side), voice.duration);
    part.source.loop = this.#loop;
    part.source.start(voice.start + passed, passed % voice.duration);
    if (side === 'decoded') part.source.onended = () => this.#ended(voice);
    voice.parts[side] = part;
    return part;
  }

  /**
   * @param {Sound} sound
   * @param {number} level
   * @param {number} [seconds]
   * @returns {Part}
   */
  #source(sound, level, seconds) {
    const { context, master } = this.output;
    const source = new AudioBufferSourceNode(context, { buffer: bufferOf(sound, seconds) });
    const gain = new GainNode(context, { gain: level });
    source.connect(gain).connect(master);
    return { source, gain };
  }

  /**
   * @param {AudioParam} param
   * @param {number} value
   * @param {number} seconds
   */
  #ramp(param, value, seconds) {
    const now = this.output.context.currentTime;
    param.cancelScheduledValues(now);
    param.setValueAtTime(param.value, now);
    param.linearRampToValueAtTime(value, now + seconds);
  }

  /** @param {Voice} voice */
  #ended(voice) {
    if (this.#voice !== voice) return;
    this.#voice = null;
    this.onState(false);
  }
}
