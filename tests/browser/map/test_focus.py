"""The keyboard's focus: it stays on the page when what had it goes, and the steps can always be reached."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 800, "height": 1040}}


def reachable_steps(page: Page) -> list[list[str]]:
    """Row and step of what Tab can reach in the grid."""
    return page.evaluate(
        "() => [...document.querySelectorAll(\".step[tabindex='0']\")].filter((e) => e.checkVisibility())"
        ".map(({ dataset }) => [dataset.row, dataset.step])"
    )


def test_on_a_narrow_page_the_chosen_row_can_be_reached_and_left(open_stage):
    stage = open_stage(**NARROW)
    page = stage.page
    stage.sheet("pads")
    page.locator("[data-keep=fold]").click()
    assert reachable_steps(page) == [["0", "0"]]
    page.locator("[data-pad='3']").click()
    assert reachable_steps(page) == [["3", "0"]]
    page.locator("[data-row='3'][data-step='0']").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-row='4'][data-step='0']")).to_be_focused()
    expect(page.locator("[data-pad='4']")).to_have_class("pad chosen")
    assert reachable_steps(page) == [["4", "0"]]


def test_the_row_shown_is_that_of_the_pad_that_is_chosen(open_stage):
    stage = open_stage(**NARROW)
    page = stage.page
    stage.sheet("pads")
    page.locator("[data-keep=fold]").click()
    shown = page.locator(".track:visible")
    page.locator("[data-pad='5']").click()  # empty, with nothing to take
    expect(shown).to_have_attribute("data-track", "5")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-pad='4']")).to_be_focused()
    expect(shown).to_have_attribute("data-track", "4")


def test_hiding_the_hint_gives_the_focus_to_the_map(stage, page):
    page.locator(".hint [data-hint=close]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hint")).to_be_hidden()
    expect(page.locator(".surface")).to_be_focused()


@pytest.mark.parametrize("way", ["[data-picked=close]", "#picked"])
def test_leaving_the_selection_gives_the_focus_to_the_map(stage, page, way):
    stage.pick("cowbell")
    page.locator(way).focus()
    page.keyboard.press("Escape" if way == "#picked" else "Enter")
    expect(page.locator(".picked")).to_be_hidden()
    expect(page.locator(".surface")).to_be_focused()


def test_a_row_of_the_history_keeps_the_focus(stage, page):
    stage.reveal(".history-none")
    for sound in stage.lonely_sounds(3):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
    rows = page.locator("#history button")
    expect(rows).to_have_count(3)
    rows.nth(2).focus()
    stage.after(lambda: page.keyboard.press("Enter"))
    expect(rows.nth(2)).to_have_attribute("aria-current", "true")
    expect(rows.nth(2)).to_be_focused()


def test_the_pad_of_the_morph_is_a_slider_with_its_value_in_words(stage, page):
    a, b, c = stage.lonely_sounds(3)
    for corner, sound in enumerate((a, b, c)):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
        stage.after(lambda corner=corner: stage.reveal(f"[data-corner='{corner}']").click())
    pad = page.get_by_role("slider", name="Between the corners")
    pad.focus()
    _, b, c = stage.after(lambda: page.keyboard.press("ArrowRight"))["weights"]
    across, down = round(100 * b), round(100 * c)
    expect(pad).to_have_attribute("aria-valuenow", str(across))
    assert pad.get_attribute("aria-valuetext") == f"{across} across, {down} down"
    assert float(pad.get_attribute("aria-valuemin")) <= across <= float(pad.get_attribute("aria-valuemax"))
