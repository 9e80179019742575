// @ts-check
// Filters, search and order; cards are made as they come into view.

import { card, row } from './cards.js';
import { drawCorrections, keepUnsaved, save } from './corrections.js';
import { colourOf, corrections, counted, data, element, find, isGuessed, labelOf } from './data.js';

/** @typedef {import('./data.js').Sound} Sound */
/** @typedef {import('./data.js').File} File */

const AT_ONCE = 60;
const grid = find('#grid');
const chosen = { view: 'all', label: '', words: /** @type {string[]} */ ([]) };
const menus = /** @type {Record<'kit' | 'use' | 'sort', HTMLSelectElement>} */ ({
  kit: find('#kit'),
  use: find('#use'),
  sort: find('#sort'),
});
const search = /** @type {HTMLInputElement} */ (find('#search'));
/** @type {(Sound | File)[]} */
let shown = [];
let made = 0;
const end = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && showMore(), {
  rootMargin: '1200px',
});

/** @param {string} text */
const searchable = (text) => text.toLocaleLowerCase().normalize();
/** @type {Map<Sound | File, string>} */
const texts = new Map([
  ...data.sounds.map((one) => /** @type {[Sound | File, string]} */ ([one, wordsOf(one)])),
  ...data.leftOut.map((one) => /** @type {[Sound | File, string]} */ ([one, wordsOf(one)])),
]);

/** @param {Sound | File} one */
function wordsOf(one) {
  const more = 'media' in one ? [one.name, one.kit, one.cut, one.label] : [];
  return searchable([one.file, one.reason, ...more].join('\n'));
}

/** @type {Record<string, { text: string[], list: () => (Sound | File)[] }>} */
const VIEWS = {
  all: { text: ['sound', 'sounds'], list: () => data.sounds },
  guessed: { text: ['label guessed', 'labels guessed'], list: () => data.sounds.filter(isGuessed) },
  cut: {
    text: ['with something cut', 'with something cut'],
    list: () => data.sounds.filter((one) => one.cut),
  },
  unused: { text: ['not used', 'not used'], list: () => data.sounds.filter((one) => one.used === 'no') },
  out: { text: ['file left out', 'files left out'], list: () => data.leftOut },
};

/** @type {Record<string, (a: Sound, b: Sound) => number>} */
const ORDERS = {
  sure: (a, b) => a.sure - b.sure,
  label: (a, b) => labelOf(a).localeCompare(labelOf(b)),
  start: (a, b) => b.start - a.start,
  seconds: (a, b) => b.seconds - a.seconds,
};

/** @param {Sound | File} one */
function matches(one) {
  const text = texts.get(one) ?? '';
  if (!chosen.words.every((word) => text.includes(word))) return false;
  if (!('media' in one)) return true;
  const { kit, use } = menus;
  return (
    (!chosen.label || labelOf(one) === chosen.label) &&
    (!kit.value || one.kit === kit.value) &&
    (!use.value || one.reason === use.value)
  );
}

/** Finds again what is to be shown, and begins to show it. */
function update() {
  const found = VIEWS[chosen.view].list().filter(matches);
  const order = ORDERS[menus.sort.value];
  const sounds = chosen.view !== 'out';
  shown = sounds && order ? /** @type {Sound[]} */ ([...found]).sort(order) : found;
  made = 0;
  grid.replaceChildren();
  grid.classList.toggle('rows', !sounds);
  find('#filters').hidden = !sounds;
  find('#empty').hidden = shown.length > 0;
  find('#shown').textContent = `${shown.length} shown`;
  drawChoices();
  showMore();
}

function showMore() {
  const next = shown.slice(made, made + AT_ONCE);
  made += next.length;
  grid.append(...next.map((one) => ('media' in one ? card(one, drawChoices) : row(one))));
  end.disconnect(); // observed anew, it tells even if it is still in view
  if (made < shown.length) end.observe(find('#more'));
}

function drawChoices() {
  const views = Object.entries(VIEWS).map(([view, { text, list }]) => {
    const button = choice(view === chosen.view, () => (chosen.view = view));
    const count = list().length;
    button.append(element('b', String(count)), ` ${text[Number(count !== 1)]}`);
    button.hidden = view !== 'all' && !count;
    return button;
  });
  find('#counts').replaceChildren(...views);
  const labels = counted(data.sounds.map(labelOf)).map(([label, count]) => {
    const on = label === chosen.label;
    const button = choice(on, () => (chosen.label = on ? '' : label));
    button.style.setProperty('--dot', colourOf(label));
    button.append(label, ' ', element('small', String(count)));
    return button;
  });
  find('#labels').replaceChildren(...labels);
  find('#known-labels').replaceChildren(
    ...data.labels.map((value) => Object.assign(document.createElement('option'), { value })),
  );
}

/**
 * @param {boolean} on
 * @param {() => void} act
 */
function choice(on, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-pressed', String(on));
  button.onclick = () => {
    act();
    update();
  };
  return button;
}

/**
 * @param {HTMLSelectElement} menu
 * @param {string} all
 * @param {string[]} values
 */
function fill(menu, all, values) {
  const options = counted(values).map(([value, count]) => new Option(`${value} (${count})`, value));
  menu.replaceChildren(new Option(all, ''), ...options);
  /** @type {HTMLElement} */ (menu.parentElement).hidden = options.length < 2;
}

/**
 * Arrow keys walk from sound to sound and play each.
 * @param {KeyboardEvent} event
 */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const here = document.activeElement;
  if (!step || !here?.classList.contains('play')) return;
  const plays = [.../** @type {NodeListOf<HTMLElement>} */ (grid.querySelectorAll('.play'))];
  const next = plays[plays.indexOf(/** @type {HTMLElement} */ (here)) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function clear() {
  search.value = menus.kit.value = menus.use.value = chosen.label = '';
  Object.assign(chosen, { view: 'all', words: [] });
  update();
}

document.title = `${data.title}: contact sheet`;
find('#title').textContent = data.title;
fill(
  menus.kit,
  'all',
  data.sounds.map((one) => one.kit),
);
fill(
  menus.use,
  'all',
  data.sounds.map((one) => one.reason),
);
search.oninput = () => {
  chosen.words = searchable(search.value).split(/\s+/).filter(Boolean);
  update();
};
for (const menu of Object.values(menus)) menu.onchange = update;
grid.onkeydown = walk;
find('#clear').onclick = clear;
find('#save').onclick = save;
find('#undo').onclick = () => {
  corrections.clear();
  drawCorrections();
  update();
};
addEventListener('beforeunload', keepUnsaved);
update();
