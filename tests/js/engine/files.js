// The engine in Node.js, on the files of a published checkpoint.

import { readFile } from 'node:fs/promises';

import { openEngine } from '../../../explorer/static/engine/engine.js';
import openPFFFT from '../../../explorer/publish/runtime/pffft.js';

/** @param {string} folder */
export async function engineOn(folder) {
  const ort = await import('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  return openEngine({ base: `${folder}/`, ort, pffft: await openPFFFT(), fetchFile: read });
}

/** @param {string} path */
async function read(path) {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
}
