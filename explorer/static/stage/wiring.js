// What keys, buttons, the pointer and Gradio's components do: each action is defined once, under one name.

import { around, find, findAll, saveFile } from '../core/dom.js';
import { randomSeed } from '../core/recipes.js';
import { bytes } from '../core/server.js';
import { SingleKeys } from '../everyone/single-keys.js';
import { carry, draggable } from '../look/drag.js';
import { towards } from '../map/nearest.js';
import { listenToPointer } from '../map/pointer.js';
import { slotOf } from '../kit/slot.js';
import { knobTurner } from '../midi/knobs.js';
import { Midi } from '../midi/midi.js';
import { Recorder } from '../own/record.js';
import { Yours } from '../own/yours.js';
import { readHash } from './address.js';
import { answerGradio } from './gradio.js';
import { recipeAt } from './navigation.js';
import { Renewal } from './renewal.js';
import { listenToKeys } from './shortcuts.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('../panels/panel.js').Action} Action */

/** @param {Stage} stage */
export function wire(stage) {
  stage.player.openAtFirstSign();
  const { widgets } = stage;
  const actions = { ...actionsOf(stage), ...widgets.merged('actions') };
  const contexts = { pitches: () => stage.keyboard.on, ...widgets.merged('contexts') };
  const keys = new SingleKeys(find(stage.element, '.single-keys input', HTMLInputElement), (on) =>
    stage.report({ singleKeys: on ? 'on' : 'off' }),
  );
  listenToKeys(actions, contexts, () => keys.on);
  const yours = wireOwnSounds(stage);
  wireButtons(stage, actions);
  wirePointer(stage, yours);
  wirePads(stage);
  wireMidi(stage);
  wireGradio(stage, actions, yours);
  new Renewal({
    ask: stage.ask,
    shown: () => {
      const { checkpoint, version } = stage.session;
      return { checkpoint, version, count: stage.map.points.names.length };
    },
    open: (checkpoint) => stage.navigation.exchange(checkpoint),
    say: stage.say,
  }).begin();
  addEventListener('hashchange', () => {
    const { checkpoint, version, recipe } = readHash(location.hash);
    if (recipe)
      stage.navigation.restore(checkpoint || stage.session.checkpoint, recipe, { silent: true, version });
  });
}

/**
 * @param {Stage} stage
 * @returns {Record<string, Action>}
 */
function actionsOf({ element, map, playback, transport, keyboard, navigation, session, search, ...stage }) {
  const { selection, colouring, kits, past, widgets } = stage;
  return {
    walk(direction, since) {
      const from = session.place ? map.view.toPixel(session.place) : map.view.middle;
      const id = towards(map.seen(), from, direction);
      if (id >= 0) navigation.point(id, { since });
    },
    replay: (_, since) => playback.replay(since),
    compare: (side) => void playback.compare(side),
    travel: (step) => past.travel(step),
    surprise(_, since) {
      const label = colouring.labelToMake(Math.random());
      session.hear({ kind: 'prior', seed: randomSeed(), ...(label && { label }) }, { since });
    },
    whole: () => map.view.showWhole(),
    zoom: (factor) => map.view.zoom(factor),
    toggle: (name) => transport.toggle(name),
    pitches: () => keyboard.set(!keyboard.on),
    strike: ({ semitones, soft }) => keyboard.strike(semitones, soft),
    select: () => selection.arm(),
    leave() {
      if (keyboard.on) return keyboard.set(false);
      widgets.leave();
    },
    search: () => search.focus(),
    help() {
      const help = find(element, '.help', HTMLDialogElement);
      help.showModal();
      help.scrollTop = 0;
    },
    beat: () => kits.board.play(),
    press: (pad) => kits.board.press(pad),
    take: (pad) => kits.board.take(pad),
  };
}

/**
 * @param {Stage} stage
 * @param {Record<string, Action>} actions
 */
function wireButtons(stage, actions) {
  const { element, address, past, theme, session } = stage;
  /** @type {Record<string, (event: MouseEvent) => unknown>} */
  const buttons = {
    '[data-action=undo]': () => actions.travel(-1, 0),
    '[data-action=redo]': () => actions.travel(1, 0),
    '[data-action=share]': () => address.share(),
    '[data-action=theme]': () => theme.toggle(),
    '[data-action=play]': (event) => actions.replay(null, event.timeStamp),
    '[data-action=save]': () => saveWav(stage),
    '[data-action=select]': () => actions.select(null, 0),
    '[data-action=help]': () => actions.help(null, 0),
    '[data-action=about]': () => stage.about.open(),
    '[data-action=tour]'(event) {
      /** @type {HTMLDialogElement | null} */ (around(event, 'dialog'))?.close();
      stage.welcome.showAround();
    },
    '[data-side=original]': () => actions.compare('original', 0),
    '[data-side=decoded]': () => actions.compare('decoded', 0),
    '[data-phase=griffin-lim]': (event) => session.turn({ rounds: null }, { since: event.timeStamp }),
    '[data-phase=none]': (event) => session.turn({ rounds: 0 }, { since: event.timeStamp }),
    '[data-zoom=in]': () => actions.zoom(1.5, 0),
    '[data-zoom=out]': () => actions.zoom(1 / 1.5, 0),
    '[data-zoom=all]': () => actions.whole(null, 0),
  };
  for (const [selector, act] of Object.entries(buttons)) {
    for (const button of findAll(element, selector)) button.addEventListener('click', act);
  }
  const undo = find(element, '[data-action=undo]', HTMLButtonElement);
  const redo = find(element, '[data-action=redo]', HTMLButtonElement);
  stage.widgets.all.push({
    moved() {
      undo.disabled = !past.timeline.canUndo;
      redo.disabled = !past.timeline.canRedo;
    },
  });
}

