// The answers that this page gives without a server: the same names, payloads and replies as `explorer/server/functions.py`.

import { base64 } from '../numbers/arrays.js';
import { describe } from '../recipes/describe.js';
import { textOf } from '../recipes/text.js';
import { titleOf } from '../recipes/titles.js';
import { midOf } from '../renderer.js';
import { mostAlike } from './alike.js';
import { stemOf } from './file-names.js';
import { pitchOf } from './pitch.js';
import { qualitiesOf } from './qualities.js';
import { randomSlots } from './random-kit.js';
import { asPlayed, taggedWav } from './wav.js';

/** @typedef {import('../renderer.js').Renderer} Renderer */
/** @typedef {(payload: any, renderer: Renderer) => any} Answer */

const FULL_SCALE = 32_767;
const MOST = 3; // standard deviations from the mean, as far as a number of a latent is shown
const HINT = 'To compare with the original, open this sound in the app.';

/** @type {Record<string, Answer>} */
export const ANSWERS = {
  version: (_, { settings }) => ({ fingerprint: settings.fingerprint, sounds: settings.sounds }),

  dimensions: (_, { settings }) => settings.dimensions,

  async render({ recipe: text }, renderer) {
    const recipe = renderer.parse(text);
    const info = await renderer.info(recipe);
    const channels = await renderer.waveform(recipe);
    const { cells, hops } = renderer.voice.bands.picture(midOf(channels));
    return {
      recipe: textOf(recipe),
      info: info.id === null ? info : { ...info, original_hint: HINT },
      sample_rate: renderer.voice.rate,
      channels: channels.length,
      pcm: base64(pcmOf(channels)),
      spectrogram: base64(cells),
      shape: [renderer.voice.bands.count, hops],
      ticks: renderer.settings.ticks,
    };
  },

  async numbers({ recipe: text }, renderer) {
    const { centre, spread, comparedDims } = renderer.library;
    const z = await renderer.world.latent(renderer.parse(text));
    const scaled = Int8Array.from(z.subarray(0, comparedDims), (value, j) => {
      const away = (value - centre[j]) / Math.max(spread[j], 1e-9) / MOST;
      return Math.round(Math.min(1, Math.max(-1, away)) * 127);
    });
    return { numbers: base64(scaled), latent_dim: scaled.length };
  },

  async alike({ recipe: text, aspect }, renderer) {
    const recipe = renderer.parse(text);
    const { library, settings, voice } = renderer;
    const { id } = await describe(recipe, renderer.world);
    const count = settings.alike.units.length;
    const own =
      id === null
        ? qualitiesOf(midOf(await renderer.waveform(recipe)), voice.rate)
        : library.qualities.subarray(id * count, (id + 1) * count);
    return mostAlike(own, aspect, id, library.qualities, settings.alike);
  },

  async pitch({ recipe: text }, renderer) {
    const channels = await renderer.waveform(renderer.parse(text));
    return { hz: pitchOf(midOf(channels), renderer.voice.rate) };
  },

  async wav({ recipe: text, bit_depth: bits, mono = false, ...mix }, renderer) {
    const recipe = renderer.parse(text);
    const { rate } = renderer.voice;
    const channels = await renderer.waveform(recipe);
    const title = titleOf(recipe, renderer.library);
    const whole = !(mix.level || mix.pitch || mix.decay || mix.pan);
    const sound = mono ? [midOf(channels)] : channels;
    const played = whole ? sound : asPlayed(sound, rate, mix, mono);
    const file = taggedWav(played, rate, { bits, title, comment: textOf(recipe), whole });
    return { name: `${stemOf(title) || 'sound'}.wav`, wav: base64(file) };
  },

  random_kit({ seed, source }, { library, settings }) {
    return { slots: randomSlots(library, settings.name, seed, source) };
  },
};

/** 16-bit samples, one channel after the other. @param {Float32Array[]} channels */
function pcmOf(channels) {
  const length = channels[0].length;
  const pcm = new Int16Array(channels.length * length);
  for (const [i, channel] of channels.entries())
    for (let j = 0; j < length; j++)
      pcm[i * length + j] = Math.round(Math.min(1, Math.max(-1, channel[j])) * FULL_SCALE);
  return pcm;
}
