// @ts-check
// Cards for sounds and rows for files left out. What comes from names is only ever text.

import { correct, drawCorrections } from './corrections.js';
import { colourOf, corrections, data, element, find, isGuessed, labelOf } from './data.js';
import { listen } from './player.js';

/** @typedef {import('./data.js').Sound} Sound */

const WHOLE = 0.98;
const TOLD = /** @type {Record<string, string>} */ ({
  kit: 'by its kit',
  list: 'by a table',
  name: 'by its name',
  neighbours: 'by similar sounds',
  unknown: 'nothing tells',
  given: 'by you',
});

/**
 * @param {Sound} sound
 * @param {() => void} changed called when its label was corrected
 */
export function card(sound, changed) {
  const template = /** @type {HTMLTemplateElement} */ (find('#card'));
  const made = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const { seconds, start } = sound;
  const end = Math.min(seconds, start + data.learned);
  const whole = end - start > WHOLE * seconds;
  const play = find('.play', made);
  find('.play img', made).setAttribute('src', `${sound.media}.png`);
  play.setAttribute('aria-label', `Play ${sound.name}`);
  play.onclick = () => listen(`${sound.media}.flac`, made, sound.pictured);
  find('h2', made).textContent = sound.name;
  find('h2', made).title = sound.name;
  find('.cut', made).textContent = sound.cut && `Cut: ${sound.cut}`;
  find('.strip', made).hidden = whole;
  find('.strip i', made).style.left = `${(100 * start) / seconds}%`;
  find('.strip i', made).style.width = `${(100 * (end - start)) / seconds}%`;
  find('.where', made).textContent = whole
    ? `All of ${time(seconds)}`
    : `From ${start.toFixed(2)} to ${end.toFixed(2)} s of ${time(seconds)}`;
  find('.file', made).append(...fileOf(sound, made, sound.file.split('/').at(-1) ?? '', !whole));
  const channels = ['', 'mono', 'stereo'][sound.channels] ?? `${sound.channels} channels`;
  find('.about', made).textContent = `${sound.kit} · ${sound.format}, ${sound.rate / 1000} kHz, ${channels}`;
  find('.use', made).textContent = sound.reason;
  made.classList.toggle('unused', sound.used === 'no');
  showLabel(sound, made, changed);
  return made;
}

/** @param {import('./data.js').File} one */
export function row(one) {
  const made = element('article');
  made.className = 'row';
  const file = element('p');
  file.className = 'file';
  file.append(...fileOf(one, made, one.file, true));
  const unplayable = element('p');
  unplayable.className = 'unplayable';
  made.append(file, element('p', one.reason), unplayable);
  return made;
}

/**
 * @param {Sound} sound
 * @param {HTMLElement} within its card
 * @param {() => void} changed
 */
function showLabel(sound, within, changed) {
  const button = find('.label', within);
  const corrected = corrections.has(sound);
  button.textContent = labelOf(sound) + (isGuessed(sound) ? '?' : '');
  button.title = 'Correct this label';
  button.style.setProperty('--dot', colourOf(labelOf(sound)));
  button.className = `label ${corrected ? 'corrected' : isGuessed(sound) ? 'guessed' : ''}`;
  button.onclick = () =>
    correct(sound, button, () => {
      showLabel(sound, within, changed);
      drawCorrections();
      changed();
    });
  const sure = sound.sure > 0 && sound.sure < 100 ? `, ${sound.sure} % sure` : '';
  find('.sure', within).textContent = corrected
    ? `by you; was ${sound.label}`
    : `${TOLD[sound.from] ?? sound.from}${sure}`;
}

/**
 * A link to a file, and a button that plays all of it, if it was found and is audio.
 * @param {import('./data.js').File} one
 * @param {HTMLElement} within
 * @param {string} text
 * @param {boolean} offered whether to offer that
 */
function fileOf({ file, link, plays }, within, text, offered) {
  const path = element(link ? 'a' : 'span', text);
  path.title = file;
  if (!link) return [path];
  path.setAttribute('href', link);
  path.setAttribute('target', '_blank');
  if (!offered || !plays) return [path];
  const play = element('button', 'whole file');
  play.setAttribute('type', 'button');
  play.className = 'whole';
  play.onclick = () => listen(link, within, 0);
  return [path, play];
}

/** @param {number} seconds */
const time = (seconds) => (seconds < 60 ? `${seconds.toFixed(2)} s` : `${(seconds / 60).toFixed(1)} min`);
