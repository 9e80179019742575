// One sentence at the bottom of the page, read aloud by screen readers, gone after a while.

const STAYS = 6000;

export class Toast {
  constructor(element) {
    this.element = element;
    element.addEventListener('click', () => this.hide());
  }

  say(text, problem = false) {
    clearTimeout(this.timer);
    this.element.textContent = text;
    this.element.classList.toggle('problem', problem);
    this.element.hidden = false;
    this.timer = setTimeout(() => this.hide(), STAYS);
  }

  /** Takes a sentence back, if it is still there. */
  unsay(text) {
    if (this.element.textContent === text) this.hide();
  }

  hide() {
    this.element.hidden = true;
  }
}
