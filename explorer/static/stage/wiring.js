// Connects the stage to mouse, keyboard, buttons and Gradio's controls (through `window.hitmap`).

import { listenToKeys } from './keys.js';
import { listen } from '../map/pointer.js';
import { isCrossfade, randomSeed, readHash, withoutPhase } from '../core/recipes.js';
import { Recorder } from '../own/record.js';
import { ask, bytes } from '../core/server.js';
import { Uploads } from '../own/uploads.js';

const LEAST_NOISE = 0.5;

export function wire(stage) {
  const { element, map, controls, player } = stage;
  const find = (selector) => element.querySelector(selector);

  const at = ({ id, place, recipe }) =>
    recipe ?? (id >= 0 ? { kind: 'point', id } : { kind: 'place', x: place[0], y: place[1] });
  const hearAt = (target, options) => {
    stage.place = target.place;
    map.mark('now', target.place);
    if (target.recipe) stage.request(target.recipe, { adopt: true, ...options });
    else stage.hear(at(target), options);
  };
  const takeCorner = (corner, slot, since) => {
    stage.corners.set(corner, slot);
    stage.panels.open('morph');
    if (stage.corners.ready) stage.hearMorph({ since });
    else stage.hear(corner.recipe, { since });
  };
  const roll = (since) => {
    if (!stage.base) return stage.say('Play a sound first, then vary it.');
    if (controls.amount === 0) controls.amount = LEAST_NOISE;
    controls.seed = randomSeed();
    stage.sync();
    stage.hear(stage.base, { since });
  };
  const help = () => {
    find('.help').showModal();
    find('.help').scrollTop = 0;
  };

  listen(map, {
    unlock: () => player.unlock(),
    hear: ({ since, gesture, ...target }) => hearAt(target, { since, gesture }),
    corner: ({ since, ...target }) => takeCorner(stage.cornerOf(at(target)), null, since),
  });

  listenToKeys({
    walk(direction, since) {
      const from = stage.place ?? map.view.toMap([map.view.width / 2, map.view.height / 2]);
      const id = map.towards(from, direction);
      if (id >= 0) hearAt({ id, place: map.placeOf(id) }, { since });
    },
    replay: (since) => stage.replay(since),
    compare: () => stage.compare(),
    undo: () => stage.travel(-1),
    redo: () => stage.travel(1),
    surprise: (since) => stage.surprise(since),
    whole: () => map.view.showWhole(),
    search: () => stage.search.focus(),
    recent: (i, since) => stage.nearby.play(i, since),
    toggle: (name) => stage.transport.toggle(name),
    keys: () => stage.keyboard.set(!stage.keyboard.on),
    select: () => stage.selection.arm(),
    leave: () =>
      stage.keyboard.on
        ? stage.keyboard.set(false)
        : stage.path.leave() || stage.selection.leave() || stage.search.leave(),
    roll,
    help,
  });

  const buttons = {
    undo: () => stage.travel(-1),
    redo: () => stage.travel(1),
    share: () => share(stage),
    theme: () => stage.theme.toggle(),
    play: (event) => stage.replay(event.timeStamp),
    save: () => save(stage),
    select: () => stage.selection.arm(),
    help,
  };
  for (const [name, action] of Object.entries(buttons))
    find(`[data-action=${name}]`).addEventListener('click', action);
  for (const button of element.querySelectorAll('[data-side]')) {
    button.addEventListener('click', () => stage.compare(button.dataset.side));
  }
  for (const button of element.querySelectorAll('[data-phase]')) {
    button.addEventListener('click', ({ timeStamp }) => {
      controls.rounds = button.dataset.phase === 'none' ? 0 : null;
      stage.hear(stage.base, { since: timeStamp });
    });
  }
  const zooms = {
    in: () => map.view.zoom(1.5),
    out: () => map.view.zoom(1 / 1.5),
    all: () => map.view.showWhole(),
  };
  for (const [name, action] of Object.entries(zooms))
    find(`[data-zoom=${name}]`).addEventListener('click', action);
  document.addEventListener('click', (event) => {
    const clear = event.target.closest('[data-clear]');
    if (clear) {
      stage.corners.remove(Number(clear.dataset.clear));
      if (stage.corners.ready) stage.hearMorph({ since: event.timeStamp });
    }
    const button = event.target.closest('[data-corner]');
    if (!button) return;
    if (!stage.recipe) return stage.say('Play a sound first, then take it as a corner.');
    const recipe = withoutPhase(stage.recipe);
    if (isCrossfade(recipe)) return stage.say('A crossfade has no latent: take another sound as a corner.');
    takeCorner(stage.cornerOf(recipe, stage.card.info), Number(button.dataset.corner), event.timeStamp);
  });

  stage.whenShown.push(() => {
    find('[data-action=undo]').disabled = !stage.history.canUndo;
    find('[data-action=redo]').disabled = !stage.history.canRedo;
  });
  addEventListener('hashchange', () => {
    const { checkpoint, version, recipe } = readHash(location.hash);
    if (recipe) restore(stage, checkpoint || stage.checkpoint, recipe, { silent: true, version });
  });
  const uploads = new Uploads(stage, (result) => restore(stage, result.checkpoint, result.recipe));
  new Recorder(stage, uploads, document.querySelector('#record'));

  const morphs = (change) => {
    Object.assign(controls, change);
    if (stage.corners.ready) {
      stage.strip.refresh();
      stage.hearMorph({ gesture: 'morph', since: performance.now() });
    } else stage.say('Shift-click two places of the map, or take two sounds as A and B, then morph.');
  };
  const varies = (change) => {
    Object.assign(controls, change);
    if (stage.base) stage.hear(stage.base, { gesture: 'vary', since: performance.now() });
  };
  const known = {
    morph: { read: () => controls.t, take: (t) => morphs({ t }) },
    interpolation: {
      read: () => controls.interpolation,
      take: (interpolation) => morphs({ interpolation }),
    },
    amount: { read: () => controls.amount, take: (amount) => varies({ amount }) },
    seed: { read: () => controls.seed, take: (seed) => Number.isInteger(seed) && varies({ seed }) },
    checkpoint: {
      read: () => stage.checkpoint,
      take(checkpoint) {
        document.activeElement?.blur();
        return exchange(stage, checkpoint);
      },
    },
    ...stage.shape.controls,
  };
  const presses = {
    roll: () => roll(performance.now()),
    surprise: () => stage.surprise(performance.now()),
  };
  window.hitmap = {
    stage,
    /** What Gradio's controls shall show, in the order that it asks for. */
    values: (names) => names.map((name) => known[name].read()),
    changed: (name, value) => known[name].take(value),
    pressed: (name) => presses[name](),
    uploaded: (reply) => uploads.take(reply),
  };
}

/** Opens another checkpoint; a sound of the library that both have stays on, to hear what each makes of it. */
async function exchange(stage, checkpoint) {
  const sound = stage.base?.kind === 'point' ? stage.map.identityOf(stage.base.id) : null;
  if (!(await stage.open(checkpoint)) || !sound) return;
  const id = stage.map.find(sound);
  if (id >= 0) await stage.visit(id);
}

async function restore(stage, checkpoint, recipe, options = {}) {
  if (checkpoint !== stage.checkpoint && !(await stage.open(checkpoint))) return;
  await stage.request(recipe, { adopt: true, ...options });
}

async function share(stage) {
  stage.writeHash();
  try {
    await navigator.clipboard.writeText(location.href);
    stage.say('The link to this sound is copied.');
  } catch {
    stage.say('The address of this page is the link to this sound.');
  }
}

async function save(stage) {
  try {
    const reply = await ask(stage.server, 'wav', { ...stage.now, bit_depth: stage.card.bitDepth });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes(reply.wav)], { type: 'audio/wav' }));
    link.download = reply.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    stage.fail(error);
  }
}
