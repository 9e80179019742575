// Names of sounds as names of files: "Snare 18 × Clap 909, 70 : 30" is "snare-18--clap-909-30". As `explorer/sound/file_names.py`.

const ROOM = 80;

/**
 * The name of a file for a title, without its ending; empty if no letter or digit is in it.
 * @param {string} title
 */
export function stemOf(title) {
  const shared = /^(.+), ([−-]?\d+(?: : [−-]?\d+)+)$/.exec(title);
  if (shared) {
    const names = shared[1].split(/ [×+] /);
    const shares = shared[2].split(' : ').map((share) => share.replace('−', 'minus'));
    return joined(names, names.length === shares.length ? ['', ...shares.slice(1)] : names.map(() => ''));
  }
  const between = /^between (.+)$/i.exec(title);
  if (between) {
    const names = between[1].split(/, | and /);
    return joined(
      names,
      names.map(() => ''),
    );
  }
  const near = /^off the map, near (.+)$/i.exec(title);
  if (near) return plain(`near ${near[1]}`);
  const names = title.split(/ [×+] /);
  return joined(
    names,
    names.map(() => ''),
  );
}

/** @param {string} text @param {number} [room] */
const plain = (text, room = ROOM) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, room)
    .replace(/^-|-$/g, '');

/** @param {string[]} names @param {string[]} shares */
function joined(names, shares) {
  const rest =
    2 * (names.length - 1) + shares.reduce((sum, share) => sum + (share ? share.length + 1 : 0), 0);
  let shown = names.map((name) => plain(name));
  if (shown.join('').length + rest > ROOM) {
    const each = Math.max(1, Math.floor((ROOM - rest) / names.length));
    shown = names.map((name) => plain(name, each));
  }
  return shown
    .map((name, i) => (shares[i] ? `${name}-${shares[i]}` : name))
    .filter(Boolean)
    .join('--');
}
