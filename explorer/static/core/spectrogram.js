// Draws one sound: spectrogram with its axes, waveform, and the playhead over both.

const MAGMA = [
  '#000004',
  '#140e36',
  '#3b0f70',
  '#641a80',
  '#8c2981',
  '#b73779',
  '#de4968',
  '#f7705c',
  '#fe9f6d',
  '#fecf92',
  '#fcfdbf',
];

const COLOURS = (() => {
  const stops = MAGMA.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, level) => {
    const at = (level / 255) * (stops.length - 1);
    const i = Math.min(Math.floor(at), stops.length - 2);
    const [r, g, b] = stops[i].map((c, k) => Math.round(c + (stops[i + 1][k] - c) * (at - i)));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
})();

/** Draws a spectrogram on a canvas, one pixel a cell. */
export function paint(canvas, { cells, bands, frames }) {
  const pixels = new Uint32Array(bands * frames);
  for (let band = 0; band < bands; band++) {
    const row = (bands - 1 - band) * frames;
    for (let t = 0; t < frames; t++) pixels[row + t] = COLOURS[cells[band * frames + t]];
  }
  canvas.width = frames;
  canvas.height = bands;
  canvas
    .getContext('2d')
    .putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), frames, bands), 0, 0);
}

export class SoundView {
  constructor(card) {
    this.views = card.querySelector('.views');
    this.spec = card.querySelector('.spec canvas');
    this.ticks = card.querySelector('.ticks');
    this.times = card.querySelector('.times');
    this.wave = card.querySelector('.wave');
    this.head = card.querySelector('.head');
    new ResizeObserver(() => this.sound && this.#drawWave()).observe(this.wave);
  }

  clear() {
    cancelAnimationFrame(this.frame);
    this.sound = null;
    this.head.hidden = true;
    this.views.classList.remove('on');
    for (const canvas of [this.spec, this.wave]) canvas.width = canvas.width;
  }

  show(sound, ticks = null) {
    this.views.classList.add('on');
    this.sound = sound;
    this.#drawSpectrogram(sound);
    this.#drawWave();
    if (ticks) this.#label(sound, ticks);
  }

  /** Follows the audio clock; `position` gives seconds, or null when the sound is over. */
  follow(position) {
    cancelAnimationFrame(this.frame);
    const step = () => {
      const seconds = position();
      this.head.hidden = seconds === null;
      if (seconds === null) return;
      this.head.style.left = `${(100 * seconds) / this.#seconds}%`;
      this.frame = requestAnimationFrame(step);
    };
    step();
  }

  setColour(colour) {
    this.views.style.setProperty('--label', colour);
    if (this.sound) this.#drawWave();
  }

  get #seconds() {
    return this.sound.samples.length / this.sound.sampleRate;
  }

  #drawSpectrogram({ cells, bands, frames }) {
    paint(this.spec, { cells, bands, frames });
  }

  #drawWave() {
    const { samples } = this.sound;
    const ratio = window.devicePixelRatio || 1;
    const width = (this.wave.width = Math.max(1, Math.round(this.wave.clientWidth * ratio)));
    const height = (this.wave.height = Math.max(1, Math.round(this.wave.clientHeight * ratio)));
    const pen = this.wave.getContext('2d');
    pen.fillStyle = getComputedStyle(this.wave).color;
    for (let x = 0; x < width; x++) {
      let low = 0;
      let high = 0;
      const end = Math.floor(((x + 1) * samples.length) / width);
      for (let i = Math.floor((x * samples.length) / width); i < end; i++) {
        if (samples[i] < low) low = samples[i];
        if (samples[i] > high) high = samples[i];
      }
      const top = ((1 - high) * height) / 2;
      pen.fillRect(x, Math.min(top, height / 2 - ratio / 2), 1, Math.max(((high - low) * height) / 2, ratio));
    }
  }

  #label(sound, ticks) {
    this.ticks.replaceChildren(
      ...ticks.map(({ at, text }) => {
        const tick = document.createElement('span');
        tick.textContent = text;
        tick.style.setProperty('--at', `${100 * at}%`);
        return tick;
      }),
    );
    const quarters = [0, 0.25, 0.5, 0.75, 1].map((share) => {
      const time = document.createElement('span');
      time.textContent = `${+(share * this.#seconds).toFixed(2)}${share === 1 ? ' s' : ''}`;
      time.style.left = `${100 * share}%`;
      return time;
    });
    this.times.replaceChildren(...quarters);
  }
}
