// Gradio mounts a page piece by piece, some only once their scripts have loaded: the stage waits for all it uses.

const EVERY_MS = 20;

/** A component as Gradio's configuration has it. @typedef {{ type: string, props: { elem_id?: string, visible?: boolean } }} Component */

/** @param {Component} component */
const isThere = ({ type, props }) => {
  const element = document.getElementById(props.elem_id ?? '');
  return element && (type !== 'html' || element.textContent.trim() !== '');
};

/**
 * Resolves once every visible component with an id is on the page, including the content of HTML components.
 * @param {Component[]} components
 */
export async function mounted(components = window.gradio_config?.components ?? []) {
  const needed = components.filter(({ props }) => props.elem_id && props.visible !== false);
  while (!needed.every(isThere)) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
