// `window.hitmap`, which Gradio's components call with the names from Python (`explorer/page/parts.py`).

/** @typedef {import('../panels/panel.js').Control} Control */

/**
 * @param {object} known
 * @param {Record<string, Control>} known.controls
 * @param {Record<string, (since: number) => void>} known.presses
 * @param {(reply: any) => void} known.uploaded
 */
export function answerGradio({ controls, presses, uploaded }) {
  /**
   * @template T
   * @param {Record<string, T>} all
   * @param {string} name
   */
  const named = (all, name) => {
    if (!(name in all)) throw new Error(`The page knows nothing called ${name}.`);
    return all[name];
  };
  window.hitmap = {
    /** The values that these controls have to show, in this order. */
    values: (names) => names.map((name) => named(controls, name).read()),
    changed: (name, value) => named(controls, name).take(value),
    pressed: (name) => named(presses, name)(performance.now()),
    uploaded,
  };
}
