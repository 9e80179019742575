// Keys mode: two rows of the computer keyboard play the sound that is on at other pitches, as trackers do.

const LOWER = [
  'KeyZ',
  'KeyS',
  'KeyX',
  'KeyD',
  'KeyC',
  'KeyV',
  'KeyG',
  'KeyB',
  'KeyH',
  'KeyN',
  'KeyJ',
  'KeyM',
];
const UPPER = [
  'KeyQ',
  'Digit2',
  'KeyW',
  'Digit3',
  'KeyE',
  'KeyR',
  'Digit5',
  'KeyT',
  'Digit6',
  'KeyY',
  'Digit7',
  'KeyU',
];
const BEYOND = ['KeyI', 'Digit9', 'KeyO', 'Digit0', 'KeyP'];
const SOFT = 0.35;

/** Semitones from the sound's own pitch by the physical key: Z is an octave down, Q as it is, I an octave up. */
export const SEMITONES = new Map([
  ...LOWER.map((code, i) => [code, i - 12]),
  ...UPPER.map((code, i) => [code, i]),
  ...BEYOND.map((code, i) => [code, i + 12]),
]);

export class Keyboard {
  constructor(section, player) {
    this.on = false;
    this.button = section.querySelector('[data-toggle=keys]');
    this.note = section.querySelector('.keys-note');
    this.button.addEventListener('click', () => this.set(!this.on));
    document.addEventListener(
      'keydown',
      (event) => {
        if (
          !this.on ||
          event.ctrlKey ||
          event.metaKey ||
          event.altKey ||
          document.querySelector('dialog[open]')
        )
          return;
        const semitones = SEMITONES.get(event.code);
        if (
          semitones === undefined ||
          event.target.closest('input:not([type=range], [type=radio]), textarea, [contenteditable]')
        )
          return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (!event.repeat) player.strike(semitones, event.shiftKey ? SOFT : 1);
      },
      true,
    );
  }

  set(on) {
    this.on = on;
    this.button.setAttribute('aria-pressed', on);
    this.note.hidden = !on;
  }
}
