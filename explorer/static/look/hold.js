// Press and hold: a touch screen's way to a second action.

const HELD_MS = 500;
const STILL = 10; // pixels a finger may wander

/**
 * Calls `act` when a finger is held on the element; a mouse has other ways.
 * @param {HTMLElement} element
 * @param {() => void} act
 */
export function onHold(element, act) {
  /** @type {{ x: number, y: number, timer: ReturnType<typeof setTimeout> } | null} */
  let begun = null;
  const end = () => {
    clearTimeout(begun?.timer);
    begun = null;
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch') return;
    end();
    begun = { x: event.clientX, y: event.clientY, timer: setTimeout(act, HELD_MS) };
  });
  element.addEventListener('pointermove', (event) => {
    if (begun && Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > STILL) end();
  });
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) element.addEventListener(name, end);
  element.addEventListener('contextmenu', (event) => begun && event.preventDefault());
}
