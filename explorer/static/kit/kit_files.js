// Kits in and out of the page: zip, recipes.json, link.

import { pack, unpack } from './kit.js';
import { writeHash } from '../core/recipes.js';
import { ask, bytes, Problem } from '../core/server.js';

const MOST_BYTES = 32 * 2 ** 20;
const IS_KIT = /\.(zip|json)$/i;

export function kitActions(keep) {
  const { stage, element } = keep;
  const text = () => JSON.stringify(keep.kit);
  const told =
    (work) =>
    async (...values) => {
      try {
        return await work(...values);
      } catch (error) {
        stage.fail(error);
        return undefined;
      }
    };

  const restore = async (data) => {
    const { kit, note } = await ask(stage.server, 'restore_kit', { data });
    keep.stop();
    keep.change(kit);
    stage.say(note || 'The kit is on the pads.');
  };

  const read = told(async (file) => {
    if (file.size > MOST_BYTES) throw new Problem(`A kit can be ${MOST_BYTES / 2 ** 20} MB at most.`);
    await restore(await base64(file));
  });

  const actions = {
    download: told(async () => {
      const options = {};
      for (const select of element.querySelectorAll('[data-export]'))
        options[select.dataset.export] = Number(select.value);
      element.dataset.exporting = 'true';
      try {
        const reply = await ask(stage.server, 'export_kit', { kit: text(), ...options });
        save(reply.name, bytes(reply.zip));
      } finally {
        element.dataset.exporting = 'false';
      }
    }),

    copyLink: told(async () => {
      const sealed = await ask(stage.server, 'seal_kit', { kit: text() });
      const sound = stage.now ? writeHash(stage.now) : `#checkpoint=${encodeURIComponent(stage.checkpoint)}`;
      const link = new URL(`${sound}&kit=${await pack(sealed.text)}`, location.href).href;
      try {
        await navigator.clipboard.writeText(link);
        stage.say('The link to this kit is copied.');
      } catch {
        history.replaceState(null, '', link);
        stage.say('The address of this page is the link to this kit: copy it before you go on.');
      }
    }),

    /** Puts the kit in an address onto the pads, if there is one, and takes it out of the address. */
    openLink: told(async (hash) => {
      const packed = new URLSearchParams(hash.replace(/^#/, '')).get('kit');
      if (!packed) return;
      let saved;
      try {
        saved = await unpack(packed);
      } catch {
        throw new Problem('The kit in this link is damaged.');
      }
      await restore(await base64(new Blob([saved])));
    }),

    /** The kit on the pads is another than the one in the address: from now on the browser's storage alone holds it. */
    leaveLink: () => {
      const all = location.hash.slice(1).split('&');
      const rest = all.filter((part) => !part.startsWith('kit='));
      if (rest.length < all.length) history.replaceState(null, '', `#${rest.join('&')}`);
    },

    showOnMap: told(async (slot) => {
      if (!slot) return;
      if (slot.checkpoint !== stage.checkpoint && !(await stage.open(slot.checkpoint))) return;
      await stage.request(slot.recipe, { adopt: true });
    }),

    choose: () => element.querySelector('input[type=file]').click(),
  };

  element.querySelector('input[type=file]').addEventListener('change', ({ target }) => {
    if (target.files.length) read(target.files[0]);
    target.value = '';
  });
  // Before the page takes any other file for a sound.
  addEventListener(
    'drop',
    (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file || !IS_KIT.test(file.name)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      read(file);
    },
    true,
  );
  addEventListener('hashchange', () => actions.openLink(location.hash));
  return actions;
}

const base64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(',')[1] ?? '');
    reader.onerror = () => reject(new Problem('This file cannot be read.'));
    reader.readAsDataURL(blob);
  });

function save(name, data) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([data], { type: 'application/zip' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
