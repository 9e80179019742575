// Reads kits and labels as JSON from the standard input, and writes what the page's scripts make of them; for the test that
// Python makes the same of them (tests/explorer/kit/test_twins.py).

import '../page.js';
import { readFileSync } from 'node:fs';
import { bars, hits } from '../../../explorer/static/kit/beat/hits.js';
import { mix, usualChoke, velocityGain } from '../../../explorer/static/kit/beat/mix.js';
import { isKit } from '../../../explorer/static/kit/kit.js';
import { keysOf } from '../../../explorer/static/midi/general.js';

const { kits, labels, sounds, rounds } = JSON.parse(readFileSync(0, 'utf8'));
const played = kits.map((kit) => ({
  isKit: isKit(kit),
  strips: mix(kit),
  hits: hits(kit, rounds),
  bars: bars(kit),
}));
const chokes = labels.map(usualChoke);
const keys = sounds.map(keysOf);
process.stdout.write(JSON.stringify({ played, chokes, keys, gains: [1, 64, 127].map(velocityGain) }));
