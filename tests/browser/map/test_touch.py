"""Fingers: scrubbing and pinching on the map, holding a pad, and targets that are large enough."""

import json

import pytest
from playwright.sync_api import CDPSession, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = {
    "sound": ["[data-phase=none]", "[data-phase=griffin-lim]", ".transport [data-level]"],
    "tools": [".strip input[type=number]"],
    "pads": ["[data-slot=level]", "[data-pattern=swing]"],
}
"""Controls that are small, by the sheet they are in."""


@pytest.fixture
def stage(open_stage):
    """The page on a phone."""
    return open_stage(**PHONE)


@pytest.fixture
def fingers(stage, page):
    """Dispatches a touch event with so many fingers: `fingers("touchStart", (x, y), (x, y))`."""
    session: CDPSession = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(at)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def span(stage) -> float:
    low, high = stage.view["x"]
    return high - low


def on_pad(page, pad: int) -> dict:
    """The recipe on a pad."""
    return json.loads(page.locator(".keep").get_attribute("data-kit"))["slots"][pad]["recipe"]


def test_a_finger_scrubs_over_the_map(stage, page, fingers):
    box = page.locator(".surface").bounding_box()
    x, y = stage.empty_pixel()
    first = stage.after(lambda: page.touchscreen.tap(*stage.sound_at(stage.lonely_sounds(1)[0])))
    before = stage.view, page.evaluate("scrollY")
    renders = stage.renders
    stage.after(lambda: fingers("touchStart", (x, y)))
    end = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for i in range(1, 9):
        fingers("touchMove", (x + (end[0] - x) * i / 8, y + (end[1] - y) * i / 8))
    fingers("touchEnd")
    stage.rendered(2, since=renders)
    stage.idle()
    assert abs(stage.place[0] - stage.place_at(*end)[0]) < 0.06 * span(stage)
    assert (stage.view, page.evaluate("scrollY")) == before
    assert stage.after(lambda: page.locator("[data-action=undo]").click()) == first, "one step of the history"


def test_two_fingers_zoom_in_and_out_about_their_middle(stage, page, fingers):
    box = page.locator(".surface").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    place, whole = stage.place_at(x, y), span(stage)

    def pinch(start: float, end: float) -> None:
        fingers("touchStart", (x - start, y))
        fingers("touchStart", (x - start, y), (x + start, y))
        for i in range(1, 9):
            gap = start + (end - start) * i / 8
            fingers("touchMove", (x - gap, y), (x + gap, y))
        fingers("touchEnd")

    pinch(30, 90)
    assert span(stage) == pytest.approx(whole / 3, rel=0.1)
    assert abs(stage.place_at(x, y)[0] - place[0]) < 0.03 * whole
    expect(page.locator("[data-zoom=all]")).to_be_visible()
    zoomed = span(stage)
    pinch(80, 50)
    assert span(stage) > 1.3 * zoomed
    stage.idle()
    renders = stage.renders
    x, y = stage.empty_pixel()
    stage.after(lambda: page.touchscreen.tap(x, y))
    assert stage.renders == renders + 1


def test_a_held_pad_takes_the_sound_that_is_on(stage, page, fingers):
    stage.sheet("pads")
    stage.after(lambda: page.touchscreen.tap(*stage.empty_pixel()))
    page.locator("[data-pad='2']").tap()
    first = on_pad(page, 2)
    other = stage.after(lambda: page.locator("#surprise").tap())
    pad = page.locator("[data-pad='2']")
    pad.tap()
    assert on_pad(page, 2) == first, "a tap plays"
    assert "hold a finger" in pad.get_attribute("title").lower()
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers("touchStart", at)
    page.wait_for_function(
        "other => document.querySelector('.keep').dataset.kit.includes(other)",
        arg=json.dumps(other, separators=(",", ":")),
    )
    fingers("touchEnd")
    assert on_pad(page, 2) == other
    page.locator("[data-keep=fold]").tap()
    page.locator("[data-action=undo]").tap()
    assert on_pad(page, 2) == first


def test_small_controls_are_24_pixels_high(stage, page):
    for sheet, selectors in SMALL.items():
        stage.sheet(sheet)
        if sheet == "pads":
            page.locator("[data-keep=fold]").click()
        for selector in selectors:
            assert page.locator(selector).bounding_box()["height"] >= 24, selector
