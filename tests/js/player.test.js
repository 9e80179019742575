import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Player } from '../../explorer/static/core/player.js';

const RATE = 1000;
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

/** The browser's audio as far as the player uses it, on a clock that the test sets. */
let started, clock;
class Param {
  constructor(value = 1) {
    this.value = value;
  }
  cancelScheduledValues() {
    return this;
  }
  setValueAtTime(value) {
    this.value = value;
    return this;
  }
  linearRampToValueAtTime(value) {
    this.value = value;
    return this;
  }
}
class Node {
  connect(to) {
    this.to = to;
    return to;
  }
}
beforeEach(() => {
  started = [];
  clock = { now: 0 };
  globalThis.AudioContext = class {
    state = 'running';
    baseLatency = 0;
    destination = new Node();
    get currentTime() {
      return clock.now;
    }
  };
  globalThis.GainNode = class extends Node {
    constructor(_, { gain }) {
      super();
      this.gain = new Param(gain);
    }
  };
  globalThis.AudioBuffer = class {
    constructor({ length, sampleRate, numberOfChannels }) {
      Object.assign(this, { length, numberOfChannels, duration: length / sampleRate });
      this.data = [];
    }
    copyToChannel(samples, i) {
      this.data[i] = samples;
    }
  };
  globalThis.AudioBufferSourceNode = class extends Node {
    constructor(_, { buffer }) {
      super();
      Object.assign(this, { buffer, playbackRate: new Param(), ended: null });
    }
    start(at = 0, offset = 0) {
      started.push(Object.assign(this, { at, offset }));
    }
    stop(at = clock.now) {
      this.ended = at;
    }
    get gain() {
      return this.to.gain.value;
    }
  };
});

const sound = (seconds, channels = 1, matchingGain = 1) => ({
  channels: Array.from({ length: channels }, () => new Float32Array(seconds * RATE).fill(0.5)),
  sampleRate: RATE,
  matchingGain,
});

/** A player of a sound; its states. */
function playing(decoded, { loop = false } = {}) {
  const states = [];
  const player = new Player((state) => states.push(state));
  player.setLoop(loop);
  player.load(decoded);
  player.play();
  return { player, states };
}

test('a sound is played with its own channels, for as long as it lasts', () => {
  const { player } = playing(sound(2.5, 2));
  assert.deepEqual([started[0].buffer.numberOfChannels, started[0].buffer.duration], [2, 2.5]);
  clock.now = 2;
  near(player.position, 2);
  clock.now = 3;
  near(player.position, 2.5);
});

test('an original that is no longer joins in at once, and lasts as long', () => {
  const { player } = playing(sound(2), { loop: true });
  clock.now = 4.5;
  player.addOriginal(sound(0.5, 2));
  const [decoded, original] = started;
  assert.deepEqual([original.buffer.duration, original.buffer.numberOfChannels, original.gain], [2, 2, 0]);
  near(original.at - decoded.at, 4.51);
  near(original.offset, 0.51);
  player.listenTo('original');
  assert.deepEqual([started.length, decoded.gain, original.gain], [2, 0, 1]);
});

test('an original that lasts longer plays once it is listened to, and both go on in step from there', () => {
  const { player, states } = playing(sound(1, 2), { loop: true });
  player.addOriginal(sound(3, 1, 0.5));
  assert.equal(started.length, 1, 'the loop is as long as what is heard');
  clock.now = 2.25;
  near(player.position, 0.25);
  player.listenTo('original');
  const [first, decoded, original] = started;
  assert.deepEqual([decoded.buffer.duration, original.buffer.duration], [3, 3]);
  assert.deepEqual([decoded.loop, original.loop, decoded.gain, original.gain], [true, true, 0, 1]);
  for (const { at, offset } of [decoded, original]) {
    near(at, 2.26);
    near(offset, 0.26);
  }
  assert.ok(first.ended >= decoded.at && first.gain === 0 && first.onended === null);
  clock.now = 4.5;
  near(player.position, 2.5);
  clock.now = 5.25;
  near(player.position, 0.25);
  player.listenTo('decoded');
  assert.deepEqual([started.length, decoded.gain, original.gain], [3, 0.5, 0]);
  decoded.onended();
  assert.deepEqual(states, [true, false]);
});

test('both are as long as the longer one when they are played again', () => {
  const { player } = playing(sound(1));
  player.stop();
  player.addOriginal(sound(3));
  player.listenTo('original');
  player.play();
  assert.deepEqual(
    started.slice(1).map(({ buffer, at, gain }) => [buffer.duration, at, gain]),
    [
      [3, 0, 0],
      [3, 0, 1],
    ],
  );
});

test('another sound is as long as it is, whatever was compared before', () => {
  const { player } = playing(sound(1));
  player.addOriginal(sound(3));
  player.listenTo('original');
  player.load(sound(0.5));
  player.play();
  assert.equal(started.at(-1).buffer.duration, 0.5);
});

test('the output is opened once, at the first sign of a visitor, and is locked until a gesture', () => {
  const listeners = {};
  globalThis.addEventListener = (sign, listener) => (listeners[sign] = listener);
  let opened = 0;
  const Context = globalThis.AudioContext;
  globalThis.AudioContext = class extends Context {
    constructor() {
      super();
      opened += 1;
    }
  };
  const player = new Player(() => {});
  player.openAtFirstSign();
  assert.equal(opened, 0);
  listeners.pointermove();
  listeners.keydown();
  assert.deepEqual([opened, player.unlocked], [1, false]);
  player.unlock();
  assert.deepEqual([opened, player.unlocked], [1, true]);
});
