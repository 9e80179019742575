// What of a page cannot be reached, given a selector of its controls: ['outside' | 'covered' | 'cut' | 'small', which] for each fault.
(wanted) => {
  const LEAST = 24; // pixels, each way: WCAG 2.2, target size (minimum)
  const name = (e) => e.id || e.getAttribute('aria-label') || e.title || e.textContent.trim() || e.outerHTML;
  const clips = (e) => {
    const { display, overflowX, overflowY } = getComputedStyle(e);
    return display !== 'contents' && (overflowX !== 'visible' || overflowY !== 'visible');
  };
  /** Scrolling there takes a script, not a hand: a control that is cut by it is. */
  const unscroll = (control) => {
    for (let e = control.parentElement; e; e = e.parentElement)
      for (const [way, at] of [
        ['overflowX', 'scrollLeft'],
        ['overflowY', 'scrollTop'],
      ])
        if (['hidden', 'clip'].includes(getComputedStyle(e)[way])) e[at] = 0;
  };
  const cutsWords = (e) =>
    e.matches('button, summary') &&
    e.scrollWidth > e.clientWidth + 1 &&
    getComputedStyle(e).textOverflow !== 'ellipsis';
  /** Where a control can be pressed: in its label too. */
  const target = (control) => (control.matches('label input') ? control.closest('label') : control);
  const faults = [];
  for (const control of document.querySelectorAll(wanted)) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.matches('.surface, .surface *'))
      continue;
    if (Math.min(control.offsetWidth, control.offsetHeight) < 2) continue; // there for its label or file dialog
    const pressed = target(control);
    pressed.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    unscroll(pressed);
    if (cutsWords(control)) faults.push(['cut', name(control)]);
    const box = pressed.getBoundingClientRect();
    const within = [new DOMRect(0, 0, innerWidth, innerHeight)];
    for (let e = pressed.parentElement; e && e !== document.body; e = e.parentElement)
      if (clips(e)) within.push(e.getBoundingClientRect());
    const inside = (o) =>
      box.left > o.left - 1 && box.right < o.right + 1 && box.top > o.top - 1 && box.bottom < o.bottom + 1;
    if (!within.every(inside)) faults.push(['outside', name(control)]);
    const meets = (across, down) => {
      const top = document.elementFromPoint(box.x + across * box.width, box.y + down * box.height);
      return top && (pressed.contains(top) || top.contains(pressed));
    };
    if (
      ![
        [0.5, 0.5],
        [0.2, 0.5],
        [0.8, 0.5],
        [0.5, 0.2],
        [0.5, 0.8],
      ].every((at) => meets(...at))
    )
      faults.push(['covered', name(control)]);
    if (Math.min(box.width, box.height) < LEAST - 0.01)
      faults.push(['small', name(control), box.width, box.height]);
  }
  return faults;
};
