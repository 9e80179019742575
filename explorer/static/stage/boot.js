// Runs once when Gradio has mounted the stage. 'sync' is the event that sends the stage's values to Gradio's controls.
const root =
  (window.gradio_config.root || '').replace(/\/$/, '') + (window.gradio_config.api_prefix || '/gradio_api');
const file = (path) => `${root}/file=${path}`;
import(file(`${props.static_path}/stage/stage.js`)).then((module) =>
  module.start({
    element: element.querySelector('#stage'),
    server,
    plotlyUrl: file(props.plotly_path),
    checkpoints: props.checkpoints,
    defaultCheckpoint: props.default_checkpoint,
    sync: () => trigger('sync'),
  }),
);
