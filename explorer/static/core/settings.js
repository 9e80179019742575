// What a visitor chose for this browser, kept in its local storage where that is allowed.

const PREFIX = 'hitmap-';

/** The value that was stored under a name, or the fallback. */
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function store(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A browser that stores nothing forgets it with the page.
  }
}
