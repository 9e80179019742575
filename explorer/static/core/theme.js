// Dark or light: the system's setting at first, then the last choice made here.

import { recall, store } from './settings.js';

const KEY = 'theme';

/**
 * Follows the system until `toggle` is called.
 * @param {(dark: boolean) => void} onChange  called at once, and with every change
 */
export function followTheme(onChange) {
  const system = matchMedia('(prefers-color-scheme: light)');
  /** @type {string | null} */
  let chosen = recall(KEY, null);
  const apply = () => {
    const dark = chosen ? chosen === 'dark' : !system.matches;
    document.body.classList.toggle('dark', dark);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    onChange(dark);
  };
  system.addEventListener('change', apply);
  apply();
  return {
    toggle() {
      chosen = document.body.classList.contains('dark') ? 'light' : 'dark';
      store(KEY, chosen);
      apply();
    },
  };
}
