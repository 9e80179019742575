// The sliders of Shape beyond what Gradio does: reset, and the table of what each one really moves.

const NAMES = ['brightness', 'decay', 'noisiness', 'pitch', 'attack'];

export class Shape {
  constructor(stage) {
    this.stage = stage;
    this.matrix = document.querySelector('#shape-matrix');
    this.note = document.querySelector('[data-shape=note]');
    document
      .querySelector('[data-shape=reset]')
      .addEventListener('click', () => this.set(Object.fromEntries(NAMES.map((name) => [name, 0]))));
    for (const name of NAMES) {
      document.querySelector(`#shape-${name}`).addEventListener('dblclick', (event) => {
        if (event.target.matches('[type=range]')) this.set({ [name]: 0 });
      });
    }
  }

  /** The sliders by their ids: how the page reads them, and what it does when one is moved. */
  get controls() {
    return Object.fromEntries(
      NAMES.map((name) => [
        `shape-${name}`,
        {
          read: () => this.stage.controls.shape[name] ?? 0,
          take: (steps) => this.set({ [name]: steps }, `shape ${name}`),
        },
      ]),
    );
  }

  /** Sets sliders {name: steps} and hears it; one drag counts as one in the history. */
  set(change, gesture = null) {
    const { stage } = this;
    stage.controls.shape = { ...stage.controls.shape, ...change };
    if (gesture === null) stage.sync();
    if (stage.base) stage.hear(stage.base, { gesture, since: performance.now() });
    else stage.say('Play a sound first, then shape it.');
  }

  /** Shows a checkpoint's calibration, or how to get one. */
  take(report) {
    this.matrix.hidden = !report;
    this.note.textContent = report
      ? 'What comes along with each is in the table.'
      : 'What else each one moves: python -m explorer.calibrate measures it for a checkpoint of your own.';
    if (!report) return;
    const [head, body] = [this.matrix.querySelector('thead'), this.matrix.querySelector('tbody')];
    head.replaceChildren(
      row([
        cell('th', ''),
        ...NAMES.map((name) => cell('th', name.slice(0, 6), { title: name, scope: 'col' })),
        cell('th', 'rises', { title: 'share of sounds that rise with every step', scope: 'col' }),
      ]),
    );
    body.replaceChildren(
      ...NAMES.map((name, i) =>
        row([
          cell('th', name, { scope: 'row' }),
          ...report.crosstalk[i].map((share, j) => {
            const one = cell('td', i === j ? report.matrix[i][i].toFixed(2) : share.toFixed(2), {
              className: i === j ? 'own' : share >= 0.5 ? 'weak' : '',
            });
            one.style.setProperty('--share', Math.min(1, i === j ? 1 : share).toFixed(2));
            return one;
          }),
          cell('td', `${Math.round(100 * report.monotone[i])}%`, {
            className: report.monotone[i] < 0.9 ? 'weak' : '',
          }),
        ]),
      ),
    );
    this.matrix.querySelector('caption').textContent =
      `Bold: how far one step moves its own quality, in standard deviations of this library. Others: how far they move with it, 1 is as far. Measured on ${report.sounds} sounds.`;
  }
}

function row(cells) {
  const element = document.createElement('tr');
  element.append(...cells);
  return element;
}

function cell(tag, text, properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...properties });
}
