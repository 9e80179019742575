// Starts the page that has no server: what a server would answer, an engine in a worker does.

import { find } from '../core/dom.js';
import { start } from '../stage/stage.js';
import { answers } from './answers.js';
import { plainControls } from './controls.js';
import { Engines } from './engines.js';

/** @typedef {import('./answers.js').Facts} Facts */

/** @type {Facts & Pick<import('../stage/stage.js').Context, 'defaultCheckpoint' | 'constants' | 'about' | 'panels'>} */
const facts = JSON.parse(find(document, '#facts').textContent);
const addressOf = (/** @type {string} */ checkpoint, /** @type {string} */ file) =>
  new URL(`checkpoints/${encodeURIComponent(checkpoint)}/${file}`, document.baseURI).href;
const engines = new Engines(addressOf);
engines.prepare(facts.defaultCheckpoint);
const { sync } = plainControls(document);
const element = find(document, '#stage');
Object.assign(element.dataset, { ready: 'false', renders: '0', playing: 'false', error: '' });
void start({
  element,
  ask: answers(facts, addressOf, engines),
  addressOf,
  root: null,
  defaultCheckpoint: facts.defaultCheckpoint,
  constants: facts.constants,
  about: facts.about,
  panels: facts.panels.map(({ name, script }) => ({ name, script: new URL(script, document.baseURI).href })),
  sync,
});
