// The sounds that were settled on, newest first; a click goes back to one, as undo and redo do.

const AFTER = 90; // ms; a scrub writes no lists

export class HistoryList {
  constructor(stage) {
    this.stage = stage;
    this.list = document.querySelector('#history');
    this.none = document.querySelector('.history-none');
    stage.whenShown.push(({ info }) => this.#shown(info));
  }

  #shown(info) {
    const { history } = this.stage;
    if (history.current) Object.assign(history.current, { title: info.title, label: info.label });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#list(history), AFTER);
  }

  #list(history) {
    const rows = history.entries.map((entry, i) => this.#row(entry, i)).reverse();
    const focused = this.#buttons.indexOf(document.activeElement);
    this.list.replaceChildren(...rows);
    if (focused >= 0) (this.#buttons[focused] ?? this.#buttons.at(-1)).focus({ preventScroll: true });
    this.none.hidden = rows.length > 0;
  }

  get #buttons() {
    return [...this.list.querySelectorAll('button')];
  }

  #row(entry, i) {
    const { stage } = this;
    const row = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    const title = document.createElement('span');
    title.textContent = entry.title ?? 'a sound';
    const label = document.createElement('small');
    label.textContent = entry.label?.replaceAll('_', ' ') ?? '';
    button.append(title, label);
    if (i === stage.history.at) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => stage.travel(i - stage.history.at));
    row.append(button);
    return row;
  }
}
