// Plays the beat: hits on the audio clock, the playhead over the steps, and pads that light up.

import { Sequencer } from './sequencer.js';

/** @typedef {import('../kit.js').Kit} Kit */

export class Beat {
  /**
   * @param {object} props
   * @param {import('../../core/player.js').Player} props.player
   * @param {import('../voices.js').Voices} props.voices
   * @param {() => Kit} props.kit
   * @param {(step: number | null) => void} props.heard  called with each step as it sounds, and with null at the end
   */
  constructor({ player, voices, kit, heard }) {
    this.player = player;
    this.voices = voices;
    this.heard = heard;
    this.sequencer = new Sequencer({
      now: () => player.output.context.currentTime,
      pattern: () => kit().pattern,
      hit: (step, time) =>
        kit().pattern.steps.forEach((row, pad) => row[step] && voices.strike(pad, row[step], time)),
    });
  }

  get playing() {
    return this.sequencer.playing;
  }

  start() {
    this.player.unlock();
    this.sequencer.start();
    /** @type {number | null} */
    let lit = null;
    const follow = () => {
      if (!this.playing) return;
      const step = this.sequencer.stepAt(this.player.heardTime);
      if (step !== null && step !== lit) this.heard(step);
      lit = step;
      requestAnimationFrame(follow);
    };
    follow();
  }

  stop() {
    this.sequencer.stop();
    if (this.player.unlocked) this.voices.cancel();
    this.heard(null);
  }
}
