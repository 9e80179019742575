// Plays the current sound, once, looped or against its original, and shows it on the card.

import { matched } from '../own/own-sounds.js';

/** @typedef {import('../core/types.js').Info} Info */
/** @typedef {import('../core/types.js').Rendered} Rendered */
/** @typedef {import('../core/types.js').Request} Request */
/** @typedef {import('../core/types.js').Sound} Sound */
/** @typedef {import('../core/player.js').Side} Side */
/** @typedef {import('../core/toast.js').Offer} Offer */

const ORIGINAL_AFTER = 150; // ms; a scrub fetches no originals
const PITCH_AFTER = 120; // ms

export class Playback {
  /** @type {Rendered | null} */
  #rendered = null;
  #checkpoint = '';
  /** @type {{ text: string, offer: Offer | null }} */
  #note = { text: '', offer: null };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pitchTimer;

  /**
   * @param {object} props
   * @param {import('../core/player.js').Player} props.player
   * @param {import('./card.js').Card} props.card
   * @param {import('../core/sounds.js').Sounds} props.sounds
   * @param {() => boolean} props.loops
   * @param {(on: boolean) => void} props.ring  shows on the map whether the current sound is playing
   * @param {(report: Record<string, string>) => void} props.report
   * @param {(text: string, offer: Offer | null) => void} props.say
   * @param {(error: unknown) => void} props.fail
   */
  constructor(props) {
    this.props = props;
  }

  /** Another checkpoint is being opened. */
  clear() {
    clearTimeout(this.#timer);
    clearTimeout(this.#pitchTimer);
    this.#rendered = null;
    this.props.player.stop();
  }

  /**
   * Loads a sound and plays it, unless the request is silent.
   * @param {string} checkpoint
   * @param {Rendered} rendered
   * @param {Request} request
   */
  take(checkpoint, rendered, { silent, since }) {
    clearTimeout(this.#timer);
    this.#checkpoint = checkpoint;
    this.#rendered = rendered;
    this.props.player.load(rendered.sound);
    if (!silent) this.#play(since);
  }

  /**
   * Shows the loaded sound.
   * @param {string} colour  colour of its label
   * @param {{ text: string, offer: Offer | null }} note  why there is no original, and what to do about it
   */
  show(colour, note) {
    if (!this.#rendered) return;
    this.#note = note;
    this.props.card.show(this.#rendered, colour, note);
    this.props.report({ listening: 'decoded', original: 'false' });
    this.#follow();
    clearTimeout(this.#pitchTimer);
    this.#pitchTimer = setTimeout(() => this.#findPitch(), PITCH_AFTER);
    if (this.#rendered.info.has_original)
      this.#timer = setTimeout(() => this.#fetchOriginal(), ORIGINAL_AFTER);
  }

  /**
   * Plays the sound again; stops a running loop.
   * @param {number} since
   */
  replay(since) {
    if (!this.#rendered) return;
    if (this.props.loops() && this.props.player.playing) return this.props.player.stop();
    this.#play(since);
    this.#follow();
  }

  /**
   * Switches between original and decoded while it plays; if there is no original, says why.
   * @param {Side} side
   */
  async compare(side = this.props.player.side === 'decoded' ? 'original' : 'decoded') {
    const { player, card, report, say } = this.props;
    if (!this.#rendered) return say('Play a sound first, then compare it with its original.', null);
    if (side === 'original' && !this.#rendered.info.has_original) {
      const { text, offer } = this.#note;
      return say(text || 'Only library sounds and your own sounds have an original.', offer);
    }
    if (side === 'original' && !(await this.#fetchOriginal())) return;
    player.listenTo(side);
    card.setSide(side);
    report({ listening: side });
    if (player.playing) return;
    player.play();
    this.#follow();
  }

  /**
   * The original of a library sound or of a visitor's own sound, according to its info.
   * @param {Info} info
   * @param {Sound} decoded  its reconstruction
   */
  async originalOf(info, decoded) {
    const { card, sounds } = this.props;
    if (info === this.#rendered?.info && card.original) return card.original;
    if (info.own) return matched(info.own.sound, decoded);
    return sounds.original(this.#checkpoint, info.id ?? -1, info.rounds);
  }

  /** Whether the original has been fetched. */
  async #fetchOriginal() {
    clearTimeout(this.#timer);
    const rendered = this.#rendered;
    const { card, player, report, fail } = this.props;
    if (!rendered?.info.has_original) return false;
    if (card.original) return true;
    try {
      const sound = await this.originalOf(rendered.info, rendered.sound);
      if (this.#rendered !== rendered) return false;
      card.addOriginal(sound);
      player.addOriginal(sound);
      report({ original: 'true' });
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  async #findPitch() {
    const rendered = this.#rendered;
    const { card, sounds, fail } = this.props;
    if (!rendered) return;
    try {
      const hz = await sounds.pitch(this.#checkpoint, rendered.recipe);
      if (this.#rendered === rendered) card.addPitch(hz);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {number | undefined} since */
  #play(since) {
    const begun = this.props.player.play();
    if (since && begun !== null) this.props.report({ lastMs: (begun - since).toFixed(1) });
  }

  #follow() {
    const { player, card, ring } = this.props;
    ring(player.playing);
    card.view.follow(() => player.position);
  }
}
