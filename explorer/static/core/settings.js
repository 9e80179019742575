// A visitor's choices, kept in the browser's local storage if that is allowed.

const PREFIX = 'hitmap-';

/**
 * The value that was stored under a name, or the fallback.
 * @template T
 * @param {string} name
 * @param {T} fallback
 * @returns {any}
 */
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') ?? fallback;
  } catch {
    return fallback;
  }
}

/**
 * Stores a value under a name; false if the browser has no room for it or allows none.
 * @param {string} name
 * @param {unknown} value
 */
export function store(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false; // the choice lasts as long as the page
  }
}
