// @ts-check
// The one player of the page.

import { find } from './data.js';

const player = new Audio();
/** @type {HTMLElement | null} */
let playing = null;
let source = '';

/**
 * Plays a sound in place of the one before, or stops it if it plays.
 * @param {string} address
 * @param {HTMLElement} within the card that shows it
 * @param {number} pictured seconds that the card's picture shows of it; 0 if it is a file, which has no picture
 */
export function listen(address, within, pictured) {
  const again = playing === within && source === address && !player.paused && !pictured;
  stop();
  if (again) return;
  playing = within;
  source = address;
  within.classList.add('playing');
  find('.unplayable', within).textContent = '';
  player.src = address;
  player.play().then(
    () => pictured && follow(within, pictured),
    (error) => {
      if (playing !== within || error.name === 'AbortError') return;
      find('.unplayable', within).textContent = 'This browser cannot play this file.';
      stop();
    },
  );
}

function stop() {
  player.pause();
  playing?.classList.remove('playing');
  playing = null;
}

/**
 * @param {HTMLElement} within
 * @param {number} seconds
 */
function follow(within, seconds) {
  const head = find('.playhead', within);
  const step = () => {
    head.style.left = `${(100 * player.currentTime) / seconds}%`;
    if (playing === within && !player.paused) requestAnimationFrame(step);
  };
  step();
}

player.onended = stop;
