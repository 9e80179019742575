// Rows of lists of sounds that are kept: a button with a picture that plays, and small ones beside it.

import { create } from '../core/dom.js';
import { PICTURE } from '../core/picture.js';

/**
 * @param {{ title: string, label: string, picture?: string }} sound
 * @param {() => void} act
 */
export function playButton({ title, label, picture }, act) {
  const button = create(
    'button',
    { type: 'button', className: 'play-kept', title },
    create('img', { ...PICTURE, alt: '', src: picture ?? '', hidden: !picture }),
    create('span', { textContent: title }),
    create('small', { textContent: label.replaceAll('_', ' ') }),
  );
  button.addEventListener('click', act);
  return button;
}

/**
 * @param {string} name
 * @param {string} sign
 * @param {string} words  what it does
 */
export function iconButton(name, sign, words) {
  const button = create('button', { type: 'button', className: name, textContent: sign, title: words });
  button.setAttribute('aria-label', words);
  return button;
}
