"""The stage: the map and the player as one `gr.HTML`, and the server functions its JavaScript calls.

The template is constant, so Gradio never rebuilds it; everything that changes comes through server functions.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from explorer.page.constants import constants
from explorer.page.panels import Panel
from explorer.page.parts import STATIC, html_of
from explorer.server.about import describe
from explorer.server.functions import server_functions
from explorer.sound.shelf import Shelf

STAGE = "stage-block"
TEMPLATES = ("stage/stage", "about/about")
"""What the stage consists of, below `static/`."""
WITHOUT_SERVER = ("engine", "site")
"""Folders of `static/` for the page that has no server."""


def preloads() -> str:
    """Tags for the page's head that have browsers fetch the stage's scripts while Gradio is still mounting the page."""
    return "\n".join(f'<link rel="modulepreload" href="{address(path)}">' for path in scripts())


def scripts() -> list[Path]:
    """The scripts of the page, those of a page without a server left out."""
    return [
        path
        for path in sorted(STATIC.rglob("*.js"))
        if path.name not in ("boot.js", "prefix.js") and path.parent.name not in WITHOUT_SERVER
    ]


def address(path: Path) -> str:
    """The address of a served file from the page on, the same as in boot.js."""
    return f"gradio_api/file={quote(path.as_posix())}"


def markup() -> str:
    """The HTML that the stage consists of."""
    return "\n".join(html_of(name) for name in TEMPLATES)


def build_stage(shelf: Shelf, panels: Sequence[Panel], elem_id: str = STAGE) -> gr.HTML:
    """Creates the stage for a shelf of checkpoints, with these panels; call it inside a `gr.Blocks`."""
    gr.set_static_paths([STATIC, *(panel.folder for panel in panels if panel.folder)])
    return gr.HTML(
        html_template=markup(),
        js_on_load=(STATIC / "stage" / "boot.js").read_text("utf-8"),
        server_functions=server_functions(shelf),
        apply_default_css=False,
        elem_id=elem_id,
        static_path=STATIC.as_posix(),
        default_checkpoint=shelf.default,
        constants=constants(),
        about=describe(shelf),
        panels=[{"name": panel.name, "script": panel.script.as_posix()} for panel in panels],
    )
