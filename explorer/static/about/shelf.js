// The checkpoints in About: each with its sentence, its card, and the authors and licences of its sounds.

import { create, find } from '../core/dom.js';
import { Problem } from '../core/server.js';

/**
 * @param {HTMLElement} element
 * @param {{ name: string, sentence: string }[]} checkpoints
 * @param {object} actions
 * @param {import('../core/types.js').Ask} actions.ask
 * @param {(name: string) => Promise<void>} actions.choose
 * @param {(error: unknown) => void} actions.fail
 */
export function shelfOf(element, checkpoints, { ask, choose, fail }) {
  const articles = checkpoints.map(({ name, sentence }) => {
    const open = create('button', { type: 'button', className: 'small', textContent: 'Open' });
    open.addEventListener('click', () => choose(name).catch(fail));
    const article = create(
      'article',
      {},
      create('header', {}, create('h4', { textContent: name }), open),
      create('p', { textContent: sentence }),
      folded('Authors and licences', 'credits', name),
      folded('Model card', 'card', name),
    );
    article.dataset.checkpoint = name;
    return article;
  });
  element.replaceChildren(...articles);

  /**
   * A part that is fetched when it is opened first.
   * @param {string} title
   * @param {'card' | 'credits'} part
   * @param {string} checkpoint
   */
  function folded(title, part, checkpoint) {
    const content = create('div', { tabIndex: 0, role: 'region', ariaLabel: `${title} of ${checkpoint}` });
    const details = create('details', {}, create('summary', { textContent: title }), content);
    details.dataset.part = part;
    details.addEventListener('toggle', async () => {
      if (!details.open || content.firstChild) return;
      content.textContent = 'Reading…';
      try {
        const html = (await ask('card', { checkpoint }))[part];
        if (html)
          content.innerHTML = html; // made of Markdown by the server, without any tags of its own
        else content.textContent = 'This checkpoint says nothing about them.';
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        content.textContent = error.message;
      }
    });
    return details;
  }

  return {
    /**
     * Marks the checkpoint that is open.
     * @param {string} name
     */
    mark(name) {
      for (const article of articles) {
        const open = article.dataset.checkpoint === name;
        article.classList.toggle('open', open);
        const button = find(article, 'button', HTMLButtonElement);
        button.disabled = open;
        button.textContent = open ? 'On the map' : 'Open';
      }
    },
  };
}
