"""Fingers: scrubbing and pinching on the map, holding a pad, and targets that are large enough."""

import pytest
from playwright.sync_api import CDPSession, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
KEEP = "window.hitmap.keep"


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


def span(page) -> float:
    low, high = page.evaluate("() => window.hitmap.stage.map.view.part.x")
    return high - low


def test_a_finger_scrubs_over_the_map(stage, page, fingers):
    box = page.locator(".surface").bounding_box()
    x, y = stage.empty_pixel()
    before = page.evaluate("() => [window.hitmap.stage.map.view.part, scrollY]")
    stage.after(lambda: fingers("touchStart", (x, y)))
    end = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for i in range(1, 9):
        fingers("touchMove", (x + (end[0] - x) * i / 8, y + (end[1] - y) * i / 8))
    fingers("touchEnd")
    stage.rendered(2)
    page.wait_for_function("() => !window.hitmap.stage.newest.running")
    place = page.evaluate(
        "at => window.hitmap.stage.map.view.toMap(at)", [end[0] - box["x"], end[1] - box["y"]]
    )
    heard = page.evaluate("() => window.hitmap.stage.place")
    assert abs(heard[0] - place[0]) < 0.06 * span(page)
    assert page.evaluate("() => [window.hitmap.stage.map.view.part, scrollY]") == before
    assert page.evaluate("() => window.hitmap.stage.history.entries.length") == 1


def test_two_fingers_zoom_in_and_out_about_their_middle(stage, page, fingers):
    box = page.locator(".surface").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    middle = [box["width"] / 2, box["height"] / 2]
    place = page.evaluate("at => window.hitmap.stage.map.view.toMap(at)", middle)
    whole = span(page)

    def pinch(start: float, end: float) -> None:
        fingers("touchStart", (x - start, y))
        fingers("touchStart", (x - start, y), (x + start, y))
        for i in range(1, 9):
            gap = start + (end - start) * i / 8
            fingers("touchMove", (x - gap, y), (x + gap, y))
        fingers("touchEnd")

    pinch(30, 90)
    assert span(page) == pytest.approx(whole / 3, rel=0.1)
    now = page.evaluate("at => window.hitmap.stage.map.view.toMap(at)", middle)
    assert abs(now[0] - place[0]) < 0.03 * whole
    expect(page.locator("[data-zoom=all]")).to_be_visible()
    zoomed = span(page)
    pinch(80, 50)
    assert span(page) > 1.3 * zoomed
    page.wait_for_function("() => !window.hitmap.stage.newest.running")
    renders = stage.renders
    x, y = stage.empty_pixel()
    stage.after(lambda: page.touchscreen.tap(x, y))
    assert stage.renders == renders + 1


def test_a_held_pad_takes_the_sound_that_is_on(stage, page, fingers):
    stage.after(lambda: page.touchscreen.tap(*stage.empty_pixel()))
    page.locator("[data-pad='2']").tap()
    first = page.evaluate(f"() => {KEEP}.kit.slots[2].recipe")
    other = stage.after(lambda: page.locator("#surprise").tap())
    pad = page.locator("[data-pad='2']")
    pad.tap()
    assert page.evaluate(f"() => {KEEP}.kit.slots[2].recipe") == first, "a tap plays"
    assert "hold a finger" in pad.get_attribute("title").lower()
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers("touchStart", at)
    page.wait_for_function(
        f"other => JSON.stringify({KEEP}.kit.slots[2].recipe) === JSON.stringify(other)", arg=other
    )
    fingers("touchEnd")
    assert page.evaluate(f"() => {KEEP}.kit.slots[2].recipe") == other
    page.locator("[data-keep=fold]").tap()
    page.locator("[data-keep=undo]").tap()
    assert page.evaluate(f"() => {KEEP}.kit.slots[2].recipe") == first


def test_small_controls_are_24_pixels_high(stage, page):
    page.locator("[data-keep=fold]").click()
    page.locator("#morph-tab").click()
    for selector in (
        "[data-phase=none]",
        "[data-phase=griffin-lim]",
        ".transport [data-level]",
        ".strip input[type=number]",
        "[data-slot=level]",
        "[data-pattern=swing]",
    ):
        assert page.locator(selector).bounding_box()["height"] >= 24, selector
