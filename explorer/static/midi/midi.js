// MIDI: a keyboard plays the pads, knobs turn the sound, a clock leads the beat, and the beat plays other devices.

import { constants } from '../core/constants.js';
import { recall, store } from '../core/settings.js';
import { withPattern } from '../kit/kit.js';
import { Clock, pageTime } from './clock.js';
import { keysOfPads } from './general.js';
import { isMapping, learned, learnedIn, noteOf, padOf, usualMapping } from './mapping.js';
import { MidiMenu } from './menu.js';
import { noteOff, noteOn, read } from './messages.js';
import { Ports } from './ports.js';

/** @typedef {import('./mapping.js').Target} Target */
/** @typedef {import('./messages.js').Message} Message */

const NOTE_MS = 60;
const [STORED, STORED_BEFORE] = ['midi-learned', 'midi-mapping'];
const OWN_PITCH = 60; // the note at which a sound is played as it is, while Keys is on

export class Midi {
  #mapping = usualMapping();
  #clock = new Clock();
  /** @type {Target | null} */
  #learning = null;
  /** The device that the beat plays; '' for none. */
  #output = '';

  /**
   * @param {object} props
   * @param {HTMLElement} props.element  the pads
   * @param {import('../kit/board.js').Board} props.board
   * @param {import('../core/player.js').Player} props.player
   * @param {() => boolean} props.pitched  whether keys play pitches of the current sound
   * @param {(knob: string, share: number) => void} props.turn  turns what a knob stands for, to a share of its range
   * @param {(text: string) => void} props.say
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    this.props = props;
    const { element, say } = props;
    const [stored, before] = [recall(STORED, null), recall(STORED_BEFORE, null)];
    if (isMapping(stored)) this.#mapping = stored;
    else if (isMapping(before)) this.#mapping = learnedIn(before);
    this.#output = String(recall('midi-output', ''));
    this.ports = new Ports({
      message: (bytes, time) => this.#heard(read(bytes), time),
      changed: () => this.#show(),
      say,
    });
    this.menu = new MidiMenu(element, {
      connect: () => this.connect(),
      learn: (target) => this.#learn(target),
      forget: () => this.#map(usualMapping()),
      output: (id) => this.#playTo(id),
      chosen: () => props.board.row.chosen,
    });
    element.addEventListener('hit', (event) => this.#hit(/** @type {CustomEvent} */ (event).detail));
    if (recall('midi', false) === true) this.#again();
  }

  /** Asks the browser for devices; call it within a gesture. */
  async connect() {
    try {
      this.props.player.unlock();
      await this.ports.connect();
      store('midi', true);
    } catch (error) {
      this.props.fail(error);
    }
    this.#show();
  }

  /** Escape: stops learning. */
  leave() {
    if (!this.#learning) return false;
    this.#learn(null);
    return true;
  }

  /** Connects without asking, if the visitor has connected before and the browser still allows it. */
  async #again() {
    try {
      const name = /** @type {PermissionName} */ (/** @type {unknown} */ ('midi'));
      const { state } = await navigator.permissions.query({ name });
      if (state === 'granted') await this.ports.connect();
    } catch {
      // Then the visitor has to press Connect again.
    }
  }

  /**
   * @param {Message | null} message
   * @param {number} time
   */
  #heard(message, time) {
    if (!message) return;
    const { board } = this.props;
    if (this.#learning) return this.#teach(this.#learning, message);
    if (message.kind === 'note') return this.#note(message.note, message.velocity);
    if (message.kind === 'control') {
      const knob = this.#mapping.controls[message.control];
      if (knob) this.props.turn(knob, message.value);
      return;
    }
    if (message.kind === 'clock') return this.#tick(time);
    if (message.kind === 'stop') board.stop();
    else if (message.kind === 'start' || !board.beat.playing) this.#start();
  }

  /**
   * @param {number} note
   * @param {number} velocity
   */
  #note(note, velocity) {
    const { board, player, pitched } = this.props;
    player.unlock();
    if (player.output.context.state === 'suspended')
      this.props.say('Click anywhere on the page once: browsers allow sound only after that.');
    if (pitched()) return player.strike(note - OWN_PITCH, (velocity / 127) ** 2);
    const pad = padOf(this.#mapping, note, this.#keys);
    if (pad !== undefined) board.hit(pad, velocity);
  }

  /** The key of each pad, as in an exported kit. */
  get #keys() {
    const { kit, voices } = this.props.board;
    return keysOfPads(kit.slots, (pad) => voices.label(pad));
  }

  #start() {
    this.props.board.stop();
    this.props.board.play();
  }

  /** @param {number} time */
  #tick(time) {
    const tempo = this.#clock.tick(time);
    if (tempo === null) return;
    const { board } = this.props;
    const [low, high] = constants.kit.tempo;
    board.change(withPattern(board.kit, { tempo: Math.min(high, Math.max(low, tempo)) }), 'led');
    this.menu.clock(tempo);
  }

  /**
   * A pad is about to sound: those of the beat, which are scheduled, are played on the other device too.
   * @param {{ pad: number, velocity: number, time: number }} hit
   */
  #hit({ pad, velocity, time }) {
    if (!time || !this.#output) return;
    const { context } = this.props.player.output;
    const at = pageTime(time, context.getOutputTimestamp?.() ?? {}, {
      contextTime: context.currentTime,
      performanceTime: performance.now(),
    });
    const note = noteOf(this.#mapping, pad, this.#keys);
    if (note === null) return;
    this.ports.send(this.#output, [
      [noteOn(note, velocity), at],
      [noteOff(note), at + NOTE_MS],
    ]);
  }

  /** @param {Target | null} target */
  #learn(target) {
    this.#learning = target;
    this.menu.learning(target !== null);
  }

  /**
   * @param {Target} target
   * @param {Message} message
   */
  #teach(target, message) {
    const mapping = learned(this.#mapping, target, message);
    if (!mapping) return;
    this.#learn(null);
    this.#map(mapping);
    this.props.say(`Learned: ${'pad' in target ? `pad ${target.pad + 1}` : 'this knob'}.`);
  }

  /** @param {import('./mapping.js').Mapping} mapping */
  #map(mapping) {
    this.#mapping = mapping;
    store(STORED, mapping);
  }

  /** @param {string} id */
  #playTo(id) {
    this.#output = id;
    store('midi-output', id);
  }

  #show() {
    const { connected, inputs, outputs } = this.ports;
    this.menu.show({ connected, inputs, outputs, output: this.#output });
  }
}
