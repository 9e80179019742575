// Notes and cents of frequencies, in equal temperament with A4 at 440 Hz; middle C is C4. Pure functions.

const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];
const [A4_KEY, A4_HZ] = [69, 440];

/** The names of the twelve notes, from C on. */
export const noteNames = () => [...NAMES];

/**
 * A frequency as a MIDI key, whose fraction is what it is off.
 * @param {number} hz
 */
export const keyOf = (hz) => A4_KEY + 12 * Math.log2(hz / A4_HZ);

/**
 * A key in words: "A2 +12 c".
 * @param {number} key
 */
export function keyInWords(key) {
  const note = Math.round(key);
  const cents = Math.round(100 * (key - note));
  const name = `${NAMES[((note % 12) + 12) % 12]}${Math.floor(note / 12) - 1}`;
  return cents ? `${name} ${cents > 0 ? '+' : '−'}${Math.abs(cents)} c` : name;
}
