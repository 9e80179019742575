// A kit as the page holds it: eight slots and a pattern, one plain value. Pure functions, and the history of such values.

export const PADS = 8;
export const STEPS = 16;
export const VELOCITY = { rest: 0, hit: 90, accent: 127 };
export const RANGES = { tempo: [40, 240], swing: [0.5, 0.75], humanise: [0, 1], level: [-24, 6] };
const MAX_NAME = 60;

const rests = () => Array.from({ length: PADS }, () => Array(STEPS).fill(VELOCITY.rest));

export const emptyKit = () => ({
  slots: Array(PADS).fill(null),
  pattern: { tempo: 120, swing: 0.5, humanise: 0, steps: rests() },
});

export const clearedPattern = (pattern) => ({ ...pattern, steps: rests() });

export const isEmpty = (kit) => kit.slots.every((slot) => !slot) && kit.pattern.steps.flat().every((v) => !v);

/** A name that a kit may hold: printable, not empty, of at most 60 characters. */
export const nameOf = (text) =>
  [
    ...text
      .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
      .replace(/\s/gu, ' ')
      .trim(),
  ]
    .slice(0, MAX_NAME)
    .join('')
    .trim();

export const withSlot = (kit, pad, slot) => ({
  ...kit,
  slots: kit.slots.map((old, i) => (i === pad ? slot : old)),
});

/** Two pads change places, with their steps. */
export function swapped(kit, one, other) {
  const swap = (list) => list.map((value, i) => list[i === one ? other : i === other ? one : i]);
  return { slots: swap(kit.slots), pattern: { ...kit.pattern, steps: swap(kit.pattern.steps) } };
}

export const withPattern = (kit, change) => ({ ...kit, pattern: { ...kit.pattern, ...change } });

export const withStep = (kit, pad, step, velocity) =>
  withPattern(kit, {
    steps: kit.pattern.steps.map((row, i) =>
      i === pad ? row.map((v, j) => (j === step ? velocity : v)) : row,
    ),
  });

/** A recipe with noise on its latent: under a phase, which is outermost, and on each side of a crossfade. */
export function humanised(recipe, amount, seed) {
  if (recipe.kind === 'phase') return { ...recipe, of: humanised(recipe.of, amount, seed) };
  if (recipe.interpolation === 'crossfade')
    return { ...recipe, of: recipe.of.map((part) => humanised(part, amount, seed)) };
  return { kind: 'noise', of: recipe, amount, seed };
}

/** Whether a stored value is a kit; recipes are checked by the server when they are rendered. */
export function isKit(kit) {
  const { slots, pattern } = kit ?? {};
  const list = (value, length) => Array.isArray(value) && value.length === length;
  const within = (value, [low, high]) => typeof value === 'number' && value >= low && value <= high;
  return (
    list(slots, PADS) &&
    slots.every(
      (s) =>
        s === null ||
        (s?.recipe?.kind &&
          typeof s.name === 'string' &&
          typeof s.checkpoint === 'string' &&
          within(s.level, RANGES.level)),
    ) &&
    ['tempo', 'swing', 'humanise'].every((name) => within(pattern?.[name], RANGES[name])) &&
    list(pattern.steps, PADS) &&
    pattern.steps.every(
      (row) => list(row, STEPS) && row.every((v) => Number.isInteger(v) && within(v, [0, 127])),
    )
  );
}

/** Text packed for an address, and back. */
export const pack = async (text) =>
  btoa(
    String.fromCharCode(
      ...(await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text))),
    ),
  )
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

export const unpack = async (packed) => {
  const raw = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(
    await through(
      new DecompressionStream('deflate-raw'),
      Uint8Array.from(raw, (c) => c.charCodeAt(0)),
    ),
  );
};

const through = async (stream, bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** What the pads were: changes of one gesture count as one. */
export class KitHistory {
  constructor(kit) {
    this.kits = [kit];
    this.at = 0;
    this.gesture = null;
  }

  push(kit, gesture = null) {
    this.kits.length = this.at + 1;
    if (gesture !== null && gesture === this.gesture) this.kits[this.at] = kit;
    else this.at = this.kits.push(kit) - 1;
    this.gesture = gesture;
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.kits.length - 1;
  }

  move(step) {
    this.at = Math.max(0, Math.min(this.kits.length - 1, this.at + step));
    this.gesture = null;
    return this.kits[this.at];
  }
}
