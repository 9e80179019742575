// What the map is coloured by, and so which colour and which group of the legend every sound has.

import { floats, integers } from '../core/server.js';

const STEPS = 16;

export class Colours {
  /** `reply` is the server's answer about a library: groupings, scales and ramp. */
  constructor(reply) {
    this.groupings = Object.fromEntries(
      Object.entries(reply.groupings).map(([name, grouping]) => [
        name,
        { ...grouping, index: integers(grouping.index) },
      ]),
    );
    this.scales = Object.fromEntries(reply.scales.map((scale) => [scale.name, scale]));
    this.ramp = reply.ramp;
    this.choose('label');
  }

  /** Chooses 'label', 'kit' or the name of a scale; 'label' where there is no such thing. */
  choose(name) {
    this.scale = this.scales[name] ?? null;
    this.grouping = this.groupings[name] ?? this.groupings.label;
    this.name = this.scale || this.groupings[name] ? name : 'label';
    if (this.scale && !this.scale.level) this.scale.level = this.#levels(this.scale);
  }

  get entries() {
    return this.grouping.legend;
  }

  group(id) {
    return this.grouping.index[id];
  }

  /** The colour of a sound. */
  of(id, dark) {
    if (this.scale) return this.steps(dark)[this.scale.level[id]];
    return this.entries[this.group(id)][dark ? 'dark' : 'light'];
  }

  /** One colour, or a list of one a sound, for every group. */
  ofGroups(dark) {
    if (!this.scale) return this.entries.map((entry) => entry[dark ? 'dark' : 'light']);
    return this.members.map((ids) => Array.from(ids, (id) => this.of(id, dark)));
  }

  /** The ids of every group's sounds, in the order in which they are drawn. */
  get members() {
    this.grouping.members ??= this.entries.map((_, group) =>
      [...this.grouping.index.keys()].filter((id) => this.group(id) === group),
    );
    return this.grouping.members;
  }

  /** The colours of a scale, low to high. */
  steps(dark) {
    const theme = dark ? 'dark' : 'light';
    this.stepsOf ??= {};
    this.stepsOf[theme] ??= Array.from({ length: STEPS }, (_, i) => blend(this.ramp[theme], i / (STEPS - 1)));
    return this.stepsOf[theme];
  }

  #levels({ values, low, high, logarithmic }) {
    const scaled = logarithmic ? (v) => Math.log(Math.max(v, 1e-9)) : (v) => v;
    const [from, to] = [scaled(low), scaled(high)];
    const share = (v) => Math.min(1, Math.max(0, (scaled(v) - from) / (to - from || 1)));
    return Uint8Array.from(floats(values), (v) => Math.round(share(v) * (STEPS - 1)));
  }
}

function blend(stops, share) {
  const at = share * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  const parts = [1, 3, 5].map((k) => {
    const [one, other] = [stops[i], stops[i + 1]].map((hex) => parseInt(hex.slice(k, k + 2), 16));
    return Math.round(one + (other - one) * (at - i));
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
