// Runs once Gradio has mounted the stage. The event 'sync' sends the stage's values to Gradio's controls.
const root =
  (window.gradio_config.root || '').replace(/\/$/, '') + (window.gradio_config.api_prefix || '/gradio_api');
const file = (path) => `${root}/file=${path}`;
const stage = document.querySelector('#stage');
Object.assign(stage.dataset, { ready: false, renders: 0, playing: false, error: '' });
import(file(`${props.static_path}/stage/stage.js`)).then((module) =>
  module.start({
    element: stage,
    server,
    plotlyUrl: file(props.plotly_path),
    defaultCheckpoint: props.default_checkpoint,
    constants: props.constants,
    panels: props.panels.map(({ name, script }) => ({ name, script: file(script) })),
    sync: () => trigger('sync'),
  }),
);
