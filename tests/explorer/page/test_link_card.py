"""The icon and the link card: Hitmap's own, with addresses that work from outside and below a path."""

import io
import re
from html import unescape
from urllib.parse import urljoin

import httpx
from PIL import Image

from explorer.page.link_card import PICTURE_SIZE, PREFIX, with_card, with_prefix

TAG = re.compile(r"""<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">""")
ICON = re.compile(r"""<link rel="icon" type="image/svg\+xml" href="([^"]+)">""")


def test_a_card_replaces_all_that_a_page_has_at_the_beginning_of_its_head():
    old = "\n".join(
        [
            '<html><head class="a">',
            '  <meta charset="utf-8" />',
            '<meta property="og:title" content="Old" />',
            '  <meta\n    name="twitter:image"\n    content="https://example.org/old.jpg"\n  />',
            '<meta name="description" content="stays">',
            "</head><body>og: twitter: <head>",
        ]
    )
    page = with_card(old, "https://example.org/a&b")
    assert "old" not in page.lower() and page.count("og:title") == 1
    assert page.index("og:title") < page.index("charset")
    assert '<meta name="description" content="stays">' in page and page.endswith("og: twitter: <head>")
    assert dict(TAG.findall(page))["og:url"] == "https://example.org/a&amp;b/"


def test_the_running_app_sends_its_own_card_with_a_picture_that_can_be_fetched(app_url):
    answer = httpx.get(app_url)
    tags = TAG.findall(answer.text)
    card = {name: unescape(value) for name, value in tags}
    assert len(card) == len(tags), "each is there once"
    assert "Gradio" not in str(card)
    assert (card["og:title"], card["twitter:card"]) == ("Hitmap", "summary_large_image")
    assert card["og:url"] == f"{app_url}/" and card["og:description"].endswith(".")
    picture = httpx.get(card["og:image"])
    assert picture.headers["content-type"] == card["og:image:type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == PICTURE_SIZE
    assert (int(card["og:image:width"]), int(card["og:image:height"])) == PICTURE_SIZE
    assert len(picture.content) < 200_000


def test_behind_a_proxy_the_card_names_the_address_that_visitors_use(app_url):
    sent = {"X-Forwarded-Host": "sounds.example.org", "X-Forwarded-Proto": "https"}
    card = dict(TAG.findall(httpx.get(app_url, headers=sent).text))
    assert card["og:url"] == "https://sounds.example.org/"
    assert card["og:image"].startswith("https://sounds.example.org/gradio_api/file=")


def test_the_icon_is_found_from_the_page_on_whatever_path_it_is_below(app_url):
    (href,) = ICON.findall(httpx.get(app_url).text)
    assert urljoin("https://example.org/below/", href).startswith("https://example.org/below/gradio_api/")
    own, asked_for = httpx.get(urljoin(f"{app_url}/", href)), httpx.get(f"{app_url}/favicon.ico")
    assert own.headers["content-type"].startswith("image/svg+xml")
    assert own.text == asked_for.text and own.text.startswith("<svg")


def test_the_script_that_finds_the_path_is_the_first_of_the_page():
    page = with_prefix('<html><head lang="en"><script>window.gradio_config = {}</script></head></html>')
    assert page.startswith(f'<html><head lang="en">\n<script>\n{PREFIX}</script>')
    assert page.count(PREFIX) == 1
