// Arrays as they come from files: halves of floats, bytes as text, and parts of one array.

/** Every value that 16 bits can hold as a float: made once. @type {Float32Array | undefined} */
let halves;

function table() {
  const found = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) found[bits] = fraction ? NaN : sign * Infinity;
    else if (exponent) found[bits] = sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
    else found[bits] = (sign * fraction) / 2 ** 24;
  }
  return found;
}

/** Floats of 16 bits as floats of 32. @param {Uint16Array} bits */
export function fromHalf(bits) {
  const known = (halves ??= table());
  const found = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) found[i] = known[bits[i]];
  return found;
}

const LETTERS = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const FILLER = '='.charCodeAt(0);

/** Bytes as base64 text. @param {ArrayBufferView} view */
export function base64(view) {
  const data = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  if ('toBase64' in data) return /** @type {any} */ (data).toBase64();
  const text = new Uint8Array(Math.ceil(data.length / 3) * 4).fill(FILLER);
  for (let i = 0, at = 0; i < data.length; i += 3, at += 4) {
    const bits = (data[i] << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    text[at] = LETTERS[bits >> 18];
    text[at + 1] = LETTERS[(bits >> 12) & 63];
    if (i + 1 < data.length) text[at + 2] = LETTERS[(bits >> 6) & 63];
    if (i + 2 < data.length) text[at + 3] = LETTERS[bits & 63];
  }
  return new TextDecoder('latin1').decode(text);
}

/** The largest absolute value, 0 of none. @param {ArrayLike<number>} values */
export function peakOf(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
  }
  return most;
}
