import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSounds } from '../../../explorer/static/kit/slim.js';

/** A zip of files that are stored as they are; of the fields, those that readers need. */
function zipOf(files, comment = '') {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    entry.write(name, 46);
    parts.push(local, content);
    directory.push(entry);
    at += local.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return new Blob([...parts, ...directory, end, comment]);
}

const bytesOf = async (blob) => Buffer.from(await blob.arrayBuffer());
const [SOUND, RECIPES] = [Buffer.alloc(100_000, 'x'), Buffer.from('{"sounds": []}')];

for (const [where, files] of Object.entries({
  'at the top': { '01-kick.wav': SOUND, 'recipes.json': RECIPES, 'loop.wav': SOUND },
  'in a folder': { 'kit/01-kick.wav': SOUND, 'kit/recipes.json': RECIPES },
}))
  test(`of a kit's zip the recipes are left, ${where}`, async () => {
    const [name] = Object.keys(files).filter((one) => one.endsWith('recipes.json'));
    const slim = await bytesOf(await withoutSounds(zipOf(files, 'a comment')));
    assert.deepEqual(slim, await bytesOf(zipOf({ [name]: RECIPES })).then((one) => withCount(one)));
  });

/** With the number of files, which `zipOf` leaves out. */
function withCount(zip) {
  zip.writeUInt16LE(1, zip.length - 14);
  zip.writeUInt16LE(1, zip.length - 12);
  return zip;
}

test('what is no zip, has no recipes or is damaged is left as it is', async () => {
  const whole = await bytesOf(zipOf({ 'recipes.json': RECIPES }));
  const damaged = Buffer.from(whole);
  damaged.writeUInt32LE(7, 0);
  for (const file of [
    new Blob(['{"sounds": []}']),
    new Blob([]),
    zipOf({ 'notes.txt': RECIPES }),
    zipOf({ 'a/b/recipes.json': RECIPES }),
    new Blob([whole.subarray(0, -10)]),
    new Blob([damaged]),
  ])
    assert.equal(await withoutSounds(file), file);
});
