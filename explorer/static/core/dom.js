// Finding and creating elements, and saving a file.

const KEPT_MS = 10_000;

/**
 * The first element that matches a selector; throws if it is missing or of another kind.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function find(root, selector, kind = /** @type {any} */ (HTMLElement)) {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} ${selector}.`);
  return element;
}

/**
 * All elements that match a selector; throws if one is of another kind.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T[]}
 */
export function findAll(root, selector, kind = /** @type {any} */ (HTMLElement)) {
  const elements = [...root.querySelectorAll(selector)];
  if (!elements.every((element) => element instanceof kind))
    throw new Error(`Not every ${selector} is a ${kind.name}.`);
  return /** @type {T[]} */ (elements);
}

/**
 * The nearest element around an event's target that matches a selector.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function around(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * Creates an element with these properties.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {object} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function create(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Creates an SVG element with these attributes.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * Shows whether a button is pressed.
 * @param {Element} button
 * @param {boolean} on
 */
export const press = (button, on) => button.setAttribute('aria-pressed', String(on));

/**
 * Saves data as a file, like a download.
 * @param {string} name
 * @param {BlobPart} data
 * @param {string} type
 */
export function saveFile(name, data, type) {
  const link = create('a', { href: URL.createObjectURL(new Blob([data], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
