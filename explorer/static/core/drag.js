// Carries a sound with the pointer: from the map's mark, the title or a pad, onto a pad.

const STARTS = 6; // pixels that tell a drag from a click

/** Makes an element a handle. `what()`: {name, …} to carry, or null; `drop(what, pad)`: pad is an index; `click(event)`. */
export function draggable(element, { what, drop, press }) {
  element.addEventListener('pointerdown', (event) => {
    if (
      event.button !== 0 ||
      event.shiftKey ||
      event.altKey ||
      event.ctrlKey ||
      event.pointerType === 'touch'
    )
      return;
    const carried = what(event);
    if (!carried) return;
    event.stopPropagation();
    press?.(event);
    follow(event, carried, drop);
  });
}

function follow(begin, carried, drop) {
  let ghost = null;
  let over = null;
  const aim = (event) => {
    const pad = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-pad]') ?? null;
    if (pad === over) return;
    over?.classList.remove('over');
    over = pad;
    over?.classList.add('over');
  };
  const move = (event) => {
    if (!ghost && Math.hypot(event.clientX - begin.clientX, event.clientY - begin.clientY) < STARTS) return;
    ghost ??= makeGhost(carried.name);
    ghost.style.translate = `${event.clientX}px ${event.clientY}px`;
    aim(event);
  };
  const end = (event) => {
    for (const [name, handler] of handlers) removeEventListener(name, handler, true);
    ghost?.remove();
    over?.classList.remove('over');
    if (ghost && over && event.type === 'pointerup') drop(carried, Number(over.dataset.pad));
    if (ghost) addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, true), 0);
  };
  const escape = (event) => event.key === 'Escape' && end(event);
  const handlers = [
    ['pointermove', move],
    ['pointerup', end],
    ['pointercancel', end],
    ['keydown', escape],
  ];
  for (const [name, handler] of handlers) addEventListener(name, handler, true);
}

const swallow = (event) => {
  event.preventDefault();
  event.stopPropagation();
};

function makeGhost(name) {
  const ghost = document.createElement('div');
  ghost.className = 'carried';
  ghost.textContent = name;
  document.querySelector('#page').append(ghost);
  return ghost;
}
