// Scaled spectrograms -> sounds, as `Codec.spectrogram_to_waveform` makes them.

import { peakOf } from '../numbers/arrays.js';
import { Bands } from './bands.js';
import { logGrain, magnitudesOf, setLevels } from './bins.js';
import { Hops } from './hops.js';
import { waveformOf } from './phase.js';
import { Stereo, imageOf } from './stereo.js';

/** @typedef {import('../checkpoint.js').Checkpoint} Checkpoint */

const PEAK = 0.95;
const PRE_ONSET_SECONDS = 0.001;

/** One channel, or left and right. @typedef {Float32Array[]} Channels */

export class Voice {
  /** @param {Checkpoint} checkpoint */
  constructor({ settings, tables }) {
    this.bands = new Bands(settings.spectrogram, tables.filters, settings.full_scale_db);
    this.hops = new Hops(this.bands);
    this.rounds = settings.rounds;
    this.rate = settings.spectrogram.sample_rate;
    this.grain = logGrain(tables.noise, this.bands);
    this.stereo = settings.stereo ? new Stereo(this.rate, tables.impulse) : null;
  }

  /**
   * The sound of a spectrogram.
   * @param {Float32Array} spectrogram
   * @param {Float32Array | null} code  of its stereo image; null for mono
   * @param {number | null} rounds  of Griffin-Lim; null for as many as usual
   * @returns {Channels}
   */
  play(spectrogram, code, rounds) {
    const { levels, hops } = this.hops.heard(spectrogram);
    const mid = waveformOf(magnitudesOf(levels, hops, this.bands, this.grain), hops, this.bands, {
      samples: this.hops.samplesOf(hops),
      rounds: rounds ?? this.rounds,
      silent: Math.round(PRE_ONSET_SECONDS * this.rate),
      closer: (packed, frames) => setLevels(packed, frames, levels, this.bands),
    });
    const image = code && this.stereo ? imageOf(code) : null;
    const channels = image && this.stereo ? this.stereo.channels(mid, image) : [mid];
    this.#finish(channels);
    return channels;
  }

  /** A fade where sounds end freely, and the peak of all sounds. @param {Channels} channels */
  #finish(channels) {
    if (this.hops.endsFreely) {
      const fade = this.bands.numbers.hop_length;
      for (const channel of channels)
        for (let i = 0; i < fade; i++) channel[channel.length - fade + i] *= 1 - i / (fade - 1);
    }
    const peak = Math.max(...channels.map(peakOf));
    if (!peak) return;
    for (const channel of channels) for (let i = 0; i < channel.length; i++) channel[i] *= PEAK / peak;
  }
}
