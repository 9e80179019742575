// Plays the beat: hits on the audio clock, the playhead over the steps, and pads that light up.

import { placesOf, stepBeats, stepHits } from './hits.js';
import { mix } from './mix.js';
import { Sequencer } from './sequencer.js';

/** @typedef {import('../kit.js').Kit} Kit */
/** @typedef {import('./sequencer.js').Moment} Moment */
/** A step that sounds, and what is hit in it. @typedef {{ place: number, step: number, hits: { pad: number, velocity: number }[] }} HeardStep */

export class Beat {
  /**
   * @param {object} props
   * @param {import('../../core/player.js').Player} props.player
   * @param {import('../voices.js').Voices} props.voices
   * @param {() => Kit} props.kit
   * @param {(step: HeardStep | null) => void} props.heard  called with each step as it sounds, and with null at the end
   */
  constructor({ player, voices, kit, heard }) {
    this.player = player;
    this.voices = voices;
    this.kit = kit;
    this.heard = heard;
    this.sequencer = new Sequencer({
      now: () => player.output.context.currentTime,
      pattern: () => kit().pattern,
      lengths: () => placesOf(kit()).map(({ steps }) => steps[0].length),
      hit: (moment, time) => this.#hit(moment, time),
    });
  }

  get playing() {
    return this.sequencer.playing;
  }

  start() {
    this.player.unlock();
    this.sequencer.start();
    /** @type {Moment | null} */
    let lit = null;
    const follow = () => {
      if (!this.playing) return;
      const moment = this.sequencer.momentAt(this.player.heardTime);
      if (moment && moment !== lit) this.heard({ ...moment, hits: this.#hitsIn(moment) });
      lit = moment;
      requestAnimationFrame(follow);
    };
    follow();
  }

  stop() {
    this.sequencer.stop();
    if (this.player.unlocked) this.voices.cancel();
    this.heard(null);
  }

  /**
   * @param {Moment} moment
   * @param {number} time
   */
  #hit(moment, time) {
    const { tempo, swing } = this.kit().pattern;
    const start = stepBeats(moment.step, swing);
    for (const { beat, pad, velocity } of this.#hitsIn(moment))
      this.voices.strike(pad, velocity, time + ((beat - start) * 60) / tempo);
  }

  /** The hits of pads that are heard. @param {Moment} moment */
  #hitsIn({ round, place, step }) {
    const kit = this.kit();
    const strips = mix(kit);
    if (!(step < (placesOf(kit)[place]?.steps[0].length ?? 0))) return [];
    return stepHits(kit, round, place, step).filter(({ pad }) => strips[pad]?.heard);
  }
}
