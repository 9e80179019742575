"""The stage: the map and the player as one `gr.HTML`, and the functions its JavaScript calls on the server.

The template is constant, so that Gradio never rebuilds it; all that moves comes through server functions. They
may be called by anyone, take and give plain values, and answer `{"ok": false, "error": one sentence}` to what is
wrong.
"""

import json
from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import gradio as gr
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer.page.parts import STATIC
from explorer.server import comparing as comparison
from explorer.server import kits as kit_service
from explorer.server import sounds as service
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError
from vae.recipes.checks import RecipeError
from vae.recipes.text import MAX_BYTES


class FreshScripts:
    """Middleware that makes browsers ask for our scripts anew, so that a page never mixes two versions."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on, with a header added to what comes from `static/`."""

        async def send_fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-cache"
            await send(message)

        ours = scope["type"] == "http" and STATIC.as_posix() in scope["path"]
        await self.app(scope, receive, send_fresh if ours else send)


def plotly_script() -> Path:
    """The plotly.js that the plotly package ships, found without importing it."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ImportError("Hitmap needs the package plotly.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def preloads() -> str:
    """Tags for the page's head: browsers fetch the stage's scripts at once, while Gradio still mounts the page."""
    scripts = [path for path in sorted(STATIC.rglob("*.js")) if path.name != "boot.js"]
    links = [f'<link rel="modulepreload" href="{_address(path)}">' for path in scripts]
    return "\n".join([f'<link rel="preload" as="script" href="{_address(plotly_script())}">', *links])


def _address(path: Path) -> str:
    """Where a page finds one of the files that are served: the same address as in boot.js."""
    return f"gradio_api/file={quote(path.as_posix())}"


def build_stage(shelf: Shelf) -> gr.HTML:
    """The stage of a shelf of checkpoints; call it inside a `gr.Blocks`."""
    gr.set_static_paths([STATIC, plotly_script()])
    return gr.HTML(
        html_template=(STATIC / "stage" / "stage.html").read_text("utf-8"),
        js_on_load=(STATIC / "stage" / "boot.js").read_text("utf-8"),
        server_functions=server_functions(shelf),
        apply_default_css=False,
        elem_id="stage-block",
        static_path=STATIC.as_posix(),
        plotly_path=plotly_script().as_posix(),
        checkpoints=shelf.names,
        default_checkpoint=shelf.default,
    )


def server_functions(shelf: Shelf) -> list[Callable[[object], Response]]:
    """The functions `library`, `dimensions`, `render`, `original` and `wav`; each takes one JSON object."""

    def library(payload: object) -> Response:
        def described() -> dict:
            name = _text(payload, "checkpoint")
            return {
                **service.describe_library(shelf, name),
                "fingerprint": kit_service.fingerprint(shelf, name),
            }

        return _answer(described)

    def dimensions(payload: object) -> Response:
        return _answer(lambda: service.describe_dimensions(shelf, _text(payload, "checkpoint")))

    def render(payload: object) -> Response:
        return _answer(
            lambda: service.describe_sound(shelf, _text(payload, "recipe"), _text(payload, "checkpoint"))
        )

    def original(payload: object) -> Response:
        return _answer(
            lambda: service.describe_original(
                shelf, _field(payload, "id"), _text(payload, "checkpoint"), _field(payload, "rounds")
            )
        )

    def wav(payload: object) -> Response:
        return _answer(
            lambda: service.wav_file(
                shelf, _text(payload, "recipe"), _text(payload, "checkpoint"), _field(payload, "bit_depth")
            )
        )

    others = [*kit_service.page_functions(shelf), *comparison.page_functions(shelf)]
    return [library, dimensions, render, original, wav, *map(_served, others)]


def _served(work: Callable[[object], dict]) -> Callable[[object], Response]:
    @wraps(work)
    def served(payload: object) -> Response:
        return _answer(lambda: work(payload))

    return served


def _answer(work: Callable[[], dict]) -> Response:
    try:
        body = {"ok": True, **work()}
    except HitmapError as error:
        body = {"ok": False, "error": str(error)}
    return Response(json.dumps(body, allow_nan=False), media_type="application/json")


def _field(payload: object, key: str) -> object:
    if not isinstance(payload, dict):
        raise RecipeError("A request to the stage is a JSON object.")
    return payload.get(key)


def _text(payload: object, key: str) -> str:
    value = _field(payload, key)
    if not isinstance(value, str) or len(value) > MAX_BYTES:
        raise RecipeError(f"A request to the stage needs a short text as {key}.")
    return value
