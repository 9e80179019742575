// Below a path of a proxy, of which the server was not told, the page itself knows where it is. Runs in the head before
// Gradio's scripts, and is no module; where those do not come at all, a sentence says what to do.
(() => {
  const LOST =
    'The scripts of this page did not load. Reload it; if it stays so behind a proxy, whoever runs Hitmap sets ' +
    'GRADIO_ROOT_PATH to the path of this page.';

  // At this state all of the page has been read, and no module has run yet.
  document.addEventListener('readystatechange', () => {
    const config = window.gradio_config;
    if (document.readyState !== 'interactive' || !config) return;
    const told = new URL(config.root || '/', location.href).pathname.replace(/\/$/, '');
    const path = location.pathname.replace(/\/$/, '');
    if (!told && path) config.root = location.origin + path;
  });

  /** @param {Event} event */
  const whenLost = ({ target }) => {
    if (!(target instanceof HTMLScriptElement) || target.type !== 'module') return;
    const { pathname, search, hash } = location;
    if (!pathname.endsWith('/')) return void location.replace(`${pathname}/${search}${hash}`);
    const sentence = Object.assign(document.createElement('p'), { role: 'alert', textContent: LOST });
    sentence.style.cssText = 'max-width: 40em; margin: 20vh auto; padding: 0 20px; font: 16px/1.5 sans-serif';
    document.body.prepend(sentence);
  };
  addEventListener('error', whenLost, true);
})();
