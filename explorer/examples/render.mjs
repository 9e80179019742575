/**
 * Asks a running app from JavaScript, in Node.js or in a page: a recipe rendered, and the sounds that are most like it.
 *
 * npm install @gradio/client
 * node explorer/examples/render.mjs [ADDRESS]
 */

import { writeFile } from 'node:fs/promises';
import { Client } from '@gradio/client';

const hitmap = await Client.connect(process.argv[2] ?? 'http://127.0.0.1:7860');

const recipe = JSON.stringify({ kind: 'noise', of: { kind: 'point', id: 3 }, amount: 0.5, seed: 7 });
const rendered = await hitmap.predict('/render', { recipe });
const [sound, facts] = rendered.data;
const wav = await (await fetch(sound.url)).blob();
await writeFile('variation.wav', Buffer.from(await wav.arrayBuffer()));
console.log(`variation.wav: ${facts.title}, ${facts.duration.toFixed(2)} s`);

const found = await hitmap.predict('/similar', { file: wav, k: 3 });
for (const { likeness, name, label } of found.data[0]) {
  console.log(`${Math.round(100 * likeness)}% ${name} (${label})`);
}
hitmap.close();
