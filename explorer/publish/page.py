"""The page of a site: the HTML of the stage, its styles, and what its scripts are told."""

import json
from html import escape
from pathlib import Path
from typing import Any

from explorer.page.constants import constants
from explorer.page.layout import layout
from explorer.page.link_card import SENTENCE, TITLE, card_tags
from explorer.page.look import style_sheets
from explorer.page.panels import PANELS
from explorer.page.parts import STATIC, Markup, html_of
from explorer.page.plain import plain
from explorer.page.stage import STAGE, markup, scripts
from explorer.server.about import choices, describe
from explorer.sound.shelf import Shelf

SCRIPTS = "static"
STYLE = f"{SCRIPTS}/style.css"
OWN = STATIC / "site"
"""What is only for a page without a server."""
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "connect-src 'self' blob: data:; img-src 'self' blob: data:; media-src 'self' blob: data:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'"
)
"""Has the browser itself see to it that the page asks no other host for anything."""


def page(shelf: Shelf, root: str = "") -> str:
    """The page as HTML; all addresses in it are relative.

    Args:
        shelf: the checkpoints to choose from; the default is opened first.
        root: the whole address at which it will be, for link cards; empty if that is not known.
    """
    body = plain(layout(choices(shelf), shelf.default, PANELS, Markup(STAGE, markup())))
    preloads = [OWN / name for name in ("boot.js", "answers.js", "controls.js", "engines.js")]
    tags = [
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        card_tags(root.rstrip("/"), address),
        html_of("stage/head").strip(),
        *(f'<link rel="modulepreload" href="{address(path)}">' for path in (*preloads, *scripts())),
        f'<link rel="stylesheet" href="{STYLE}">',
        f'<script id="facts" type="application/json">{_facts(shelf)}</script>',
        f'<script type="module" src="{address(OWN / "boot.js")}"></script>',
    ]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{TITLE}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        + "\n".join(tags)
        + f'\n</head>\n<body>\n<div class="gradio-container site">{body}</div>\n'
        f"<noscript><p>{SENTENCE} It needs JavaScript.</p></noscript>\n</body>\n</html>\n"
    )


def style() -> str:
    """All styles: those that Gradio brings otherwise, the page's own, and those for a page without a server."""
    sheets = [OWN / "plain.css", *style_sheets(), OWN / "site.css"]
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets)


def address(path: Path) -> str:
    """The address of a file of the page from the page on."""
    return f"{SCRIPTS}/{path.relative_to(STATIC).as_posix()}"


def _facts(shelf: Shelf) -> str:
    facts: dict[str, Any] = {
        "defaultCheckpoint": shelf.default,
        "constants": constants(),
        "about": describe(shelf),
        "panels": [{"name": panel.name, "script": address(panel.script)} for panel in PANELS],
        "versions": {
            name: {"fingerprint": shelf.fingerprint(name), "sounds": len(shelf.library(name))}
            for name in shelf.names
        },
    }
    return json.dumps(facts, allow_nan=False).replace("<", "\\u003c")
