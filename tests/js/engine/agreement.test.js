// The engine gives what Python gives: run by tests/explorer/publish/test_engine.py, which makes ENGINE_CASES.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { bytes, readSound } from '../../../explorer/static/core/server.js';
import { engineOn } from './files.js';

const folder = process.env.ENGINE_CASES ?? '';
const options = { skip: !folder && 'no cases' };

const { cases, kits } = folder
  ? JSON.parse(await readFile(`${folder}/cases.json`, 'utf8'))
  : { cases: [], kits: {} };
const engine = folder ? await engineOn(folder) : null;

for (const [i, wanted] of cases.entries()) {
  test(`${i}: ${wanted.recipe.slice(0, 90)}`, options, async () => {
    const { ask, renderer } = /** @type {any} */ (engine);
    const reply = await ask('render', { recipe: wanted.asked, checkpoint: '' });
    assert.equal(reply.recipe, wanted.recipe);
    const recipe = renderer.parse(wanted.asked);
    if (wanted.latent) agreeOnLatents(await renderer.world.latent(recipe), wanted.latent, limitOf(recipe));
    agreeOnInfo(reply.info, wanted.info);
    const sound = readSound(reply);
    assert.equal(sound.channels.length, wanted.channels[0]);
    const { hz } = await ask('pitch', { recipe: wanted.asked, checkpoint: '' });
    if (wanted.hz === null || hz === null) assert.equal(hz, wanted.hz);
    else assert.ok(Math.abs(hz / wanted.hz - 1) < 1e-3, `${hz} for ${wanted.hz} Hz`);
    const { ids } = await ask('alike', { recipe: wanted.asked, checkpoint: '', aspect: 'spectrum' });
    const same = ids.filter((/** @type {number} */ id) => wanted.alike.includes(id));
    assert.ok(same.length >= 7, `${ids} for ${wanted.alike}`);
    const channels = await renderer.waveform(recipe);
    await writeFile(
      `${folder}/${i}.f4`,
      Buffer.concat(channels.map((/** @type {Float32Array} */ one) => Buffer.from(one.slice().buffer))),
    );
  });
}

test('random kits are the same', options, async () => {
  for (const [source, slots] of Object.entries(kits)) {
    const found = await /** @type {any} */ (engine).ask('random_kit', { checkpoint: '', seed: 3, source });
    assert.deepEqual(found.slots, slots);
  }
});

/**
 * How far apart latents may be. Where a glide goes on beyond its ends, its moves multiply what is rounded differently
 * in them; what is heard agrees as elsewhere.
 * @param {any} recipe
 */
const limitOf = ({ interpolation, weights = [] }) =>
  interpolation === 'glide' && weights.some((/** @type {number} */ one) => one < 0) ? 3e-4 : 1e-4;

/** @param {Float32Array} found @param {string} text @param {number} limit */
function agreeOnLatents(found, text, limit) {
  const wanted = new Float32Array(bytes(text).buffer);
  assert.equal(found.length, wanted.length);
  // Of numbers over 1 in size, relative: past the ends of a mix, both engines round what reaches 10 and more.
  const apart = found.map((value, i) => Math.abs(value - wanted[i]) / Math.max(1, Math.abs(wanted[i])));
  assert.ok(Math.max(...apart) < limit, `latents differ by ${Math.max(...apart)}`);
}

/** @param {any} found @param {any} wanted */
function agreeOnInfo({ original_hint: _, ...found }, wanted) {
  const { has_original: _has, ...rest } = wanted;
  for (const [name, value] of Object.entries(rest))
    if (typeof value === 'number') {
      const apart = Math.abs(found[name] - value);
      assert.ok(apart <= 2e-3 * Math.max(1, Math.abs(value)), `${name} is ${found[name]}, not ${value}`);
    } else if (name === 'likeness')
      value.forEach((/** @type {number} */ one, /** @type {number} */ i) =>
        assert.ok(Math.abs(found.likeness[i] - one) < 2e-3, 'likeness'),
      );
    else assert.deepEqual(found[name], value, name);
  assert.equal(found.has_original, false);
}
