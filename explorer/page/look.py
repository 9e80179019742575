"""How the page looks before anything is on it: theme, styles, scripts to fetch first; and what a server is told."""

from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from explorer.page.parts import STATIC
from explorer.page.stage import preloads
from explorer.server.limits import MAX_UPLOAD_BYTES, FreshScripts, SizeLimit


def launch_options() -> dict[str, Any]:
    """What `demo.launch` needs for the look of the page and for its limits."""
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
        "app_kwargs": {"middleware": [Middleware(FreshScripts, folder=STATIC), Middleware(SizeLimit)]},
    }


def _head() -> str:
    """What goes into the page's head; styles too, because Gradio rewrites what it is given as css."""
    styles = "\n".join(path.read_text("utf-8") for path in style_sheets())
    return f"{(STATIC / 'stage' / 'head.html').read_text('utf-8')}\n{preloads()}\n<style>\n{styles}\n</style>"


def style_sheets() -> list[Path]:
    """Every style sheet of `static/` in the order of the cascade: `look/` first, then the others by name."""
    return sorted(STATIC.rglob("*.css"), key=lambda path: (path.parent.name != "look", path))
