"""The stage: the map and the player as one `gr.HTML`, and the server functions its JavaScript calls.

The template is constant, so Gradio never rebuilds it; everything that changes comes through server functions.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from explorer.page.constants import constants
from explorer.page.panels import Panel
from explorer.page.parts import STATIC
from explorer.server.functions import server_functions
from explorer.sound.shelf import Shelf


def plotly_script() -> Path:
    """The plotly.js in the plotly package, found without importing it."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ImportError("Hitmap needs the package plotly.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def preloads() -> str:
    """Tags for the page's head that have browsers fetch the stage's scripts while Gradio is still mounting the page."""
    scripts = [path for path in sorted(STATIC.rglob("*.js")) if path.name != "boot.js"]
    links = [f'<link rel="modulepreload" href="{_address(path)}">' for path in scripts]
    return "\n".join([f'<link rel="preload" as="script" href="{_address(plotly_script())}">', *links])


def _address(path: Path) -> str:
    """The address of a served file, the same as in boot.js."""
    return f"gradio_api/file={quote(path.as_posix())}"


def build_stage(shelf: Shelf, panels: Sequence[Panel]) -> gr.HTML:
    """Creates the stage for a shelf of checkpoints, with these panels; call it inside a `gr.Blocks`."""
    gr.set_static_paths([STATIC, plotly_script(), *(panel.folder for panel in panels if panel.folder)])
    return gr.HTML(
        html_template=(STATIC / "stage" / "stage.html").read_text("utf-8"),
        js_on_load=(STATIC / "stage" / "boot.js").read_text("utf-8"),
        server_functions=server_functions(shelf),
        apply_default_css=False,
        elem_id="stage-block",
        static_path=STATIC.as_posix(),
        plotly_path=plotly_script().as_posix(),
        default_checkpoint=shelf.default,
        constants=constants(),
        panels=[{"name": panel.name, "script": panel.script.as_posix()} for panel in panels],
    )
