// Dark or light: the system's wish at first, then whatever was chosen here last.

const KEY = 'hitmap-theme';

export function followTheme(onChange) {
  const system = matchMedia('(prefers-color-scheme: light)');
  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const apply = () => {
    const dark = read() ? read() === 'dark' : !system.matches;
    document.body.classList.toggle('dark', dark);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    onChange(dark);
  };
  system.addEventListener('change', apply);
  apply();
  return {
    toggle() {
      try {
        localStorage.setItem(KEY, document.body.classList.contains('dark') ? 'light' : 'dark');
      } catch {
        document.body.classList.toggle('dark');
        onChange(document.body.classList.contains('dark'));
        return;
      }
      apply();
    },
  };
}
