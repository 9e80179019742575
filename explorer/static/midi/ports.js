// The MIDI devices of this computer: asked for, listened to, plugged in and out at any time.

import { Problem } from '../core/server.js';
import { isWhole } from './messages.js';

const NONE = 'This browser has no MIDI. Chromium, Chrome, Edge and Firefox have.';
const UNSAFE = 'Browsers give MIDI only to pages with https, or of this computer itself.';
const REFUSED = 'The browser does not allow MIDI here: allow it beside the address, then connect again.';

export class Ports {
  /** @type {MIDIAccess | null} */
  #access = null;
  /** Inputs that are listened to. @type {Set<MIDIInput>} */
  #heard = new Set();
  /** Names of devices that have sent nonsense. @type {Set<string>} */
  #odd = new Set();

  /**
   * @param {object} props
   * @param {(bytes: Uint8Array, time: number) => void} props.message
   * @param {() => void} props.changed  devices have come or gone
   * @param {(text: string) => void} props.say
   */
  constructor({ message, changed, say }) {
    this.message = message;
    this.changed = changed;
    this.say = say;
  }

  get connected() {
    return this.#access !== null;
  }

  /** Asks for the devices; throws a `Problem` where there are none to ask for, or the browser refuses. */
  async connect() {
    if (this.#access) return;
    if (!navigator.requestMIDIAccess) throw new Problem(isSecureContext ? NONE : UNSAFE);
    try {
      this.#access = await navigator.requestMIDIAccess();
    } catch {
      throw new Problem(REFUSED);
    }
    this.#access.onstatechange = () => this.#listen();
    this.#listen();
  }

  /** Names of the devices that are listened to. */
  get inputs() {
    return [...this.#heard].map(nameOf);
  }

  /** The devices that can be played. @returns {{ id: string, name: string }[]} */
  get outputs() {
    return [...(this.#access?.outputs.values() ?? [])]
      .filter(({ state }) => state === 'connected')
      .map((port) => ({ id: port.id, name: nameOf(port) }));
  }

  /**
   * Sends messages to a device, each at a time on the page's clock in ms; nothing if it is gone.
   * @param {string} id
   * @param {[bytes: number[], time: number][]} messages
   */
  send(id, messages) {
    const port = this.#access?.outputs.get(id);
    if (port?.state !== 'connected') return;
    for (const [bytes, time] of messages) port.send(bytes, time);
  }

  #listen() {
    const inputs = [...(this.#access?.inputs.values() ?? [])].filter(({ state }) => state === 'connected');
    for (const port of this.#heard) if (!inputs.includes(port)) port.onmidimessage = null;
    for (const port of inputs)
      port.onmidimessage = ({ data, timeStamp }) => data && this.#take(port, data, timeStamp);
    this.#heard = new Set(inputs);
    this.changed();
  }

  /**
   * @param {MIDIInput} port
   * @param {Uint8Array} bytes
   * @param {number} time
   */
  #take(port, bytes, time) {
    if (isWhole(bytes)) return this.message(bytes, time);
    const name = nameOf(port);
    if (!this.#odd.has(name)) this.say(`${name} sends something that is no MIDI. That is left out.`);
    this.#odd.add(name);
  }
}

/** @param {MIDIPort} port */
const nameOf = ({ name, manufacturer }) => (name || manufacturer || 'A device').slice(0, 60);
