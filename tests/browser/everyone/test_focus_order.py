"""Tab goes through the page as one reads it: part by part, each from left to right and from top to bottom."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

WINDOWS = {
    (1920, 950): False,
    (1920, 951): True,
    (1366, 650): True,
    (1366, 651): False,
    (1024, 768): False,
    (844, 390): False,
}
"""Windows, and whether the steps are open in them."""

MOST_STOPS = 200
ROW_PARTS = [
    ".dock",
    ".bar",
    ".pads",
    ".inspect",
    ".patterns",
    ".legend",
    ".zoom",
    ".hint",
    ".now",
    "#tabs",
    "#header",
]
"""Parts of the page in which controls stand in rows."""
STOPS = """(parts) => {
  const e = document.activeElement, scrolled = { x: 0, y: 0 };
  if (!e.closest('#page')) return null;
  for (let up = e.parentElement; up; up = up.parentElement) {
    scrolled.x += up.scrollLeft; scrolled.y += up.scrollTop; }
  const { x, y, width, height } = e.getBoundingClientRect();
  const part = parts.find((one) => e.closest(one)) ?? '';
  return { name: nameOf(e), part, left: x + scrolled.x, top: y + scrolled.y, width, height }; }"""
NAME = """() => { window.nameOf = (e) => [e.tagName, e.id || e.getAttribute('aria-label') || e.title ||
  e.textContent.trim(), ...Object.values(e.dataset)].join(' '); }"""
REACHABLE = """() => [...document.querySelectorAll('#page :is(a[href], button, input, select, summary, [tabindex])')]
  .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }) &&
    !e.matches('[type=radio]:not(:checked)') && e.getBoundingClientRect().width > 1).map(nameOf)"""


def stops(page) -> list[dict]:
    """What Tab comes to, from the first control of the page to the last."""
    page.evaluate("""() => { const start = document.createElement('a'); start.tabIndex = 0;
      document.body.prepend(start); start.focus(); start.remove(); }""")
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOPS, ROW_PARTS)
        if not stop:
            break
        found.append(stop)
    return found


def goes_back(one: dict, two: dict) -> bool:
    """Whether the second of two controls of a part is read before the first."""
    middle = two["top"] + two["height"] / 2
    if one["top"] < middle < one["top"] + one["height"]:
        return two["left"] < one["left"]
    return middle < one["top"]


def faults(page) -> list[object]:
    """What Tab does not come to, and where it goes back in a part of the page, or to a part that it had left."""
    found = stops(page)
    names = {stop["name"] for stop in found}
    left_out = [name for name in page.evaluate(REACHABLE) if name not in names]
    pairs = [(one, two) for one, two in pairwise(found) if one["part"]]
    back = [
        (one["name"], two["name"]) for one, two in pairs if one["part"] == two["part"] and goes_back(one, two)
    ]
    left = [one["part"] for one, two in pairs if one["part"] != two["part"]]
    return [*left_out, *back, *(part for part in left if left.count(part) > 1)]


def test_on_a_phone_tab_leaves_nothing_out(open_stage):
    stage = open_stage(viewport={"width": 390, "height": 844})
    stage.page.evaluate(NAME)
    stage.sheet("pads")
    names = {stop["name"] for stop in stops(stage.page)}
    assert set(stage.page.evaluate(REACHABLE)) <= names


def test_tab_goes_as_one_reads_and_leaves_nothing_out(stage, page):
    page.evaluate(NAME)
    stage.after(lambda: page.locator("#surprise").click())
    found = {}
    for (width, height), steps in WINDOWS.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.locator(".dock").is_visible():
            stage.sheet("pads")
        fold = page.locator("[data-keep=fold]")
        if (fold.get_attribute("aria-expanded") == "true") != steps:
            fold.click()
        found[width, height] = faults(page)
    assert not any(found.values()), found
