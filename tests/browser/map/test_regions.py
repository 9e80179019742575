"""The names of regions on the map: where the sounds of a label lie together, over nothing else, and not when near."""

import shutil

import numpy as np
import pytest
from explorer_fixtures import with_invented_labels
from playwright.sync_api import expect
from stage_page import StagePage

from vae.library.library import Library

pytestmark = pytest.mark.browser

BANDS = ("door", "rain", "bell", "fire")
SIZES = [(1440, 900), (390, 844)]
REDRAWN = """() => new Promise((done) => { let left = 4;
  const frame = () => (left-- ? requestAnimationFrame(frame) : done()); frame(); })"""
"""A change of size is seen in one frame, measured in the next, and drawn in the one after."""
BOXES = """() => {
  const box = (one) => { const { left, top, right, bottom } = one.getBoundingClientRect();
    return { text: one.textContent, left, top, right, bottom }; };
  const boxes = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetWidth).map(box);
  return { names: boxes('.regions .on'), others: boxes('.hint, .zoom, .legend'), map: boxes('.map')[0] }; }"""


@pytest.fixture(scope="module")
def bands_url(checkpoints, tmp_path_factory):
    """An app whose only library is a map in four bands, from left to right, of one label each."""
    from explorer.page.ui import build_demo, launch_options
    from explorer.sound.shelf import find_checkpoints

    folder = tmp_path_factory.mktemp("bands")
    shutil.copytree(checkpoints / "drum-machine", folder / "bands")
    with_invented_labels(Library.load(folder / "bands"), labels=BANDS).save(folder / "bands")
    demo = build_demo(find_checkpoints(folder))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    yield url.rstrip("/")
    demo.close()


def overlap(one, other) -> bool:
    across = one["left"] < other["right"] and other["left"] < one["right"]
    return across and one["top"] < other["bottom"] and other["top"] < one["bottom"]


def test_regions_are_named_where_their_sounds_are(browser, bands_url):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    stage = StagePage(page, bands_url)
    stage.open()
    names = page.locator(".regions .on")
    expect(names.first).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(REDRAWN)
        expect(names.first).to_be_visible()
        found = page.evaluate(BOXES)
        assert len(found["names"]) >= 3 and {name["text"] for name in found["names"]} <= set(BANDS)
        there = found["names"] + found["others"]
        assert not any(
            overlap(one, other) for i, one in enumerate(there) for other in there[:i] if one != other
        )
        for name in found["names"]:
            assert overlap(name, found["map"])
            middle = [(name["left"] + name["right"]) / 2, (name["top"] + name["bottom"]) / 2]
            nearest = np.linalg.norm(stage.pixels - middle, axis=1).argsort()[:10]
            labels = [stage.library[sound]["label"] for sound in nearest]
            assert labels.count(name["text"]) >= 5, (name["text"], labels)
            assert labels.count(name["text"]) == max(map(labels.count, labels)), (name["text"], labels)

    page.set_viewport_size({"width": 1440, "height": 900})
    shown = names.all_inner_texts()
    page.locator(f".chip[data-label={shown[0]}]").click()
    expect(names).to_have_text([shown[0]] * shown.count(shown[0]))  # the others are dimmed
    page.locator("[data-zoom=in]").click()
    expect(page.locator(".regions")).to_have_css("opacity", "1")
    page.locator("[data-zoom=in]").click()
    expect(page.locator(".regions")).to_have_css("opacity", "0")
    page.locator("[data-zoom=all]").click()
    expect(page.locator(".regions")).to_have_css("opacity", "1")
    page.close()
    assert stage.console_errors == []
