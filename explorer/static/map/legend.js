// The chips of the groups, such as labels: what there is, how much of it, and which of it is lit.

export class Legend {
  constructor(element, onChange) {
    this.element = element;
    this.onChange = onChange;
  }

  load(entries) {
    this.lit = new Set(entries.keys());
    this.chips = entries.map((entry, i) => {
      const chip = document.createElement('button');
      chip.type = 'button';
      chip.className = 'chip';
      chip.dataset.label = entry.label;
      chip.style.setProperty('--dark', entry.dark);
      chip.style.setProperty('--light', entry.light);
      chip.innerHTML =
        '<svg viewBox="-1.1 -1.1 2.2 2.2" aria-hidden="true"><path></path></svg><span></span> <small></small>';
      chip.querySelector('path').setAttribute('d', entry.outline);
      chip.querySelector('span').textContent = entry.title;
      chip.querySelector('small').textContent = entry.count;
      chip.addEventListener('click', () => this.#toggle(i));
      return chip;
    });
    this.element.replaceChildren(...this.chips);
    this.#show();
  }

  /** Whether the marks go without colour, because colour means something else. */
  plain(on) {
    this.element.classList.toggle('plain', on);
  }

  /** The one label that is lit, if it is one. */
  get only() {
    return this.lit.size === 1 ? this.chips[[...this.lit][0]].dataset.label : null;
  }

  #toggle(i) {
    const all = this.chips.length;
    if (this.lit.size === all) this.lit = new Set([i]);
    else if (!this.lit.delete(i)) this.lit.add(i);
    if (this.lit.size === 0) this.lit = new Set(this.chips.keys());
    this.#show();
    this.onChange(this.lit);
  }

  #show() {
    this.chips.forEach((chip, i) => chip.setAttribute('aria-pressed', this.lit.has(i)));
  }
}
