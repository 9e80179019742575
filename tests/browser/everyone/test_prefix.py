"""Below a path of a proxy that tells the server nothing, the page works; where its scripts are lost, it says so."""

import json

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect
from prefix_proxy import below
from stage_page import StagePage

pytestmark = pytest.mark.browser

NEEDLESS = ("/static/js/iframeResizer.contentWindow.min.js", "/manifest.json")
"""What Gradio's page asks for at the server's root, whatever its own path; nothing of Hitmap needs it."""


@pytest.fixture
def page(profile):
    page = profile.new_page()
    yield page
    page.close()


def test_below_a_path_everything_works_without_configuration(page, app_url, tmp_path):
    sound = tmp_path / "mine.wav"
    soundfile.write(sound, np.random.default_rng(0).standard_normal(8_000) / 8, 44_100)
    with below("/tools/hitmap", app_url) as address:
        stage = StagePage(page, address)
        lost: list[str] = []
        page.on("response", lambda reply: lost.append(reply.url) if reply.status >= 400 else None)
        stage.open()
        stage.after(lambda: page.keyboard.press("r"))
        stage.after(lambda: page.locator("#header input[type=file]").set_input_files(sound))
        assert stage.recipe["kind"] == "latent"
        page.get_by_role("tab", name="Compare").click()
        expect(page.locator("#tools .tool.open")).to_contain_text("dB")
        page.locator("[data-keep=random-kit]").click()
        page.wait_for_selector(".pad.filled >> nth=7")
        assert json.loads(page.locator(".keep").get_attribute("data-kit") or "")
        page.goto("about:blank")
    server = address.removesuffix("/tools/hitmap")
    assert {url.removeprefix(server) for url in [*lost, *stage.foreign_requests]} <= set(NEEDLESS)
    assert [text for text in stage.console_errors if "404" not in text] == []


def test_an_address_without_its_last_slash_is_mended(page, app_url):
    with below("/hitmap", app_url) as address:
        page.route(address, lambda route: route.fulfill(response=route.fetch(url=f"{address}/")))
        page.goto(f"{address}#checkpoint=lost-kit")
        page.wait_for_selector("#stage[data-checkpoint='lost-kit']", state="attached")
        assert page.url.startswith(f"{address}/")
        page.goto("about:blank")
