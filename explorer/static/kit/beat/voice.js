// The sounds of pads while they are heard: pitched, fading and panned as their strips say, until others cut them off.

import { DECAY_NEPERS, FADE_SECONDS, velocityGain } from './mix.js';

/** @typedef {import('./mix.js').Strip} Strip */

/**
 * @typedef {object} Struck
 * @property {AudioBuffer} buffer
 * @property {Strip} strip
 * @property {number} pad
 * @property {number} velocity
 * @property {number} time  on the context's clock in s; a time that has passed is at once
 */

/** All that is heard or scheduled. */
export class Sounding {
  /** @type {Set<Voice>} */
  #voices = new Set();

  /**
   * Starts a sound; it and the others of its pad and choke group cut each other off, whichever was scheduled first.
   * @param {BaseAudioContext} context
   * @param {AudioNode} output
   * @param {Struck} struck
   */
  start(context, output, struck) {
    const voice = new Voice(context, output, struck);
    for (const other of this.#voices) {
      if (!voice.excludes(other)) continue;
      if (other.time < voice.time) other.cut(voice.time);
      else if (other.time > voice.time) voice.cut(other.time);
    }
    this.#voices.add(voice);
    voice.source.onended = () => this.#voices.delete(voice);
  }

  /**
   * Cancels what has not started yet.
   * @param {number} now
   */
  cancel(now) {
    for (const { source, time } of this.#voices) if (time > now) source.stop();
  }
}

class Voice {
  #ends = Infinity;

  /**
   * @param {BaseAudioContext} context
   * @param {AudioNode} output
   * @param {Struck} struck
   */
  constructor(context, output, { buffer, strip, pad, velocity, time }) {
    this.pad = pad;
    this.choke = strip.choke;
    this.time = Math.max(time, context.currentTime);
    const gain = strip.gain * velocityGain(velocity);
    const level = new GainNode(context, { gain });
    if (strip.decay !== null) {
      level.gain.setValueAtTime(gain, this.time);
      level.gain.setTargetAtTime(0, this.time, strip.decay / DECAY_NEPERS);
    }
    this.gate = new GainNode(context);
    this.source = new AudioBufferSourceNode(context, { buffer, playbackRate: strip.rate });
    this.source.connect(level).connect(this.gate);
    place(context, this.gate, strip, buffer.numberOfChannels).connect(output);
    this.source.start(time);
  }

  /**
   * Whether this sound and another one cut each other off: both are on one pad or in one choke group.
   * @param {Voice} other
   */
  excludes({ pad, choke }) {
    return pad === this.pad || (choke > 0 && choke === this.choke);
  }

  /**
   * Fades this sound out at a time, unless it ends before.
   * @param {number} time
   */
  cut(time) {
    if (time >= this.#ends) return;
    this.#ends = time;
    const { gain } = this.gate;
    gain.cancelScheduledValues(0);
    gain.setValueAtTime(1, time);
    gain.linearRampToValueAtTime(0, time + FADE_SECONDS);
    this.source.stop(time + FADE_SECONDS);
  }
}

/**
 * Weighs the channels of a node: mono is panned, stereo balanced, as in the exported loop.
 * @param {BaseAudioContext} context
 * @param {AudioNode} node
 * @param {Strip} strip
 * @param {number} channels
 */
function place(context, node, { left, right }, channels) {
  if (left === 1 && right === 1) return node;
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  node.connect(splitter);
  for (const [side, gain] of [left, right].entries())
    splitter.connect(new GainNode(context, { gain }), channels === 1 ? 0 : side).connect(merger, 0, side);
  return merger;
}
