// The computer keyboard, wherever the focus is, unless a control needs the key itself.

const TYPING =
  'input:not([type=range], [type=radio]), textarea, select, [contenteditable], [role=listbox]:not(.sounds)';
const LETTERS = { a: 0, s: 1, d: 2, f: 3 };
const TOGGLES = { l: 'loop', m: 'muted' };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function listenToKeys(actions) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.target.closest(TYPING)) return;
    const since = event.timeStamp;
    const arrow = ARROWS[event.key];
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (arrow) {
      if (event.target.closest('input, [role=tab]')) return;
      actions.walk(arrow, since);
    } else if (key === ' ') {
      if (event.target.closest('button, a, summary, [type=radio]')) return;
      actions.replay(since);
    } else if (event.repeat) return;
    else if (key === 'b' || key === 'x') actions.compare();
    else if (key === 'z') (event.shiftKey ? actions.redo : actions.undo)();
    else if (key === 'r') actions.surprise(since);
    else if (key === 'n') actions.roll(since);
    else if (key === '0') actions.whole();
    else if (key in LETTERS) actions.recent(LETTERS[key], since);
    else if (key in TOGGLES) actions.toggle(TOGGLES[key]);
    else if (key === 'k') actions.keys();
    else if (key === 'v') actions.select();
    else if (key === 'Escape') actions.leave();
    else if (key === '/') actions.search();
    else if (key === '?') actions.help();
    else return;
    event.preventDefault();
  });
}
