// A list that may be long: its rows are made as one scrolls to them.

const STEP = 200; // rows
const AHEAD = 600; // pixels below what is seen

export class LongList {
  /** What the rows are of. @type {number[]} */
  items = [];
  /** The rows made so far, the first of the list. @type {HTMLElement[]} */
  rows = [];

  /**
   * @param {HTMLElement} element
   * @param {(item: number, i: number) => HTMLElement} rowOf
   */
  constructor(element, rowOf) {
    this.element = element;
    this.rowOf = rowOf;
    element.addEventListener('scroll', () => {
      if (element.scrollTop + element.clientHeight + AHEAD > element.scrollHeight) this.#grow(STEP);
    });
  }

  /**
   * Lists these, from the top.
   * @param {number[]} items
   */
  show(items) {
    this.items = items;
    this.rows = [];
    this.element.replaceChildren();
    this.#grow(STEP);
    this.element.scrollTop = 0;
  }

  /**
   * The row of an item by its place in the list, made if need be with all before it.
   * @param {number} i
   */
  row(i) {
    if (i >= this.rows.length) this.#grow(i + 1 - this.rows.length);
    return this.rows[i];
  }

  /** @param {number} count */
  #grow(count) {
    const { length } = this.rows;
    const more = this.items.slice(length, length + count).map((item, i) => {
      const row = this.rowOf(item, length + i);
      row.setAttribute('aria-setsize', String(this.items.length));
      row.setAttribute('aria-posinset', String(length + i + 1));
      return row;
    });
    this.rows.push(...more);
    this.element.append(...more);
  }
}
