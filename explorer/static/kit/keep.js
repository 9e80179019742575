// Keep: what is on the pads and in the beat is one kit; everything done to it makes the next one.

import { randomPattern } from './beats.js';
import { draggable } from '../core/drag.js';
import {
  clearedPattern,
  emptyKit,
  isEmpty,
  isKit,
  KitHistory,
  nameOf,
  PADS,
  RANGES,
  swapped,
  withPattern,
  withSlot,
  withStep,
} from './kit.js';
import { kitActions } from './kit_files.js';
import { PadRow } from './pads.js';
import { randomSeed } from '../core/recipes.js';
import { ask } from '../core/server.js';
import { Sequencer } from './sequencer.js';
import { recall, store } from '../core/settings.js';
import { StepGrid } from './steps.js';
import { Voices } from '../core/voices.js';

const TYPING = 'input:not([type=range], [type=radio]), textarea, select, [contenteditable], [role=listbox]';
const FULL = 127;
const SHOWN = { swing: (v) => `${Math.round(100 * v)} %`, humanise: (v) => (v ? v.toFixed(2) : 'off') };

export class Keep {
  constructor(stage) {
    this.stage = stage;
    this.address = location.hash; // before the stage writes its own
    this.element = document.querySelector('#pads .keep');
    const stored = recall('kit', null);
    this.kit = isKit(stored) ? stored : emptyKit();
    this.history = new KitHistory(this.kit);
    this.voices = new Voices(stage, () => this.#loaded());
    this.files = kitActions(this);
    this.row = new PadRow(this.element, {
      choose: (pad) => this.#choose(pad),
      press: (pad) => this.press(pad),
      take: (pad) => this.take(pad),
      swap: (one, other) => this.change(swapped(this.kit, one, other)),
      rename: (pad, text) => this.#alter(pad, { name: nameOf(text) || this.kit.slots[pad].name }),
      level: (pad, level) => this.#alter(pad, { level }, `level ${pad}`),
      empty: (pad) => this.change(withSlot(this.kit, pad, null)),
    });
    this.grid = new StepGrid(this.element.querySelector('.steps'), {
      paint: (pad, step, velocity, gesture) => this.#paint(pad, step, velocity, gesture),
      choose: (pad) => this.#choose(pad),
    });
    this.sequencer = new Sequencer({
      now: () => stage.player.context.currentTime,
      pattern: () => this.kit.pattern,
      hit: (step, time) =>
        this.kit.pattern.steps.forEach((row, pad) => row[step] && this.voices.strike(pad, row[step], time)),
    });
    this.#wire();
    this.fold(recall('steps', innerHeight >= 1000 && innerWidth > 860));
    this.#show();
  }

  /** Fetches the sounds of the kit that was here before, or of the one in the address. */
  async begin() {
    this.voices.prepare(this.kit.slots, this.kit.pattern.humanise);
    await this.files.openLink(this.address);
  }

  /** Makes another kit the one that is on; changes of one gesture are one step of undo. */
  change(kit, gesture = null) {
    this.history.push(kit, gesture);
    this.#set(kit);
  }

  /** What would be put on a pad now: the sound that is on, or null. */
  get current() {
    const { stage } = this;
    if (!stage.now) return null;
    const name = nameOf(stage.card.info.title.split(' · ')[0]) || 'Sound';
    return { recipe: JSON.parse(stage.now.recipe), name, checkpoint: stage.now.checkpoint, level: 0 };
  }

  take(pad, slot = this.current) {
    if (!slot) return this.stage.say('Play a sound first, then put it on a pad.');
    this.row.choose(pad);
    this.change(withSlot(this.kit, pad, slot));
    this.row.flash(pad);
  }

  /** Plays a pad, or takes the sound that is on where it is empty. */
  press(pad) {
    this.#choose(pad);
    if (!this.kit.slots[pad]) return this.take(pad);
    const problem = this.voices.problem(pad);
    if (problem) {
      this.voices.retry(pad);
      return this.stage.fail(problem);
    }
    this.stage.player.unlock();
    this.voices.strike(pad, FULL);
    this.row.flash(pad);
  }

  play() {
    const { sequencer, stage } = this;
    if (sequencer.playing) return this.stop();
    if (this.kit.slots.every((slot) => !slot))
      return stage.say('Put sounds on the pads first, or try Random kit.');
    if (this.kit.pattern.steps.flat().every((v) => !v))
      stage.say('Click steps to make a beat, or try Random beat.');
    stage.player.unlock();
    sequencer.start();
    this.#playing();
    const follow = () => {
      if (!sequencer.playing) return;
      const { currentTime, outputLatency, baseLatency } = stage.player.context;
      const step = sequencer.stepAt(currentTime - (outputLatency || baseLatency || 0));
      if (step !== null && step !== this.grid.lit) {
        this.grid.playhead(step);
        this.kit.pattern.steps.forEach(
          (row, pad) => row[step] && this.kit.slots[pad] && this.row.flash(pad, row[step]),
        );
      }
      requestAnimationFrame(follow);
    };
    follow();
  }

  stop() {
    this.sequencer.stop();
    this.voices.hush();
    this.grid.playhead(null);
    this.#playing();
  }

  randomPattern() {
    const { tempo, swing, steps } = randomPattern(
      this.kit.slots.map((_, pad) => this.voices.label(pad)),
      randomSeed(),
    );
    this.change(withPattern(this.kit, { tempo, swing, steps }));
  }

  /** Fills the pads; the first time a beat comes along. */
  async randomKit(source) {
    const { stage } = this;
    try {
      const { slots } = await ask(stage.server, 'random_kit', {
        checkpoint: stage.checkpoint,
        seed: randomSeed(),
        source,
      });
      const fresh = isEmpty(this.kit) || this.kit.pattern.steps.flat().every((v) => !v);
      this.change({ ...this.kit, slots });
      if (fresh) this.whenLoaded = () => this.randomPattern();
      this.#loaded();
    } catch (error) {
      stage.fail(error);
    }
  }

  travel(step) {
    this.#set(this.history.move(step));
  }

  fold(open) {
    this.element.classList.toggle('open', open);
    this.#find('[data-keep=fold]').setAttribute('aria-expanded', open);
    store('steps', open);
  }

  #set(kit) {
    this.kit = kit;
    store('kit', kit);
    this.files.leaveLink();
    this.element.dataset.ready = 'false';
    this.voices.prepare(kit.slots, kit.pattern.humanise);
    this.#show();
  }

