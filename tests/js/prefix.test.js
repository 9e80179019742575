import { page } from './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';

/** Runs the script as at the head of a page with this address, of which the server said that its root is this. */
function headOf(address, root) {
  const heard = {};
  const { origin, pathname, search, hash } = new URL(address);
  const went = [];
  const shown = [];
  class HTMLScriptElement {
    type = 'module';
  }
  const world = {
    URL,
    HTMLScriptElement,
    location: { origin, pathname, search, hash, href: address, replace: (to) => went.push(to) },
    document: {
      readyState: 'interactive',
      addEventListener: (name, act) => (heard[name] = act),
      createElement: () => ({ style: {} }),
      body: { prepend: (element) => shown.push(element) },
    },
    addEventListener: (name, act) => (heard[name] = act),
  };
  world.window = world;
  vm.runInNewContext(page('everyone/prefix.js'), world);
  world.gradio_config = { root }; // it comes after the head's first script
  heard.readystatechange();
  const lose = () => heard.error({ target: new HTMLScriptElement() });
  return { root: world.gradio_config.root, lose, went, shown };
}

test('a page below a path that the server was not told finds its root', () => {
  assert.equal(headOf('https://a.org/tools/hitmap/', 'http://a.org').root, 'https://a.org/tools/hitmap');
  assert.equal(
    headOf('https://a.org/hitmap/?view=api#recipe=1', 'http://a.org/').root,
    'https://a.org/hitmap',
  );
});

test('a page at the root, or whose server was told, stays as it is', () => {
  assert.equal(headOf('https://a.org/', 'http://a.org').root, 'http://a.org');
  assert.equal(headOf('https://a.org/hitmap/', 'https://a.org/hitmap').root, 'https://a.org/hitmap');
  assert.equal(headOf('https://a.org/hitmap/', '/hitmap').root, '/hitmap');
});

test('lost scripts are looked for below the path, and else are one sentence', () => {
  const without = headOf('https://a.org/hitmap?a=1#b', 'http://a.org');
  without.lose();
  assert.deepEqual([without.went, without.shown], [['/hitmap/?a=1#b'], []]);
  const { lose, went, shown } = headOf('https://a.org/hitmap/', 'http://a.org');
  lose();
  assert.deepEqual(went, []);
  assert.match(shown[0].textContent, /GRADIO_ROOT_PATH.*\.$/);
  assert.equal(shown[0].role, 'alert');
});
