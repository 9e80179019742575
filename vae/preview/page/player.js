// @ts-check
// The one player of the page.

import { data, find } from './data.js';

const player = new Audio();
/** @type {HTMLElement | null} */
let playing = null;
let source = '';

/**
 * Plays a sound in place of the one before, or stops it if it plays.
 * @param {string} address
 * @param {HTMLElement} within the card that shows it
 * @param {boolean} taken whether it is the part that is learned, which the card has a picture of
 */
export function listen(address, within, taken) {
  const again = playing === within && source === address && !player.paused && !taken;
  stop();
  if (again) return;
  playing = within;
  source = address;
  within.classList.add('playing');
  find('.unplayable', within).textContent = '';
  player.src = address;
  player.play().then(
    () => taken && follow(within),
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

/** @param {HTMLElement} within */
function follow(within) {
  const head = find('.playhead', within);
  const step = () => {
    head.style.left = `${(100 * player.currentTime) / data.learned}%`;
    if (playing === within && !player.paused) requestAnimationFrame(step);
  };
  step();
}

player.onended = stop;
