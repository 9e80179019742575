// Mouse and touch on the map: click and scrub to hear, hover for names, wheel, pinch and Alt-drag to move about.

const SNAP = { mouse: 9, pen: 12, touch: 14 };
const HOVER = 12;

/** `actions`: hear({place, id, recipe?, since, gesture}), corner({place, id, since}), unlock(). */
export function listen(map, actions) {
  const { surface, view } = map;
  const down = new Map();
  let gesture = 0;
  let panning = false;
  let last = null;

  const pixel = (event) => {
    const box = surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const target = (event, mayBeMade = false) => {
    const at = pixel(event);
    const made = mayBeMade && map.made(at);
    if (made) return { id: -1, place: made.place, recipe: JSON.parse(made.recipe), since: event.timeStamp };
    const id = map.nearest(at, SNAP[event.pointerType] ?? 10);
    return { id, place: id < 0 ? view.toMap(at) : map.placeOf(id), since: event.timeStamp };
  };

  surface.addEventListener('pointerdown', (event) => {
    actions.unlock();
    surface.dataset.pointer = '';
    surface.setPointerCapture(event.pointerId);
    down.set(event.pointerId, pixel(event));
    map.describe(-1);
    last = pixel(event);
    panning = event.button !== 0 || event.altKey || down.size > 1;
    if (panning) return;
    if (event.shiftKey) {
      actions.corner(target(event, true));
      down.delete(event.pointerId);
      return;
    }
    gesture += 1;
    actions.hear({ ...target(event, true), gesture: `scrub ${gesture}` });
  });

  surface.addEventListener('pointermove', (event) => {
    const at = pixel(event);
    if (!down.has(event.pointerId)) {
      if (event.pointerType === 'mouse') hover(at);
      return;
    }
    const before = down.get(event.pointerId);
    down.set(event.pointerId, at);
    if (down.size === 2) return pinch(event.pointerId, before, at);
    if (panning) return view.pan(at[0] - before[0], at[1] - before[1]);
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) < 3) return;
    last = at;
    actions.hear({ ...target(event), gesture: `scrub ${gesture}` });
  });

  for (const name of ['pointerup', 'pointercancel']) {
    surface.addEventListener(name, (event) => {
      actions.unlock();
      down.delete(event.pointerId);
      panning = down.size > 0;
    });
  }
  surface.addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') delete surface.dataset.pointer;
  });
  surface.addEventListener('blur', () => delete surface.dataset.pointer);
  surface.addEventListener('pointerleave', () => map.describe(-1));
  surface.addEventListener('contextmenu', (event) => event.preventDefault());
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      map.describe(-1);
      view.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), pixel(event));
    },
    { passive: false },
  );

  function hover(at) {
    const made = map.made(at);
    if (made) map.tell(made.title, 'made in this session', at);
    else map.describe(map.nearest(at, HOVER), at);
  }

  function pinch(id, before, at) {
    const other = [...down].find(([key]) => key !== id)[1];
    const apart = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
    const centre = [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
    view.zoom(apart(at) / apart(before), centre);
    view.pan((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
  }
}
