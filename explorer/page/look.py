"""The look of the page (theme, styles, scripts to preload) and the options to launch it with."""

from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from explorer.page.link_card import ICON, LinkCard
from explorer.page.parts import STATIC
from explorer.page.stage import WITHOUT_SERVER, preloads
from explorer.server.limits import MAX_UPLOAD_BYTES, FreshScripts, SizeLimit


def launch_options() -> dict[str, Any]:
    """The arguments of `demo.launch` for the look of the page and its limits."""
    font = ["ui-sans-serif", "system-ui", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    mono = ["ui-monospace", "SFMono-Regular", "Menlo", "monospace"]
    theme = gr.themes.Base(font=font, font_mono=mono).set(
        body_background_fill="#f4f5f7",
        body_background_fill_dark="#0d0f13",
        body_text_color="#171b21",
        body_text_color_dark="#e9edf3",
    )
    return {
        "theme": theme,
        "head": _head(),
        "footer_links": [],
        "ssr_mode": False,
        "max_file_size": MAX_UPLOAD_BYTES,
        "favicon_path": ICON,
        "app_kwargs": {
            "middleware": [
                Middleware(FreshScripts, folder=STATIC),
                Middleware(SizeLimit),
                Middleware(LinkCard),
            ]
        },
    }


def _head() -> str:
    """The page's head; it includes the styles, because Gradio rewrites anything passed to it as css."""
    styles = "\n".join(path.read_text("utf-8") for path in style_sheets())
    return f"{(STATIC / 'stage' / 'head.html').read_text('utf-8')}\n{preloads()}\n<style>\n{styles}\n</style>"


def style_sheets() -> list[Path]:
    """Every style sheet of the page in cascade order: `look/` first, then the others by name."""
    found = [path for path in STATIC.rglob("*.css") if path.parent.name not in WITHOUT_SERVER]
    return sorted(found, key=lambda path: (path.parent.name != "look", path))
