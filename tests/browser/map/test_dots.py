"""The dots on the map: what is reported is painted; of a large library as many as can be told apart, near ones all."""

import shutil

import numpy as np
import pytest
from playwright.sync_api import expect
from stage_page import StagePage

from tests.tools.make_large_checkpoint import enlarged
from vae.library.library import Library

pytestmark = pytest.mark.browser

SOUNDS = 20_000
SHOWN = "() => document.querySelector('.plot').dots()"
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PAINTED = """([px, py]) => { const canvas = document.querySelector('.plot');
  const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
  const { data } = canvas.getContext('2d').getImageData(
    Math.round((px - box.x) * ratio), Math.round((py - box.y) * ratio), 1, 1);
  return Array.from(data); }"""
"""The pixel of the dots' canvas at a point of the window."""


def painted(stage, sound: int) -> tuple[list[int], float]:
    """Colour, 0 to 255 each, and opacity of the canvas in the middle of a sound's dot."""
    red, green, blue, alpha = stage.page.evaluate(PAINTED, list(stage.sound_at(sound)))
    return [red, green, blue], alpha / 255


def test_dots_are_painted_as_they_are_reported(stage, page):
    sounds = stage.lonely_sounds(20)
    colours, opacities = stage.drawn("colour"), stage.drawn("opacity")
    for sound in sounds:
        colour, opacity = painted(stage, sound)
        assert opacity == pytest.approx(opacities[sound], abs=0.02)
        assert colour == pytest.approx(list(bytes.fromhex(colours[sound][1:])), abs=3)
    label = stage.library[sounds[0]]["label"]
    page.evaluate("label => document.querySelector(`.chip:not([data-label=${label}])`).click()", label)
    page.evaluate("new Promise(requestAnimationFrame)")
    assert painted(stage, sounds[0])[1] == pytest.approx(0.13, abs=0.02)


@pytest.fixture(scope="module")
def large_url(checkpoints, tmp_path_factory):
    from explorer.page.ui import build_demo, launch_options
    from explorer.sound.shelf import find_checkpoints

    folder = tmp_path_factory.mktemp("large")
    shutil.copytree(checkpoints / "drum-machine", folder / "large")
    enlarged(Library.load(folder / "large"), SOUNDS, 400).save(folder / "large")
    demo = build_demo(find_checkpoints(folder))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    yield url.rstrip("/")
    demo.close()


@pytest.fixture
def large(browser, large_url):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    stage = StagePage(page, large_url)
    stage.open()
    yield stage
    page.close()
    assert stage.console_errors == []


def test_a_large_library_shows_more_of_its_sounds_the_closer_one_is(large):
    page = large.page
    far = page.evaluate(SHOWN)
    assert SOUNDS / 20 < len(far) < SOUNDS / 2
    at = large.pixels_of(np.array([[sound["x"], sound["y"]] for sound in large.library]))
    free = [sound for sound in far if large.free(at[[sound]])[0]]
    gaps = np.linalg.norm(at[free][:, None] - at[far][None], axis=-1)
    lonely = free[int(np.sort(gaps, axis=1)[:, 1].argmax())]
    assert large.after(lambda: page.mouse.click(*at[lonely])) == {"kind": "point", "id": lonely}
    expect(page.locator(".overlay .nearest circle").first).to_be_attached()
    page.evaluate(TWO_FRAMES)
    ringed = page.locator("#nearest li").evaluate_all("rows => rows.map((row) => Number(row.dataset.id))")
    shown = set(page.evaluate(SHOWN))
    assert len(ringed) > 3 and set(ringed) <= shown and len(shown - set(far)) <= len(ringed)

    page.mouse.move(*at[lonely])
    for _ in range(8):
        page.mouse.wheel(0, -600)
    page.evaluate(TWO_FRAMES)
    view = large.view
    inside = {
        sound["id"]
        for sound in large.library
        if all(view[axis][0] <= sound[axis] <= view[axis][1] for axis in "xy")
    }
    assert lonely in inside and set(page.evaluate(SHOWN)) == inside


def test_all_that_a_search_finds_has_a_dot(large):
    page = large.page
    words = large.library[7]["name"]
    page.locator(".search input").fill(words)
    expect(page.locator(".search-chip")).to_be_visible()
    page.evaluate(TWO_FRAMES)
    assert page.evaluate(SHOWN) == [7]


def test_hundreds_of_kits_are_listed_as_far_as_one_looks(large):
    page = large.page
    page.locator(".colour select").select_option("kit")
    expect(page.locator(".chip")).to_have_count(12)
    page.get_by_role("button", name="all 400 kits").click()
    rows = page.locator(".groups [role=option]")
    first = rows.count()
    assert 20 < first < 400
    expect(rows.first).to_have_attribute("aria-setsize", "400")
    page.locator(".groups ul").evaluate("(list) => (list.scrollTop = list.scrollHeight)")
    page.wait_for_function(
        "first => document.querySelectorAll('.groups [role=option]').length > first", arg=first
    )
    page.locator(".groups input").press("ArrowDown")
    page.keyboard.press("End")
    expect(rows).to_have_count(400)
    expect(page.locator(".groups [data-label='Kit 0400']")).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(page.locator(".groups [aria-selected=true]")).to_have_count(1)
    kit = [sound["id"] for sound in large.library if sound["kit"] == "Kit 0400"]
    page.evaluate(TWO_FRAMES)
    assert set(page.evaluate(SHOWN)) == set(kit)
    page.locator(".groups input").fill("0399")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("aria-selected", "false")


def test_thousands_of_selected_sounds_are_listed_as_far_as_one_looks(large):
    page = large.page
    page.locator(".search input").fill("kick")
    page.locator(".search input").press("Shift+Enter")
    kicks = sum(
        "kick" in f"{sound['name']} {sound['label']} {sound['kit']}".lower() for sound in large.library
    )
    assert kicks > 1000
    expect(page.locator(".picked b")).to_have_text(f"{kicks:,} sounds")
    rows = page.locator("#picked li")
    first = rows.count()
    assert 20 < first < 1000
    last = int(rows.last.get_attribute("data-id"))
    large.after(lambda: page.locator(f"#picked [data-id='{last}']").click())  # more rows follow
    expect(page.locator(f"#picked [data-id='{last}']")).to_have_attribute("aria-selected", "true")
    assert large.after(lambda: page.keyboard.press("ArrowDown"))["id"] != last
    expect(page.locator("#picked [aria-selected=true]")).to_be_in_viewport()
    page.locator("[data-picked=close]").click()
