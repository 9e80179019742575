// ONNX Runtime in WebAssembly, as `explorer/publish/runtime/` holds it.

import { Problem, unpacked } from '../core/server.js';

const LOST = 'The part of this page that makes sounds did not arrive. Reload the page.';

/**
 * Loads it on one thread: more need a page that is isolated from others, which no plain host gives.
 * @param {string} folder  its address, ending in a slash
 */
export async function loadRuntime(folder) {
  const packed = packedIn(folder);
  packed.catch(() => {}); // told below
  const ort = await import(/* @vite-ignore */ `${folder}ort.wasm.bundle.min.mjs`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = await unpacked(await packed);
  return ort;
}

/** @param {string} folder */
async function packedIn(folder) {
  const answer = await fetch(`${folder}ort-wasm-simd-threaded.wasm.gz`);
  if (!answer.ok) throw new Problem(LOST);
  return answer.blob();
}
