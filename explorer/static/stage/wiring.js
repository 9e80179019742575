// What keys, buttons, the pointer and Gradio's components do: each action is defined once, under one name.

import { find, findAll, saveFile } from '../core/dom.js';
import { randomSeed } from '../core/recipes.js';
import { bytes } from '../core/server.js';
import { draggable } from '../look/drag.js';
import { towards } from '../map/nearest.js';
import { listenToPointer } from '../map/pointer.js';
import { Recorder } from '../own/record.js';
import { Uploads } from '../own/uploads.js';
import { readHash } from './address.js';
import { answerGradio } from './gradio.js';
import { recipeAt } from './navigation.js';
import { listenToKeys } from './shortcuts.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('../panels/panel.js').Action} Action */

/** @param {Stage} stage */
export function wire(stage) {
  const { widgets } = stage;
  const actions = { ...actionsOf(stage), ...widgets.merged('actions') };
  const contexts = { pitches: () => stage.keyboard.on, ...widgets.merged('contexts') };
  listenToKeys(actions, contexts);
  wireButtons(stage, actions);
  wirePointer(stage);
  wirePads(stage);
  wireGradio(stage, actions, wireOwnSounds(stage));
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
  const { selection, colouring, kits, widgets } = stage;
  return {
    walk(direction, since) {
      const from = session.place ? map.view.toPixel(session.place) : map.view.middle;
      const id = towards(map.seen(), from, direction);
      if (id >= 0) navigation.point(id, { since });
    },
    replay: (_, since) => playback.replay(since),
    compare: (side) => void playback.compare(side),
    travel: (step) => void navigation.travel(step),
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
  const { element, address, theme, session } = stage;
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
    shown() {
      undo.disabled = !session.history.canUndo;
      redo.disabled = !session.history.canRedo;
    },
  });
}

/** @param {Stage} stage */
function wirePointer({ map, player, navigation, trail, widgets }) {
  listenToPointer(map, {
    unlock: () => player.unlock(),
    hear: (target, gesture) => navigation.target(target, gesture),
    corner({ id, place, recipe, since }) {
      const chosen = recipe ? JSON.parse(recipe) : recipeAt(id, place);
      for (const panel of widgets.panels.values()) panel.corner?.(chosen, since);
    },
    madeAt: (pixel) => trail.madeAt(pixel),
  });
}

/** Lets the visitor drag the current sound to a pad, by its title or its mark. @param {Stage} stage */
function wirePads({ card, map, kits: { board }, playback, transport }) {
  const carry = {
    what: () => board.current,
    drop: (/** @type {import('../kit/kit.js').Slot} */ slot, /** @type {number} */ pad) =>
      board.take(pad, slot),
  };
  draggable(card.title, carry);
  draggable(map.marks.now, { ...carry, press: (since) => transport.autoplay && playback.replay(since) });
}

/** @param {Stage} stage */
function wireOwnSounds({ own, navigation, player, toast, say, fail }) {
  const uploads = new Uploads({
    taken(upload) {
      own.keep(upload);
      navigation.restore(upload.checkpoint, upload.recipe);
    },
    say,
    unsay: (text) => toast.unsay(text),
    fail,
  });
  new Recorder({
    button: find(document, '#record'),
    begins: () => player.stop(),
    recorded: (file) => uploads.send(file),
    fail,
  });
  return uploads;
}

/**
 * @param {Stage} stage
 * @param {Record<string, Action>} actions
 * @param {Uploads} uploads
 */
function wireGradio({ session, navigation, widgets }, actions, uploads) {
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
    uploaded: (reply) => uploads.take(reply),
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
