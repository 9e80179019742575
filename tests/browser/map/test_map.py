"""The map's colours."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def colour_by(page, choice: str) -> None:
    page.locator(".colour select").select_option(choice)


def test_colour_by_kit_shows_the_kits_in_the_legend(stage, page):
    colour_by(page, "kit")
    kits = {sound["kit"] for sound in stage.library}
    expect(page.locator(".chip")).to_have_count(len(kits))
    assert {chip.get_attribute("data-label") for chip in page.locator(".chip").all()} == kits
    colours = stage.drawn("colour")
    assert {sound["kit"]: colours[sound["id"]] for sound in stage.library} == {
        chip.get_attribute("data-label"): chip.evaluate("chip => chip.style.getPropertyValue('--dark')")
        for chip in page.locator(".chip").all()
    }
    page.locator(".chip").first.click()
    assert stage.after(lambda: page.locator("#surprise").click()) == {
        "kind": "prior",
        "seed": stage.recipe["seed"],
    }


def test_the_map_glows_where_sounds_are_and_stays_dark_elsewhere(stage, page):
    light = """([px, py]) => { const canvas = document.querySelector('.density');
      const box = document.querySelector('.surface').getBoundingClientRect(), ratio = canvas.width / box.width;
      return Array.from(canvas.getContext('2d').getImageData(
        Math.round((px - box.x) * ratio), Math.round((py - box.y) * ratio), 1, 1).data); }"""
    at = stage.pixels
    crowded = int((np.linalg.norm(at[:, None] - at[None], axis=-1) < 30).sum(axis=1).argmax())
    cluster, empty = stage.sound_at(crowded), stage.empty_pixel()
    page.wait_for_function(f"at => ({light})(at)[3] > 0", arg=list(cluster))
    assert max(page.evaluate(light, list(cluster))[:3]) > 60
    assert page.evaluate(light, list(empty))[3] == 0
    label = stage.library[crowded]["label"]
    bright = page.evaluate(light, list(cluster))[3]
    page.evaluate("label => document.querySelector(`.chip:not([data-label=${label}])`).click()", label)
    page.wait_for_function(f"([at, bright]) => ({light})(at)[3] < bright", arg=[list(cluster), bright])


def test_colour_by_a_quality_is_a_scale_with_its_ends_and_units(stage, page, built):
    expect(page.locator(".scale")).to_be_hidden()
    colour_by(page, "brightness")
    expect(page.locator(".scale")).to_be_visible()
    assert page.locator(".scale span").last.inner_text().endswith("kHz")
    gradient = page.locator(".scale i").evaluate("(bar) => getComputedStyle(bar).backgroundImage")
    steps = [
        "#" + bytes(map(int, step)).hex() for step in re.findall(r"rgb\((\d+), (\d+), (\d+)\)", gradient)
    ]
    assert len(steps) == len(set(steps)) == 16
    colours = stage.drawn("colour")
    brightness = built.descriptors[:, built.descriptor_names.index("brightness")]
    assert (colours[brightness.argmax()], colours[brightness.argmin()]) == (steps[-1], steps[0])
    assert set(colours.values()) <= set(steps)


def test_the_colouring_is_remembered(stage, page):
    colour_by(page, "decay")
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.locator(".colour select")).to_have_value("decay")
    expect(page.locator(".scale")).to_be_visible()
