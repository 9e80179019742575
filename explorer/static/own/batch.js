// Reads files one after the other. What cannot be read is noted, and the others go on. Knows nothing of sounds or pages.

import { Problem } from '../core/server.js';

const UNKNOWN = 'Something went wrong on this page while a file was read.';

/** @typedef {{ name: string, text: string, error: unknown }} Unread  a file that could not be read, and why */
/** @typedef {{ total: number, read: number, unread: Unread[], stopped: boolean }} Report */

export class Batch {
  /** @type {File[]} */
  #waiting = [];
  #running = false;
  #report = fresh();

  /**
   * @param {object} props
   * @param {(file: File, first: boolean) => Promise<void>} props.read  reads a file, the first if none could be
   *   read before
   * @param {(file: File, place: number, total: number) => void} props.begins  a file is being read, from place 1
   * @param {(report: Report) => void} props.ended
   */
  constructor(props) {
    this.props = props;
  }

  /** How many files wait or are being read. */
  get pending() {
    return this.#running ? this.#waiting.length + 1 : 0;
  }

  /**
   * Reads these files too, after those that wait.
   * @param {File[]} files
   */
  async add(files) {
    this.#waiting.push(...files);
    this.#report.total += files.length;
    if (this.#running) return;
    this.#running = true;
    for (let file = this.#waiting.shift(); file; file = this.#waiting.shift()) await this.#read(file);
    this.#running = false;
    const report = this.#report;
    this.#report = fresh();
    this.props.ended(report);
  }

  /** Leaves out the files that wait; the one that is being read is read to its end. */
  stop() {
    this.#report.stopped = this.#waiting.length > 0;
    this.#waiting = [];
  }

  /** @param {File} file */
  async #read(file) {
    const { total, read, unread } = this.#report;
    const place = total - this.#waiting.length;
    this.props.begins(file, place, total);
    try {
      await this.props.read(file, read === 0);
      this.#report.read = read + 1;
    } catch (error) {
      const known = error instanceof Problem;
      if (!known) console.error(error);
      unread.push({ name: file.name, text: known ? error.message : UNKNOWN, error });
    }
  }
}

/** @returns {Report} */
const fresh = () => ({ total: 0, read: 0, unread: [], stopped: false });
