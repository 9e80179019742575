// What the stage offers its panels: values to read and functions to call, nothing to write to.

/**
 * @param {import('./stage.js').Stage} stage
 * @returns {import('../panels/panel.js').Host}
 */
export function hostOf({
  map,
  overlay,
  player,
  sounds,
  states,
  ask,
  session,
  navigation,
  past,
  playback,
  tabs,
  sheet,
  plain,
  ...stage
}) {
  return Object.freeze({
    map,
    overlay,
    player,
    sounds,
    states,
    ask,
    played: past.played,
    checkpoint: () => session.checkpoint,
    current: () => session.current,
    base: () => session.base,
    controls: () => session.controls,
    dress: (recipe) => session.dress(recipe),
    request: (recipe, request) => session.request(recipe, request),
    hear: (recipe, request) => session.hear(recipe, request),
    turn: (change, request) => session.turn(change, request),
    point: (id, request) => navigation.point(id, request),
    revisit: past.revisit,
    originalOf: ({ info, sound }) => playback.originalOf(info, sound),
    open(name) {
      tabs.open(name);
      sheet.open('tools');
    },
    sync: stage.sync,
    plain: plain.hear,
    plainHelps: plain.helps,
    say: stage.say,
    fail: stage.fail,
  });
}
