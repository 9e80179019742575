// Tells the visitor when sounds were added to the library that is open.

import { written } from '../core/labels.js';

const EVERY = 30_000; // ms

export class Renewal {
  /** What was told last. */
  #told = '';

  /**
   * @param {object} props
   * @param {import('../core/types.js').Ask} props.ask
   * @param {() => { checkpoint: string, version: string, count: number }} props.shown  the library that is open
   * @param {(checkpoint: string) => unknown} props.open
   * @param {(text: string, offer: import('../core/toast.js').Offer) => void} props.say
   */
  constructor({ ask, shown, open, say }) {
    this.ask = ask;
    this.shown = shown;
    this.open = open;
    this.say = say;
  }

  /** Looks now, whenever the page is looked at again, and from time to time. */
  begin() {
    const look = () => document.visibilityState === 'visible' && this.look().catch(() => {});
    document.addEventListener('visibilitychange', look);
    setInterval(look, EVERY);
  }

  async look() {
    const { checkpoint, version, count } = this.shown();
    if (!version) return;
    const now = await this.ask('version', { checkpoint });
    if (now.fingerprint === version || now.fingerprint === this.#told) return;
    if (this.shown().checkpoint !== checkpoint) return;
    this.#told = now.fingerprint;
    this.say(changeOf(now.sounds - count), {
      label: 'Show the new map',
      act: () => void this.open(checkpoint),
    });
  }
}

/**
 * What has happened to a library, in words.
 * @param {number} more
 */
export function changeOf(more) {
  if (more <= 0) return 'This map has changed.';
  return more === 1 ? 'A sound was added to this map.' : `${written(more)} sounds were added to this map.`;
}
