// The page's address, which holds the current sound: for reloading, bookmarking and sharing.

const WRITTEN_AFTER = 200; // ms; a scrub does not write addresses

/** @typedef {import('../core/types.js').Shown} Shown */

/**
 * The address of a sound and of its checkpoint's version; the inverse of `readHash`.
 * @param {{ checkpoint: string, version: string, recipe: string }} sound
 */
export const writeHash = ({ checkpoint, version, recipe }) =>
  `#checkpoint=${encodeURIComponent(checkpoint)}&version=${version}&recipe=${encodeURIComponent(recipe)}`;

/** @param {string} hash */
export function readHash(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    checkpoint: values.get('checkpoint'),
    version: values.get('version'),
    recipe: values.get('recipe'),
  };
}

export class Address {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {object} props
   * @param {() => Shown | null} props.current
   * @param {{ checkpoint: string, version: string }} props.session  the checkpoint that is open, and its version
   * @param {(text: string) => void} props.say
   */
  constructor({ current, session, say }) {
    this.current = current;
    this.session = session;
    this.say = say;
  }

  /** @param {Shown} shown */
  shown({ request }) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), WRITTEN_AFTER);
    if (request.version && request.version !== this.session.version)
      this.say('This link was made with another version of the checkpoint. It may sound different.');
  }

  /** The address of the current sound, from the # on; if there is none, that of the checkpoint. */
  get hash() {
    const shown = this.current();
    if (!shown) return `#checkpoint=${encodeURIComponent(this.session.checkpoint)}`;
    const { checkpoint, rendered } = shown;
    return writeHash({ checkpoint, version: this.session.version, recipe: rendered.recipe });
  }

  /** Copies the link to the current sound. */
  async share() {
    this.#write();
    try {
      await navigator.clipboard.writeText(location.href);
      this.say('Link to this sound copied.');
    } catch {
      this.say('Copy the address of this page: it is the link to this sound.');
    }
  }

  #write() {
    if (this.current()) history.replaceState(null, '', this.hash);
  }
}
