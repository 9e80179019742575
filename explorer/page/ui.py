"""The page: its layout, and the wiring between Gradio's controls and the page's own JavaScript (`window.hitmap`)."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio as gr
from gradio.route_utils import API_PREFIX
from starlette.routing import BaseRoute

from explorer.page.endpoints import add_endpoints
from explorer.page.layout import UPLOAD, layout
from explorer.page.look import launch_options
from explorer.page.panels import PANELS, Panel
from explorer.page.parts import Input, Piece, lay_out
from explorer.page.stage import STAGE, build_stage
from explorer.server.about import choices
from explorer.server.addresses.routes import routes
from explorer.server.uploads import describe_upload
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError

__all__ = ["build_demo", "launch_options"]

TITLE = "Hitmap"
STALE_SECONDS = 3600
MAX_WAITING = 64
"""Requests that may wait; beyond that, Gradio answers that the queue is full."""


class Page(gr.Blocks):
    """A `gr.Blocks` with addresses of its own, which answers a malformed request with a sentence, not Gradio's null."""

    addresses: Sequence[BaseRoute] = ()

    def launch(self, *args: Any, app_kwargs: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """Serves the page as Gradio does, and its addresses."""
        return super().launch(*args, app_kwargs={**(app_kwargs or {}), "routes": [*self.addresses]}, **kwargs)

    async def preprocess_data(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Converts a request's values as Gradio does, with a sentence for those that do not fit."""
        try:
            return list(await super().preprocess_data(*args, **kwargs))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            sentence = (
                "The values in this request do not fit: “Use via API” on the page lists what is expected."
            )
            raise gr.Error(sentence, print_exception=False) from error


def build_demo(shelf: Shelf, panels: Sequence[Panel] = PANELS) -> gr.Blocks:
    """Builds the whole app for a shelf of checkpoints; `launch` it with `launch_options()`."""
    demo = Page(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(STALE_SECONDS, STALE_SECONDS)
    )
    with demo:
        last = Piece(STAGE, partial(build_stage, shelf, panels))
        controls = lay_out([layout(choices(shelf), shelf.default, panels, last)])
        made: dict[str, Any] = {str(block.elem_id): block for block in demo.blocks.values()}
        stage, upload = made[STAGE], made[UPLOAD]
        names = [one.elem_id for one in controls]
        stage.sync(None, None, controls, js=f"() => window.hitmap?.values({json.dumps(names)})")
        _wire_upload(shelf, upload, controls[0])
        add_endpoints(shelf)
    demo.queue(max_size=MAX_WAITING)
    demo.addresses = routes(shelf, API_PREFIX)
    return demo


def _wire_upload(shelf: Shelf, upload: gr.UploadButton, checkpoint: Input) -> None:
    """Has each uploaded file encoded and hands the answer to the page."""
    uploaded = gr.JSON(visible=False)

    def encoded(file: str | None, name: str) -> dict[str, Any]:
        try:
            return {"ok": True, **describe_upload(shelf, file, name)}
        except HitmapError as error:
            return {"ok": False, "error": str(error)}

    answered = upload.upload(
        encoded, [upload, checkpoint], uploaded, api_visibility="private", show_progress="hidden"
    )
    answered.success(None, uploaded, js="(reply) => window.hitmap?.uploaded(reply)")
    failed = {"ok": False, "error": "The server could not read your sound. The reason is in its log."}
    answered.failure(None, js=f"() => window.hitmap?.uploaded({json.dumps(failed)})")
