// Files that a visitor drops or chooses: all in their folders too, in the order of their names.

const MOST_FOUND = 2000;
const HIDDEN = /^(\.|thumbs\.db$|desktop\.ini$)/i;
const { compare } = new Intl.Collator('en', { numeric: true });

/**
 * The files that are dropped; to be called while the drop is handled, because its list is empty afterwards.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
export async function droppedFiles(transfer) {
  const found = [...transfer.items].flatMap((item) =>
    item.kind === 'file' ? (item.webkitGetAsEntry() ?? item.getAsFile() ?? []) : [],
  );
  /** @type {File[]} */
  const files = [];
  for (const one of found) await collect(one, files);
  return files;
}

/**
 * Chosen files without hidden ones, folder after folder.
 * @param {Iterable<File>} files
 */
export const chosenFiles = (files) =>
  [...files]
    .filter(({ name }) => !HIDDEN.test(name))
    .sort((one, other) =>
      compare(one.webkitRelativePath || one.name, other.webkitRelativePath || other.name),
    );

/**
 * A file's name without its ending.
 * @param {{ name: string }} file
 */
export const stemOf = ({ name }) => name.replace(/\.[^.]+$/, '') || name;

/**
 * Adds a file, or all files below a folder.
 * @param {File | FileSystemEntry} one
 * @param {File[]} files
 */
async function collect(one, files) {
  if (files.length >= MOST_FOUND || (HIDDEN.test(one.name) && one.name !== '')) return;
  if (one instanceof Blob) return void files.push(one);
  if (one.isFile) {
    const entry = /** @type {FileSystemFileEntry} */ (one);
    const file = await new Promise((done) => entry.file(done, () => done(null)));
    if (file) files.push(file);
    return;
  }
  const entries = await allIn(/** @type {FileSystemDirectoryEntry} */ (one));
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) await collect(entry, files);
}

/**
 * A reader gives a folder's entries in portions, and an empty one at the end.
 * @param {FileSystemDirectoryEntry} folder
 */
async function allIn(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (!some.length || all.length >= MOST_FOUND) return all;
    all.push(...some);
  }
}
