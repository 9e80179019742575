"""The panels beside the map: one is seen at a time."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def shown(page) -> list[str]:
    return [panel.get_attribute("id") for panel in page.locator("#tools .tool").all() if panel.is_visible()]


def test_tabs_show_one_panel_at_a_time(stage, page):
    assert shown(page) == ["morph-panel"]
    page.get_by_role("tab", name="Vary").click()
    assert shown(page) == ["vary-panel"]
    expect(page.get_by_role("tab", name="Vary")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_have_attribute("aria-labelledby", "vary-tab")


def test_arrow_keys_move_between_tabs_and_leave_the_map_alone(stage, page):
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowLeft")
    expect(tabs.last).to_be_focused()
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    expect(tabs.first).to_be_focused()
    assert len(shown(page)) == 1 and stage.renders == 0
    assert page.locator("[role=tab][tabindex='0']").count() == 1


SIZES = [(1440, 900), (1350, 800), (1200, 800), (1041, 800), (390, 844), (360, 640)]


def test_all_tabs_fit(stage, page):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if page.locator(".dock").is_visible():
            stage.sheet("tools")
        check_that_tabs_fit(page)


def check_that_tabs_fit(page):
    bar = page.get_by_role("tablist").bounding_box()
    boxes = [tab.bounding_box() for tab in page.get_by_role("tab").all()]
    assert len(boxes) == 7
    assert bar["x"] <= boxes[0]["x"]
    assert boxes[-1]["x"] + boxes[-1]["width"] <= bar["x"] + bar["width"]
    assert min(box["height"] for box in boxes) >= 36
    assert page.evaluate(
        "[...document.querySelectorAll('[role=tablist], [role=tab]')].every((e) => e.scrollWidth <= e.clientWidth)"
    )


def test_the_open_panel_is_remembered(stage, page):
    page.get_by_role("tab", name="Vary").click()
    page.reload()
    stage.wait("data-ready", "true")
    assert shown(page) == ["vary-panel"]


def test_a_corner_opens_the_morph(stage, page):
    page.get_by_role("tab", name="Vary").click()
    page.keyboard.down("Shift")
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.keyboard.up("Shift")
    assert shown(page) == ["morph-panel"]
