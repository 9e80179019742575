// Sounds of the visitor's own, dropped or recorded: they go the way of the upload button.

/** Hands a file to Gradio's upload button, which encodes it. */
export function send(stage, file) {
  const input = document.querySelector('#page > input[type=file]');
  if (!input) return;
  const one = new DataTransfer();
  one.items.add(file);
  input.files = one.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  stage.say('Reading your sound…');
}

export function acceptDrops(stage) {
  const isFile = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => isFile(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length) send(stage, event.dataTransfer.files[0]);
  });
}
