"""The page's icon, and what chats and search engines show of a link to it: title, sentence and a picture of the map."""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from gradio.route_utils import get_root_url
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer.page.parts import STATIC
from explorer.page.stage import address

ICON, PICTURE = STATIC / "about" / "icon.svg", STATIC / "about" / "link-card.png"
PICTURE_SIZE = (1200, 630)
"""Pixels across and down, as every reader of link cards takes them."""
TITLE = "Hitmap"
SENTENCE = "A map of sounds in which every place is a sound: click to hear it, drag, morph, and play a beat made of it."
PREFIX = (STATIC / "everyone" / "prefix.js").read_text("utf-8")
"""Finds the path that a proxy serves the page below; it has to run before Gradio's scripts."""
PICTURE_IN_WORDS = "A map of drum sounds: marks and glows in twelve colours, one for each kind of drum."

_CARD_TAG = re.compile(r"""\s*<meta\s[^>]*\b(?:property|name)=["'](?:og|twitter):[^>]*>""")
_BEGIN = re.compile(r"<head[^>]*>")


def with_card(page: str, root: str) -> str:
    """A page with this link card in place of those that it has, at the beginning of its head.

    Args:
        page: HTML.
        root: the page's whole address, without a slash at its end.
    """
    bare = _CARD_TAG.sub("", page)
    return _BEGIN.sub(lambda head: f"{head[0]}\n{card_tags(root)}", bare, count=1)


def with_prefix(page: str) -> str:
    """A page whose first script is `PREFIX`."""
    return _BEGIN.sub(lambda head: f"{head[0]}\n<script>\n{PREFIX}</script>", page, count=1)


def card_tags(root: str, address_of: Callable[[Path], str] = address) -> str:
    """The icon, and the link card: Open Graph, which all readers know, and the tag that Twitter needs beside it.

    Gradio adds what it is given for the head only once its scripts run: too late for readers, and for the first icon.

    Args:
        root: the page's whole address, without a slash at its end; empty where it is not known, and for no link card.
        address_of: the address of a file below `static/`, from the page on.
    """
    icon = f'<link rel="icon" type="image/svg+xml" href="{address_of(ICON)}">'
    if not root:
        return icon
    picture = f"{root}/{address_of(PICTURE)}"
    width, height = PICTURE_SIZE
    tags = {
        "og:type": "website",
        "og:site_name": TITLE,
        "og:title": TITLE,
        "og:description": SENTENCE,
        "og:url": f"{root}/",
        "og:image": picture,
        "og:image:type": "image/png",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": PICTURE_IN_WORDS,
    }
    card = [f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items()]
    return "\n".join([*card, '<meta name="twitter:card" content="summary_large_image">', icon])


class LinkCard:
    """Middleware that puts the link card and `PREFIX` into the page."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; an HTML answer is held back until it is whole, and gets icon and card."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        began: Message | None = None
        pieces: list[bytes] = []

        async def carded(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start" and _is_page(message):
                began = message
            elif began is None:
                await send(message)
            else:
                pieces.append(message.get("body", b""))
                if message.get("more_body", False):
                    return
                root = get_root_url(Request(scope), "/", scope.get("root_path"))
                body = with_prefix(with_card(b"".join(pieces).decode("utf-8"), root)).encode()
                MutableHeaders(scope=began)["content-length"] = str(len(body))
                await send(began)
                await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, carded)


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
