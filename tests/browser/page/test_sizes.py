"""The page in windows of many sizes: nothing is cut, covered or out of reach, and no panel is a slit.

One page is resized; only the phone is a page of its own.
"""

import pytest

pytestmark = pytest.mark.browser

WINDOWS = [(1280, 720), (1366, 650), (1440, 790), (1440, 900), (1536, 730), (1920, 950), (1024, 768)]
WIDTHS = [*range(1300, 1451, 10), 901, 960, 1040, 1041, 1120, 1200, 1260, 1600, 1920, 2560]
LEAST_PANEL = 200
"""Pixels of a panel's content that are in sight."""

UNREACHABLE = """(wanted) => {
  const clips = (e) => { const { display, overflowY } = getComputedStyle(e);
    return display !== 'contents' && overflowY !== 'visible'; };
  const name = (e) => e.id || e.getAttribute('aria-label') || e.title || e.textContent.trim() || e.outerHTML;
  const faults = [];
  for (const control of document.querySelectorAll(wanted)) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.matches('.surface, .surface *')) continue;
    if (Math.min(control.offsetWidth, control.offsetHeight) < 2) continue; // there for its label or file dialog
    control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const box = control.getBoundingClientRect();
    const within = [new DOMRect(0, 0, innerWidth, innerHeight)];
    for (let e = control.parentElement; e; e = e.parentElement)
      if (clips(e) && e !== document.documentElement && e !== document.body) within.push(e.getBoundingClientRect());
    if (!within.every((o) => box.left > o.left - 1 && box.right < o.right + 1 && box.top > o.top - 1
        && box.bottom < o.bottom + 1)) faults.push(['cut', name(control)]);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!top || !(control.contains(top) || top.contains(control))) faults.push(['covered', name(control)]);
  }
  return faults;
}"""
CONTROLS = "#page :is(button, select, input, summary, [tabindex='0'])"
ROOM = """() => {
  const panel = document.querySelector('#tools .tool.open'), style = getComputedStyle(panel);
  const side = document.querySelector('#side');
  side.scrollTop = side.scrollHeight;
  return panel.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
}"""
OVERFLOW = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [Math.max(scrollWidth - innerWidth, 0), Math.max(scrollHeight - innerHeight, 0)];
}"""


def resize(page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


def fold_steps(page, *, is_open: bool) -> None:
    fold = page.locator("[data-keep=fold]")
    if (fold.get_attribute("aria-expanded") == "true") != is_open:
        fold.click()


def set_corners(stage, count: int) -> None:
    """Puts sounds into the corners of the morph, so that its panel has all that it can have."""
    for slot, sound in enumerate(stage.lonely_sounds(count)):
        stage.after(lambda sound=sound: stage.page.mouse.click(*stage.sound_at(sound)))
        button = stage.reveal(f"[data-corner='{slot}']")
        stage.after(button.click)


def test_every_control_of_every_panel_can_be_reached(stage, page):
    set_corners(stage, 3)
    tabs = page.locator("[role=tab]")
    for width, height in WINDOWS:
        resize(page, width, height)
        for is_open in (False, True):
            fold_steps(page, is_open=is_open)
            for tab in tabs.all():
                tab.click()
                where = (width, height, "steps open" if is_open else "steps folded", tab.inner_text())
                assert page.evaluate(OVERFLOW) == [0, 0], where
                assert page.evaluate(ROOM) >= LEAST_PANEL, where
                assert page.evaluate(UNREACHABLE, CONTROLS) == [], where


@pytest.mark.parametrize("spacing", ["normal", "0.06em"], ids=["as it is", "a wide font"])
def test_the_header_is_whole_at_every_width(stage, page, spacing):
    page.add_style_tag(content=f"* {{ letter-spacing: {spacing} !important; }}")
    for width in WIDTHS:
        resize(page, width, 800)
        assert page.evaluate(OVERFLOW)[0] == 0, width
        header = "#header :is(button, select, input)"
        assert page.evaluate(UNREACHABLE, header) == [], width
        assert page.evaluate(UNREACHABLE, ".now :is(button, select, input), [role=tab]") == [], width


@pytest.mark.parametrize("width", [360, 390, 600, 900])
def test_in_one_column_nothing_is_wider_than_the_window(stage, page, width):
    resize(page, width, 800)
    for is_open in (False, True):
        fold_steps(page, is_open=is_open)
        assert page.evaluate(OVERFLOW)[0] == 0
