// Runs once Gradio has mounted the stage. The event 'sync' sends the stage's values to Gradio's controls.
const root =
  (window.gradio_config.root || '').replace(/\/$/, '') + (window.gradio_config.api_prefix || '/gradio_api');
const file = (path) => `${root}/file=${path}`;
const stage = document.querySelector('#stage');
Object.assign(stage.dataset, { ready: false, renders: 0, playing: false, error: '' });
const lost = () => {
  const words = document.querySelector('.map .loading span');
  if (!words) return void setTimeout(lost, 100); // Gradio has not mounted the map yet
  words.setAttribute('role', 'alert');
  words.textContent =
    'The scripts of this page did not load. Reload it; if it stays so behind a proxy, whoever runs Hitmap sets ' +
    'GRADIO_ROOT_PATH to the path of this page.';
};
const load = (name) => import(file(`${props.static_path}/${name}`));
Promise.all([load('stage/stage.js'), load('core/server.js')]).then(
  ([{ start }, { asker }]) =>
    start({
      element: stage,
      ask: asker(server),
      addressOf: (checkpoint, name) => `${root}/${name}?${new URLSearchParams({ checkpoint })}`,
      root,
      defaultCheckpoint: props.default_checkpoint,
      constants: props.constants,
      about: props.about,
      panels: props.panels.map(({ name, script }) => ({ name, script: file(script) })),
      sync: () => trigger('sync'),
    }),
  lost,
);
