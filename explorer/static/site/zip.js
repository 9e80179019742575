// Zips written and read by the browser's own deflate (PKWARE, "APPNOTE.TXT", 4.3): a kit out, its recipes.json in.

const END = { mark: 0x06054b50, bytes: 22 }; // the end of a zip
const ENTRY = { mark: 0x02014b50, bytes: 46 }; // a file in its directory
const LOCAL = { mark: 0x04034b50, bytes: 30 }; // the same before its content
const GZIP = { head: 10, tail: 8 }; // bytes around deflated data: at the end its checksum and its size
const [STORED, DEFLATED] = [0, 8];
const VERSION = 20;
const UTF_8 = 1 << 11;
const DATE = 0x21; // 1 January 1980, so that one kit always gives one file

/**
 * A zip of files.
 * @param {Record<string, Uint8Array<ArrayBuffer>>} files  by name
 */
export async function zipOf(files) {
  /** @type {Record<'contents' | 'directory', Uint8Array<ArrayBuffer>[]>} */
  const { contents, directory } = { contents: [], directory: [] };
  let [at, size] = [0, 0];
  for (const [name, content] of Object.entries(files)) {
    const { deflated, checksum } = await deflate(content);
    const written = new TextEncoder().encode(name);
    const facts = [VERSION, UTF_8, DEFLATED, 0, DATE];
    const sizes = [checksum, deflated.length, content.length];
    const local = numbers(LOCAL.mark, facts, sizes, [written.length, 0]);
    const entry = numbers(ENTRY.mark, [VERSION, ...facts], sizes, [written.length, 0, 0, 0, 0], [0, at]);
    contents.push(local, written, deflated);
    directory.push(entry, written);
    at += local.length + written.length + deflated.length;
    size += entry.length + written.length;
  }
  const count = Object.keys(files).length;
  const end = numbers(END.mark, [0, 0, count, count], [size, at], [0]);
  return new Uint8Array(await new Blob([...contents, ...directory, end]).arrayBuffer());
}

/**
 * The first file in a zip that `withoutSounds` of `kit/slim.js` has left, unpacked; null if it is none that is read here.
 * @param {Uint8Array<ArrayBuffer>} zip
 */
export async function onlyFileOf(zip) {
  const view = new DataView(zip.buffer);
  const end = zip.length - END.bytes;
  if (end < 0 || view.getUint32(end, true) !== END.mark) return null;
  const entry = view.getUint32(end + 16, true);
  if (entry + ENTRY.bytes > end || view.getUint32(entry, true) !== ENTRY.mark) return null;
  const [method, packed] = [view.getUint16(entry + 10, true), view.getUint32(entry + 20, true)];
  if (view.getUint32(0, true) !== LOCAL.mark) return null;
  const from = LOCAL.bytes + view.getUint16(26, true) + view.getUint16(28, true);
  const content = zip.subarray(from, from + packed);
  if (method === STORED) return content;
  return method === DEFLATED ? through(new DecompressionStream('deflate-raw'), content) : null;
}

/** @param {Uint8Array<ArrayBuffer>} content */
async function deflate(content) {
  const packed = await through(new CompressionStream('gzip'), content);
  const checksum = new DataView(packed.buffer).getUint32(packed.length - GZIP.tail, true);
  return { deflated: packed.subarray(GZIP.head, -GZIP.tail), checksum };
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
const through = async (stream, bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/**
 * A record: its mark, then by turns numbers of two bytes and of four.
 * @param {number} mark
 * @param {...number[]} groups
 */
function numbers(mark, ...groups) {
  const sizes = groups.map((group, i) => (i % 2 ? 4 : 2) * group.length);
  const view = new DataView(new ArrayBuffer(4 + sizes.reduce((sum, size) => sum + size, 0)));
  view.setUint32(0, mark, true);
  let at = 4;
  for (const [i, group] of groups.entries())
    for (const number of group) {
      if (i % 2) view.setUint32(at, number, true);
      else view.setUint16(at, number, true);
      at += i % 2 ? 4 : 2;
    }
  return new Uint8Array(view.buffer);
}