  #alter(pad, change, gesture) {
    this.change(withSlot(this.kit, pad, { ...this.kit.slots[pad], ...change }), gesture);
  }

  #paint(pad, step, velocity, gesture) {
    if (this.row.chosen !== pad) this.#choose(pad);
    this.change(withStep(this.kit, pad, step, velocity), gesture);
    if (velocity && !this.sequencer.playing && this.stage.player.context) this.voices.strike(pad, velocity);
  }

  #choose(pad) {
    this.row.choose(pad);
    this.grid.show(this.kit, pad);
  }

  #loaded() {
    this.#show();
    if (
      !this.whenLoaded ||
      this.kit.slots.some((slot, pad) => slot && !this.voices.label(pad) && !this.voices.problem(pad))
    )
      return;
    const then = this.whenLoaded;
    this.whenLoaded = null;
    then();
  }

  #show() {
    const { kit, history, element } = this;
    this.row.show(kit, (pad) => this.#look(pad));
    this.grid.show(kit, this.row.chosen);
    this.grid.rows.forEach((row, pad) => {
      for (const [name, colour] of Object.entries(this.#look(pad).colours))
        row.element.style.setProperty(name, colour);
    });
    for (const input of element.querySelectorAll('[data-pattern]')) {
      const name = input.dataset.pattern;
      if (document.activeElement !== input || input.type === 'range') input.value = kit.pattern[name];
      if (SHOWN[name]) input.nextElementSibling.textContent = SHOWN[name](kit.pattern[name]);
    }
    this.#find('[data-keep=undo]').disabled = !history.canUndo;
    this.#find('[data-keep=redo]').disabled = !history.canRedo;
    element.dataset.ready = this.voices.ready;
  }

  #look(pad) {
    const label = this.voices.label(pad);
    const entry = label && this.stage.map.points?.legend.find((e) => e.label === label);
    const colours = entry
      ? { '--dark': entry.dark, '--light': entry.light }
      : { '--dark': 'var(--edge)', '--light': 'var(--edge)' };
    const problem = this.voices.problem(pad);
    return { title: problem ? 'cannot be played' : (label ?? '').replaceAll('_', ' '), colours, problem };
  }

  #playing() {
    const { playing } = this.sequencer;
    this.element.dataset.playing = playing;
    const button = this.#find('[data-keep=play]');
    button.textContent = playing ? '■' : '▶';
    button.setAttribute('aria-label', playing ? 'Stop the beat' : 'Play the beat');
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #wire() {
    const { element, files, stage } = this;
    const actions = {
      play: () => this.play(),
      undo: () => this.travel(-1),
      redo: () => this.travel(1),
      'random-kit': () => this.randomKit(this.#find('[data-keep=source]').value),
      'random-pattern': () => this.randomPattern(),
      'clear-pattern': () => this.change({ ...this.kit, pattern: clearedPattern(this.kit.pattern) }),
      'clear-kit': () =>
        this.change({ slots: Array(PADS).fill(null), pattern: clearedPattern(this.kit.pattern) }),
      'clear-pad': () => this.change(withSlot(this.kit, this.row.chosen, null)),
      take: () => this.take(this.row.chosen),
      show: () => files.showOnMap(this.kit.slots[this.row.chosen]),
      export: () => files.download(),
      link: () => files.copyLink(),
      open: () => files.choose(),
      fold: () => this.fold(!element.classList.contains('open')),
    };
    element.addEventListener('click', (event) => {
      const action = actions[event.target.closest('button[data-keep]')?.dataset.keep];
      if (!action) return;
      event.target.closest('details')?.removeAttribute('open');
      action();
    });
    for (const input of element.querySelectorAll('[data-pattern]')) {
      input.addEventListener(input.type === 'range' ? 'input' : 'change', () => this.#turn(input));
    }
    for (const menu of element.querySelectorAll('details')) {
      addEventListener(
        'pointerdown',
        (event) => menu.contains(event.target) || menu.removeAttribute('open'),
        true,
      );
      menu.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        menu.removeAttribute('open');
        menu.querySelector('summary').focus();
      });
    }
    const carry = {
      what: () => this.current && { name: this.current.name, slot: this.current },
      drop: ({ slot }, pad) => this.take(pad, slot),
    };
    draggable(stage.element.querySelector('.now .title'), carry);
    draggable(stage.element.querySelector('[data-mark=now]'), {
      ...carry,
      press: (event) => stage.transport.autoplay && stage.replay(event.timeStamp),
    });
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  #turn(input) {
    const name = input.dataset.pattern;
    const [low, high] = RANGES[name];
    const value = Math.min(high, Math.max(low, Number(input.value)));
    if (Number.isFinite(value) && input.value !== '')
      this.change(withPattern(this.kit, { [name]: value }), name);
    input.value = this.kit.pattern[name];
  }

  #key(event) {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.repeat ||
      document.querySelector('dialog[open]')
    )
      return;
    if (event.target.closest(TYPING)) return;
    const pad = Number(/^Digit([1-8])$/.exec(event.code)?.[1] ?? 0) - 1;
    if (pad >= 0) event.shiftKey ? this.take(pad) : this.press(pad);
    else if (event.key.toLowerCase() === 'p') this.play();
    else return;
    event.preventDefault();
  }
}
