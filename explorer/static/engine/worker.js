// The engine in a worker of its own, so that the page stays quick while a sound is made.
//
// The first message is `{ open: { base, runtime } }`: the address of the checkpoint's folder, and that of the folder with
// ONNX Runtime (`explorer/publish/runtime/`), both ending in a slash. Every other one is
// `{ id, name, payload }`; the answer is `{ id, reply }`, or `{ id, error }` with one sentence.

import { Problem } from '../core/server.js';
import { openEngine } from './engine.js';
import { loadRuntime } from './runtime.js';

/** @type {ReturnType<typeof openEngine> | null} */
let engine = null;

/** @param {{ base: string, runtime: string }} from */
async function open({ base, runtime }) {
  return openEngine({ base, ...(await loadRuntime(runtime)) });
}

self.addEventListener('message', async ({ data }) => {
  if (data.open) {
    engine = open(data.open);
    engine.catch(() => {}); // told to whoever asks
    return;
  }
  const { id, name, payload } = data;
  try {
    if (!engine) throw new Problem('Nothing has been opened yet.');
    self.postMessage({ id, reply: await (await engine).ask(name, payload) });
  } catch (error) {
    const known = error instanceof Problem;
    if (!known) console.error(error);
    self.postMessage({ id, error: known ? error.message : 'This browser could not make that sound.' });
  }
});
