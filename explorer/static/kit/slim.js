// Leaves the sounds out of a kit's zip, which can be large: to open a kit takes its recipes alone. Knows the layout of zips
// (PKWARE, "APPNOTE.TXT", 4.3), unpacks nothing and checks nothing.

const RECIPES = /^([^/]+\/)?recipes\.json$/;
const END = { mark: 0x06054b50, bytes: 22, comment: 0xffff }; // the end of a zip: its record, and a comment after it
const ENTRY = { mark: 0x02014b50, bytes: 46 }; // a file in the directory of a zip
const LOCAL = { mark: 0x04034b50, bytes: 30 }; // the same before its content

/**
 * A zip with nothing in it but the recipes.json of another; any other file, or a zip that has none, as it is.
 * @param {Blob} file
 * @returns {Promise<Blob>}
 */
export async function withoutSounds(file) {
  const tail = await viewOf(file.slice(-END.bytes - END.comment));
  let at = tail.byteLength - END.bytes;
  while (at >= 0 && tail.getUint32(at, true) !== END.mark) at -= 1;
  if (at < 0) return file;
  const [size, start] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
  const directory = await viewOf(file.slice(start, start + size));
  const entry = entriesOf(directory).find(({ name }) => RECIPES.test(name));
  if (!entry) return file;
  const local = await viewOf(file.slice(entry.offset, entry.offset + LOCAL.bytes));
  if (local.byteLength < LOCAL.bytes || local.getUint32(0, true) !== LOCAL.mark) return file;
  const header = LOCAL.bytes + local.getUint16(26, true) + local.getUint16(28, true);
  const content = file.slice(entry.offset, entry.offset + header + entry.packed);
  const kept = entry.record.slice();
  new DataView(kept.buffer).setUint32(42, 0, true); // where it begins now
  const end = new DataView(new ArrayBuffer(END.bytes));
  end.setUint32(0, END.mark, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, kept.length, true);
  end.setUint32(16, content.size, true);
  return new Blob([content, kept, end]);
}

/**
 * The files in the directory of a zip, with the whole record of each; those after a damaged one are missing.
 * @param {DataView<ArrayBuffer>} directory
 */
function entriesOf(directory) {
  const entries = [];
  for (let at = 0; at + ENTRY.bytes <= directory.byteLength;) {
    if (directory.getUint32(at, true) !== ENTRY.mark) break;
    const name = directory.getUint16(at + 28, true);
    const length =
      ENTRY.bytes + name + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    const record = new Uint8Array(directory.buffer, at).slice(0, length);
    entries.push({
      name: new TextDecoder().decode(record.subarray(ENTRY.bytes, ENTRY.bytes + name)),
      packed: directory.getUint32(at + 20, true),
      offset: directory.getUint32(at + 42, true),
      record,
    });
    at += length;
  }
  return entries;
}

/** @param {Blob} blob */
const viewOf = async (blob) => new DataView(await blob.arrayBuffer());
