// Starts the stage anew on a page that is loaded already: six times as fast as loading it. Runs before the page's scripts
// and notes what they begin, so that `window.restart` can end it; what Gradio's own scripts begin goes on.
(() => {
  const undo = new Set();
  const native = { Function, setTimeout, setInterval, requestAnimationFrame };

  /** Whether the stage's scripts called the function that asks. */
  const ours = () => /\/explorer\/static\//.test(new Error().stack.split('\n')[3] ?? '');
  const note = (end) => {
    undo.add(end);
    return () => undo.delete(end);
  };

  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (ours()) note(() => this.removeEventListener(type, listener, options));
    return addEventListener.call(this, type, listener, options);
  };
  const timed = (name, cancel, once) => {
    window[name] = function (act, ...rest) {
      if (!ours()) return native[name].call(window, act, ...rest);
      let done = () => {};
      const id = native[name].call(window, (...values) => (once && done(), act(...values)), ...rest);
      done = note(() => window[cancel](id));
      return id;
    };
  };
  timed('setTimeout', 'clearTimeout', true);
  timed('setInterval', 'clearInterval', false);
  timed('requestAnimationFrame', 'cancelAnimationFrame', true);
  const ended = (name, end) => {
    window[name] = class extends window[name] {
      constructor(...values) {
        super(...values);
        if (ours()) note(() => end(this));
      }
    };
  };
  for (const name of ['ResizeObserver', 'MutationObserver', 'IntersectionObserver'])
    ended(name, (observer) => observer.disconnect());
  ended('AudioContext', (context) => context.state !== 'closed' && context.close());

  // Gradio makes a function of boot.js and calls it: that call, to be made again.
  let boot, functions;
  window.Function = new Proxy(native.Function, {
    apply(target, self, values) {
      const made = Reflect.apply(target, self, values);
      if (!String(values.at(-1)).includes('/stage/stage.js')) return made;
      return (...given) => {
        functions = provided();
        boot = () => made(...given);
        return boot();
      };
    },
  });

  /** Every function that a page has from the browser, by its path: to see whether a test replaced one. */
  const provided = () => {
    const found = new Map();
    const look = (path, object) => {
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object)))
        if (typeof value === 'function') found.set(`${path}.${name}`, value);
    };
    look('window', window);
    for (const name of Object.getOwnPropertyNames(window)) {
      const { value } = Object.getOwnPropertyDescriptor(window, name);
      if (typeof value === 'function' && value.prototype) look(name, value.prototype);
    }
    for (const name of ['navigator', 'document', 'history', 'location']) look(name, window[name]);
    look('clipboard', navigator.clipboard ?? {});
    look('mediaDevices', navigator.mediaDevices ?? {});
    return found;
  };

  const ownerOf = (path) => path.split('.', 1)[0];

  /** All that can be seen of the page, in words: its elements, their styles, what they hold, and what the browser keeps. */
  const seen = () => {
    const body = document.body.cloneNode(true);
    const { dataset } = body.querySelector('#stage');
    const reports = Object.entries(dataset).sort(); // apart, because a report that is made again stands elsewhere in the tag
    for (const [name] of reports) delete dataset[name];
    const copy = body.outerHTML.replaceAll(/html-\w+/g, ''); // Gradio invents these names
    const states = [...document.querySelectorAll('input, select, textarea, details, dialog')].map(
      ({ value, checked, open }) => [value, checked, open],
    );
    const styles = [...document.querySelectorAll('head style')].map(({ textContent }) => textContent.length);
    const scrolled = [...document.querySelectorAll('*')].filter((one) => one.scrollTop || one.scrollLeft);
    return JSON.stringify([
      copy,
      reports,
      states,
      styles,
      scrolled.map(({ className }) => className),
      Object.entries(localStorage),
      location.hash,
      document.activeElement.tagName,
    ]);
  };

  /** How a page looks that was just loaded, which is how it must look after every restart. */
  window.look = seen;

  /** What became of that look, where it did not come back; else ''. */
  window.difference = (before) => {
    const now = seen();
    let at = 0;
    while (at < before.length && before[at] === now[at]) at++;
    return before === now ? '' : `${before.slice(at - 80, at + 160)} became ${now.slice(at - 80, at + 160)}`;
  };

  /** Ends all that the stage began and starts it as when the page was loaded; false where a test replaced a function. */
  window.restart = () => {
    if (!boot) return false;
    const now = provided();
    const [owners, own] = [new Set([...functions.keys()].map(ownerOf)), (path) => ownerOf(path) !== 'window'];
    for (const [path, made] of functions) if (now.get(path) !== made) return false;
    for (const path of now.keys())
      if (!functions.has(path) && own(path) && owners.has(ownerOf(path))) return false;
    for (const end of undo) end();
    undo.clear();
    document.activeElement.blur();
    scrollTo(0, 0);
    localStorage.clear();
    sessionStorage.clear();
    history.replaceState(null, '', location.pathname);
    delete window.hitmap;
    for (const { type, props } of window.gradio_config.components) {
      const block = props.elem_id && document.getElementById(props.elem_id);
      if (type !== 'html' || !block) continue;
      const { html_template: template, value } = props;
      block.querySelector('.html-container > div').innerHTML = template === '${value}' ? value : template;
    }
    boot();
    return true;
  };
})();
