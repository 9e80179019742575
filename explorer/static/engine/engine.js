// What the page asks of a server, answered in the browser: sounds of one checkpoint, made from its published files.

import { Problem } from '../core/server.js';
import { Checkpoint } from './checkpoint.js';
import { Between } from './model/between.js';
import { Model } from './model/model.js';
import { Silence } from './model/silence.js';
import { usePFFFT } from './numbers/fft.js';
import { Library } from './recipes/library.js';
import { World } from './recipes/world.js';
import { Renderer } from './renderer.js';
import { Voice } from './sound/voice.js';
import { ANSWERS } from './answers/answers.js';

/** @typedef {import('./checkpoint.js').FetchFile} FetchFile */

/**
 * Opens a checkpoint that `explorer.publish` wrote.
 * @param {{ base: string, ort: any, pffft: any, fetchFile?: FetchFile }} from  the address of its folder, ending in a
 *   slash; the modules of onnxruntime-web and of PFFFT; and how files are read, by default with `fetch`
 * @returns {Promise<{ ask(name: string, payload: any): Promise<any>, renderer: Renderer }>}  answers as the functions of
 *   `explorer/server/functions.py` do, or throws a `Problem`
 */
export async function openEngine({ base, ort, pffft, fetchFile = fetched }) {
  usePFFFT(pffft);
  const checkpoint = await Checkpoint.open({ base, ort, fetchFile });
  const library = new Library(checkpoint);
  const voice = new Voice(checkpoint);
  const model = new Model(checkpoint);
  const world = new World({
    library,
    model,
    between: new Between(checkpoint, voice.hops),
    silence: new Silence(checkpoint, model, voice.hops.endsFreely),
    steering: APP_ONLY,
  });
  const renderer = new Renderer(checkpoint.settings, world, voice);
  return {
    renderer,
    async ask(name, payload) {
      const answer = Object.hasOwn(ANSWERS, name) ? ANSWERS[name] : null;
      if (!answer) throw new Problem('That needs the app: on this page there is no server that could do it.');
      const wanted = payload?.checkpoint;
      if (wanted && wanted !== checkpoint.settings.name)
        throw new Problem(`There is no checkpoint "${String(wanted).slice(0, 60)}" here.`);
      return answer(payload, renderer);
    },
  };
}

const needsApp = () => {
  throw new Problem('A sound can only be shaped, or a quality locked, in the app.');
};
const APP_ONLY = { move: needsApp, hold: needsApp };

/** @type {FetchFile} */
async function fetched(url) {
  let answer;
  try {
    answer = await fetch(url);
  } catch {
    throw new Problem('A file of this page cannot be reached. Is the network there?');
  }
  if (!answer.ok) throw new Problem('A file of this page is missing.');
  return answer.arrayBuffer();
}
