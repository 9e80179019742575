"""The page in windows of many sizes: nothing is cut, covered, too small or out of reach, and nothing jumps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

LARGE = [(1280, 720), (1366, 650), (1440, 790), (1440, 900), (1536, 730), (1024, 768), (2560, 1440)]
PHONE, ACROSS, TWICE, TINY = (390, 844), (844, 390), (720, 450), (360, 640)
SMALL = [PHONE, ACROSS, TWICE, TINY]
"""The third is a window of 1440 x 900 at 200 %."""

WIDTHS = [*range(1300, 1451, 10), 861, 960, 1040, 1041, 1120, 1200, 1260, 1600, 1920, 2560]
LEAST_PANEL, LEAST_MAP, LEAST_SHEET = 200, 140, 120
"""Pixels in sight: of a panel's content, of the map, of a sheet's content."""

FAULTS = (Path(__file__).parents[1] / "geometry.js").read_text("utf-8")
CONTROLS = (
    "#page :is(.brand, button, select, input, textarea, summary, [role=option], [tabindex='0']:not(ul))"
)
"""A list of sounds may be longer than what is in sight of it; its rows are looked at one by one."""
ROOM = """(selector) => {
  const panel = document.querySelector(selector), style = getComputedStyle(panel);
  const side = document.querySelector('#side');
  side.scrollTop = side.scrollHeight;
  return panel.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
}"""
OVERFLOW = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [Math.max(scrollWidth - innerWidth, 0), Math.max(scrollHeight - innerHeight, 0)];
}"""
TABS_CUT = """() => {
  const tabs = document.querySelector('[role=tablist]');
  return tabs.checkVisibility() && tabs.scrollWidth > tabs.clientWidth;
}"""
PARTS = """() => ['#header button', '.map', '.now', '#tools', '#pads', '.dock button'].flatMap((part) =>
  [...document.querySelectorAll(part)].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect(); return [part, x, y, width, height]; }))"""


def resize(page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


def fold_steps(page, *, is_open: bool) -> None:
    fold = page.locator("[data-keep=fold]")
    if (fold.get_attribute("aria-expanded") == "true") != is_open:
        fold.click()


def set_corners(stage, count: int) -> None:
    """Puts sounds into the corners of the morph, so that its panel has all that it can have."""
    for slot in range(count):
        stage.after(lambda: stage.page.locator("#surprise").click())
        stage.after(stage.reveal(f"[data-corner='{slot}']").click)


def panels(page) -> Iterator[str]:
    """Opens every panel in turn."""
    for tab in page.locator("[role=tab]").all():
        tab.click()
        yield tab.inner_text()


def large_states(page) -> Iterator[str]:
    """Everything that can be open in a large window, in turn."""
    fold_steps(page, is_open=False)
    yield from panels(page)
    fold_steps(page, is_open=True)
    yield "steps open"


def small_states(page) -> Iterator[str]:
    """Every sheet of a small window and all that can be open in it, in turn; last, no sheet."""
    for sheet in ("sound", "tools", "pads", "more"):
        page.locator(f"[data-opens={sheet}]").click()
        if sheet == "tools":
            yield from panels(page)
        elif sheet == "pads":
            for is_open in (False, True):
                fold_steps(page, is_open=is_open)
                yield f"pads, steps {'open' if is_open else 'folded'}"
        else:
            yield sheet
    page.locator("[data-opens=more]").click()
    yield "no sheet"


def faults(page, size: tuple[int, int], state: str, sheet: int) -> list[object]:
    """What is wrong with the page as it is, each fault with the window and state that it was seen in."""
    width, height = page.evaluate(OVERFLOW)
    found = page.evaluate(FAULTS, CONTROLS)
    found += [["page too large", width, height]] if width or height else []
    found += [["little map"]] if page.evaluate(ROOM, ".map") < LEAST_MAP else []
    found += [["tabs cut"]] if page.evaluate(TABS_CUT) else []
    tools = page.locator("#tools").is_visible()
    found += [["little panel"]] if tools and page.evaluate(ROOM, "#tools .tool.open") < sheet else []
    return [[*size, state, *fault] for fault in found]


def found_in(stage, sizes, states, least):
    """The faults of every state in every size; three corners are set."""
    set_corners(stage, 3)
    found = []
    for size in sizes:
        resize(stage.page, *size)
        found += [fault for state in states(stage.page) for fault in faults(stage.page, size, state, least)]
    return found


def test_in_large_windows_every_control_can_be_reached(open_stage):
    assert found_in(open_stage(), LARGE, large_states, LEAST_PANEL) == []


def test_in_small_windows_every_control_can_be_reached_in_a_sheet(open_stage):
    assert found_in(open_stage(), SMALL, small_states, LEAST_SHEET) == []


def test_menus_of_the_pads_are_whole_in_every_window(open_stage):
    page = open_stage().page
    found = []
    for size in [*LARGE, *SMALL]:
        resize(page, *size)
        if page.locator(".dock").is_visible() and not page.locator("#pads").is_visible():
            page.locator("[data-opens=pads]").click()
        for menu in ("midi", "export"):
            page.locator(f"[data-menu={menu}] summary").click()
            inside = f"[data-menu={menu}] :is(button, select, input, summary):not(:disabled)"
            found += [[*size, menu, *fault] for fault in page.evaluate(FAULTS, inside)]
            page.locator(f"[data-menu={menu}] summary").click()
    assert found == []


@pytest.mark.parametrize("size", [(1366, 650), (390, 844)], ids=lambda size: "{} x {}".format(*size))
def test_nothing_jumps_from_sound_to_sound_and_panel_to_panel(open_stage, size):
    stage = open_stage(viewport={"width": size[0], "height": size[1]})
    page = stage.page
    if page.locator(".dock").is_visible():
        page.locator("[data-opens=tools]").click()
    before = page.evaluate(PARTS)
    for _ in panels(page):
        assert page.evaluate(PARTS) == before
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    assert page.evaluate(PARTS) == before
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    assert page.evaluate(PARTS) == before


@pytest.mark.parametrize("spacing", ["normal", "0.06em"], ids=["as it is", "a wide font"])
def test_the_header_is_whole_at_every_width(stage, page, spacing):
    page.add_style_tag(content=f"* {{ letter-spacing: {spacing} !important; }}")
    for width in WIDTHS:
        resize(page, width, 800)
        assert page.evaluate(OVERFLOW)[0] == 0, width
        header = "#header :is(button, select, input)"
        assert page.evaluate(FAULTS, header) == [], width
        assert page.evaluate(FAULTS, ".now :is(button, select, input), [role=tab]") == [], width


@pytest.mark.parametrize("width", [360, 390, 600, 860])
def test_a_small_window_is_never_wider_than_itself(stage, page, width):
    resize(page, width, 800)
    for state in small_states(page):
        assert page.evaluate(OVERFLOW) == [0, 0], state