/**
 * @param {Stage} stage
 * @param {Yours} yours
 */
function wirePointer({ map, player, navigation, trail, widgets, card, files, kits, ...stage }, yours) {
  const { session, sounds, own, fail } = stage;
  const { board } = kits;
  listenToPointer(map, {
    unlock: () => player.unlock(),
    hear: (target, gesture) => navigation.target(target, gesture),
    ahead: ({ id, place, recipe }) =>
      sounds.ahead(session.checkpoint, recipe ? JSON.parse(recipe) : session.dress(recipeAt(id, place))),
    carry(target, press, gesture) {
      const { id, place, recipe: made } = target;
      const { checkpoint } = session;
      /** @type {import('../core/types.js').Recipe} */
      const recipe = made ? JSON.parse(made) : session.dress(recipeAt(id, place));
      const name = id >= 0 ? map.points.names[id] : 'This place';
      carry(
        press,
        { recipe, name, checkpoint },
        {
          async drop(_, pad) {
            try {
              const rendered = await sounds.render(checkpoint, recipe);
              own.complete(rendered, checkpoint);
              navigation.target({ ...target, since: 0 }, gesture, { silent: true });
              board.take(pad, slotOf(checkpoint, recipe, rendered.info));
            } catch (error) {
              fail(error);
            }
          },
          file: (slot) => files.sound(slot, card.fileOptions),
          save: (file) => files.save(file),
        },
        map.surface,
      );
    },
    corner({ id, place, recipe, since }) {
      const chosen = recipe ? JSON.parse(recipe) : recipeAt(id, place);
      for (const panel of widgets.panels.values()) panel.corner?.(chosen, since);
    },
    madeAt: (pixel) => yours.pins.at(pixel) ?? trail.madeAt(pixel),
  });
}

/** Lets the visitor drag the current sound to a pad or out of the page, by any of its signs. @param {Stage} stage */
function wirePads({ element, card, files, map, kits: { board }, playback, transport }) {
  /** @typedef {import('../kit/kit.js').Slot} Slot */
  const current = {
    what: () => board.current,
    drop: (/** @type {Slot} */ slot, /** @type {number} */ pad) => board.take(pad, slot),
    file: (/** @type {Slot} */ slot) => files.sound(slot, card.fileOptions),
    save: (/** @type {import('../out/files.js').OutFile} */ file) => files.save(file),
  };
  for (const handle of [card.title, find(element, '.now .spec'), find(element, '[data-action=save]')])
    draggable(handle, current);
  draggable(map.marks.now, { ...current, press: (since) => transport.autoplay && playback.replay(since) });
}

/** @param {Stage} stage */
function wireMidi({ kits: { board }, player, keyboard, transport, widgets, sync, say, fail }) {
  const midi = new Midi({
    element: find(document, '#pads .keep'),
    board,
    player,
    pitched: () => keyboard.on,
    turn: knobTurner({ board, transport, controls: widgets.merged('controls'), sync }),
    say,
    fail,
  });
  widgets.all.push({ leave: () => midi.leave() });
}

/** @param {Stage} stage */
function wireOwnSounds(stage) {
  const yours = new Yours(stage);
  stage.widgets.all.push(yours);
  stage.lists.open = () => {
    stage.tabs.open('history');
    stage.sheet.open('tools'); // where the window is small
  };
  stage.search.others = (text) => yours.matching(text);
  new Recorder({
    button: find(document, '#record'),
    begins: () => stage.player.stop(),
    recorded: (file) => yours.take([file]),
    fail: stage.fail,
  });
  return yours;
}

/**
 * @param {Stage} stage
 * @param {Record<string, Action>} actions
 * @param {Yours} yours
 */
function wireGradio({ session, navigation, widgets }, actions, yours) {
  answerGradio({
    controls: {
      ...widgets.merged('controls'),
      checkpoint: {
        read: () => session.checkpoint,
        take(checkpoint) {
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          navigation.exchange(checkpoint);
        },
      },
    },
    presses: {
      ...widgets.merged('presses'),
      surprise: (since) => actions.surprise(null, since),
    },
    uploaded: (reply) => yours.uploads.answer(reply),
  });
}

/** @param {Stage} stage */
async function saveWav({ session, card, ask, fail }) {
  const shown = session.current;
  if (!shown) return;
  const { checkpoint, rendered } = shown;
  try {
    const reply = await ask('wav', { checkpoint, recipe: rendered.recipe, ...card.fileOptions });
    saveFile(reply.name, bytes(reply.wav), 'audio/wav');
  } catch (error) {
    fail(error);
  }
}
