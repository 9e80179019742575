"""The cards of checkpoints as HTML: what their Markdown says, and nothing that it could do."""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from explorer.server.wire import packed_bytes
from explorer.sound.shelf import Shelf

CARD, CREDITS = "README.md", "CREDITS.md"
MAX_TEXT_BYTES, MAX_PICTURE_BYTES = 500_000, 1_000_000

_PAGE_HEADINGS = 4
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def card(shelf: Shelf, checkpoint: str = "") -> dict[str, str]:
    """A checkpoint's model card, and the authors and licences of its sounds, as HTML; empty where there is none."""
    shelf.check(checkpoint)
    folder = shelf.folders[checkpoint or shelf.default]
    return {"card": html_of(folder, CARD), "credits": html_of(folder, CREDITS)}


def html_of(folder: Path, name: str) -> str:
    """A Markdown file as HTML: tags in it are text, pictures come from the same folder, links open apart.

    Its headings are below the page's own, whose lowest is the fourth.
    """
    path = folder / name
    if not path.is_file() or path.stat().st_size > MAX_TEXT_BYTES:
        return ""
    text = _FRONT_MATTER.sub("", path.read_text("utf-8", errors="replace"))
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, _PAGE_HEADINGS + int(token.tag[1:]))}"
        token.children = [child for child in token.children or [] if _kept(child, folder)]
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _kept(token: Token, folder: Path) -> bool:
    """Whether a piece of text stays; links and pictures are given what they need."""
    if token.type == "link_open":
        token.attrSet("target", "_blank")
        token.attrSet("rel", "noopener")
    if token.type != "image":
        return True
    picture = folder / Path(str(token.attrGet("src"))).name
    if picture.suffix != ".png" or not picture.is_file() or picture.stat().st_size > MAX_PICTURE_BYTES:
        return False
    token.attrSet("src", "data:image/png;base64," + packed_bytes(picture.read_bytes()))
    return True
