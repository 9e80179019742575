"""The search: what it dims and suggests, and the ways out of it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def dimmed(stage) -> int:
    """How many sounds are dimmed."""
    return sum(opacity < 0.5 for opacity in stage.drawn("opacity").values())


def search_for(page, text: str) -> None:
    page.locator(".search input").fill(text)
    expect(page.locator(".suggestions [role=listbox]")).to_have_attribute("aria-busy", "false")


def expect_no_search(stage) -> None:
    expect(stage.page.locator(".search input")).to_have_value("")
    for selector in (".suggestions", ".search-chip", ".search button"):
        expect(stage.page.locator(selector)).to_be_hidden()
    assert dimmed(stage) == 0


def test_search_dims_suggests_plays_and_centres(stage, page):
    name = stage.library[5]["name"]
    page.keyboard.press("/")
    expect(page.locator(".search input")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator(".suggestions li").first).to_contain_text(name)
    opacity = list(stage.drawn("opacity").values())
    found = int(page.locator(".suggestions [role=status]").inner_text().split()[0])
    assert opacity.count(0.92) == found and opacity.count(0.13) == len(opacity) - found
    assert stage.after(lambda: page.keyboard.press("Enter")) == {"kind": "point", "id": 5}
    assert stage.zoomed
    for axis, place in zip("xy", stage.place_of(5), strict=True):
        low, high = stage.view[axis]
        assert low <= place <= high
    page.keyboard.press("Escape")
    expect(page.locator(".search input")).to_have_value("")
    assert set(stage.drawn("opacity").values()) == {0.92}


def test_search_arrows_choose_a_suggestion(stage, page):
    page.locator(".search input").fill("kick")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions li").nth(1)).to_have_attribute("aria-selected", "true")
    second = int(page.locator(".suggestions li").nth(1).get_attribute("data-id"))
    assert stage.after(lambda: page.keyboard.press("Enter"))["id"] == second


def test_search_that_finds_nothing_says_so_and_dims_nothing(stage, page):
    search_for(page, "zzzz")
    expect(page.locator(".suggestions [role=status]")).to_have_text("No sounds match.")
    expect(page.locator(".search-chip")).to_be_hidden()
    assert dimmed(stage) == 0
    page.keyboard.press("Enter")
    assert stage.renders == 0
    search_for(page, "kick")
    assert dimmed(stage) > 0
    search_for(page, "kick zzzz")
    assert dimmed(stage) == 0


def test_enter_closes_the_list_and_an_arrow_opens_it_again(stage, page):
    search_for(page, "kick")
    expect(page.locator(".suggestions")).to_be_visible()
    stage.after(lambda: page.keyboard.press("Enter"))
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(page.locator(".search input")).to_have_value("kick")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions")).to_be_visible()


def test_the_cross_in_the_field_clears_and_keeps_the_focus(stage, page):
    expect(page.locator(".search button")).to_be_hidden()
    search_for(page, "kick")
    page.locator(".search button").click()
    expect_no_search(stage)
    expect(page.locator(".search input")).to_be_focused()


def test_a_chip_on_the_map_names_the_search_and_clears_it(stage, page):
    search_for(page, "kick")
    chip = page.locator(".search-chip")
    expect(chip).to_contain_text("search: kick")
    chip.click()
    expect_no_search(stage)


@pytest.mark.parametrize("focus", [".surface", "[data-action=share]", "#morph-tab", ".search input"])
def test_escape_clears_the_search_wherever_the_focus_is(stage, page, focus):
    search_for(page, "kick")
    stage.after(lambda: page.keyboard.press("Enter"))
    assert dimmed(stage) > 0
    page.locator(focus).focus()
    page.keyboard.press("Escape")
    expect_no_search(stage)


def test_a_search_that_became_a_selection_is_left_in_one_step(stage, page):
    search_for(page, "kick")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".picked")).to_be_visible()
    expect(page.locator(".search-chip")).to_be_hidden()
    assert dimmed(stage) > 0
    page.locator("[data-picked=close]").click()
    expect_no_search(stage)
