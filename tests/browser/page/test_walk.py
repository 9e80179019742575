"""The whole way of a visit: find, blend, shape, vary, keep, beat, export, and everything back from a link."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect
from stage_page import StagePage

pytestmark = pytest.mark.browser


def of_two_labels(stage: StagePage) -> list[int]:
    """Two sounds of different labels that a click reaches."""
    first, *others = stage.lonely_sounds(10)
    label = stage.library[first]["label"]
    return [first, next(sound for sound in others if stage.library[sound]["label"] != label)]


def kit_on(page: Page) -> dict:
    return json.loads(page.locator(".keep").get_attribute("data-kit") or "")


def slide(page: Page, name: str, value: float) -> None:
    page.locator(f"#shape-{name} input[type=range]").fill(str(value))


def test_a_visit_ends_with_a_kit_that_a_link_brings_back(open_stage):
    stage = open_stage(viewport={"width": 1440, "height": 1040})
    page = stage.page
    places = [stage.sound_at(sound) for sound in of_two_labels(stage)]
    first = stage.after(lambda: page.mouse.click(*places[0]))
    page.locator("[data-pad='0']").click()

    page.keyboard.down("Shift")
    for place in places:
        stage.after(lambda place=place: page.mouse.click(*place))
    page.keyboard.up("Shift")
    blend = stage.recipe
    assert blend["kind"] == "mix" and blend["of"][0] == first
    page.locator("[data-pad='1']").click()

    page.get_by_role("tab", name="Shape").click()
    slide(page, "brightness", -2)
    stage.settled("recipe.brightness === -2")
    slide(page, "decay", -1)
    stage.settled("recipe.decay === -1")
    assert stage.recipe == {"kind": "shape", "of": blend, "decay": -1, "brightness": -2}
    page.locator("[data-pad='2']").click()

    page.get_by_role("tab", name="Vary").click()
    for pad in (3, 4, 5):
        page.wait_for_function(
            "() => document.querySelector('.variations').dataset.filled === "
            "document.querySelector('#stage').dataset.recipe"
        )
        stage.after(lambda pad=pad: page.locator(".variations button").nth(pad - 3).click())
        page.locator(f"[data-pad='{pad}']").click()
    for pad in (6, 7):
        stage.after(lambda: page.get_by_role("button", name="Surprise me").click())
        page.locator(f"[data-pad='{pad}']").click()
    kit = kit_on(page)
    recipes = [slot["recipe"] for slot in kit["slots"]]
    assert len({json.dumps(recipe) for recipe in recipes}) == 8

    for pad, steps in ((0, (4, 12)), (2, (0, 7, 10)), (6, (2, 6, 14))):
        page.locator(f"[data-pad='{pad}']").click()
        for step in steps:
            page.locator(f"[data-row='{pad}'][data-step='{step}']").click()
    expect(page.locator(".keep")).to_have_attribute("data-ready", "true")
    page.locator("[data-keep=play]").click()
    expect(page.locator(".keep")).to_have_attribute("data-playing", "true")
    page.wait_for_selector(".step.now[data-step='3']")
    page.locator("[data-keep=play]").click()

    page.locator("[data-menu=export] summary").click()
    with page.expect_download() as download:
        page.locator("[data-keep=export]").click()
    with zipfile.ZipFile(Path(download.value.path())) as archive:
        names = archive.namelist()
        wavs = [name for name in names if name.endswith(".wav")]
        assert len(wavs) == 9 and any(name.endswith(".sfz") for name in names)
        assert any(name.endswith(".mid") for name in names)
        saved = json.loads(archive.read("recipes.json"))
        for name in wavs:
            waveform, _ = soundfile.read(io.BytesIO(archive.read(name)))
            assert 0.1 < np.abs(waveform).max() <= 1
    assert [slot["recipe"] for slot in saved["kit"]["slots"]] == recipes

    address = stage.kit_link()
    before = kit_on(page)
    page.evaluate("() => localStorage.clear()")
    other = open_stage(address, viewport={"width": 1440, "height": 1040})
    other.page.wait_for_selector(".pad.filled >> nth=7")
    expect(other.page.locator(".keep")).to_have_attribute("data-ready", "true")
    assert kit_on(other.page) == before
    expect(other.page.locator(".toast")).to_be_hidden()
