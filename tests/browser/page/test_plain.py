"""Noise and Shape stay for the next sounds: the page says so everywhere, and one click takes them back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def varied(stage):
    """The stage with a sound of the library, varied by noise and by Shape; its plain recipe is `varied.plain`."""
    page = stage.page
    stage.plain = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    stage.after(lambda: page.keyboard.press("n"))
    stage.reveal("#shape-brightness input[type=range]").fill("-1")
    stage.settled("recipe.kind === 'noise' && recipe.of.brightness === -1")
    return stage


def expect_plain(stage) -> None:
    page = stage.page
    assert stage.recipe == stage.plain
    expect(page.locator(".changes")).to_be_hidden()
    expect(page.locator("[role=tab] .active")).to_have_count(0)
    expect(page.locator("#amount input[type=range]")).to_have_value("0")
    expect(page.locator("#shape-brightness input[type=range]")).to_have_value("0")
    expect(page.locator("[data-side=original]")).to_be_enabled()
    expect(page.locator(".now .note")).to_be_hidden()


def test_chips_say_what_is_changed_for_every_sound_and_one_clears_all_of_it(varied, page):
    chips = page.locator(".changes button")
    expect(chips).to_have_text(["Varied 0.5 ✕", "Brightness −1 ✕", "all ✕"])
    other = varied.lonely_sounds(2)[1]
    assert varied.after(lambda: page.mouse.click(*varied.sound_at(other)))["kind"] == "noise"
    expect(chips).to_have_count(3)
    varied.plain = {"kind": "point", "id": other}
    varied.after(chips.last.click)
    expect_plain(varied)


def test_each_chip_clears_what_it_says_and_leaves_the_rest(varied, page):
    chips = page.locator(".changes button")
    assert varied.after(chips.first.click) == {"kind": "shape", "of": varied.plain, "brightness": -1}
    expect(chips).to_have_text(["Brightness −1 ✕"])
    expect(page.locator("#amount input[type=range]")).to_have_value("0")
    varied.after(page.locator("[data-phase=none]").click)
    expect(chips).to_have_text(["Brightness −1 ✕", "Raw ✕", "all ✕"])
    varied.after(chips.first.click)
    varied.after(chips.first.click)
    expect_plain(varied)


def test_the_tabs_of_vary_and_shape_have_a_dot_while_they_change_every_sound(varied, page):
    for name, dots in (("Vary", 1), ("Shape", 1), ("Morph", 0), ("Compare", 0)):
        expect(page.get_by_role("tab", name=name).locator(".active")).to_have_count(dots)
    page.locator("#shape-brightness input[type=range]").fill("0")
    expect(page.get_by_role("tab", name="Shape").locator(".active")).to_have_count(0)
    expect(page.get_by_role("tab", name="Vary").locator(".active")).to_have_count(1)


def test_the_card_says_why_there_is_no_original_and_offers_the_plain_sound(varied, page):
    original = page.locator("[data-side=original]")
    expect(original).to_be_disabled()
    expect(original).to_have_attribute("title", "This sound is varied, so it has no original.")
    expect(page.locator(".now .note")).to_contain_text("This sound is varied, so it has no original.")
    varied.after(page.locator(".now .note").get_by_role("button", name="Hear it plain").click)
    expect_plain(varied)


def test_the_key_b_says_the_same_and_offers_the_same(varied, page):
    page.locator(".surface").focus()
    page.keyboard.press("b")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("This sound is varied, so it has no original.")
    varied.after(toast.get_by_role("button", name="Hear it plain").click)
    expect_plain(varied)


def test_compare_offers_the_plain_sound_and_then_compares_it(varied, page):
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator(".compare-none")).to_have_text("This sound is varied: hear it plain")
    varied.after(page.locator(".compare-none").get_by_role("button").click)
    expect(page.locator(".compare-body")).to_be_visible()
    expect_plain(varied)


def test_what_has_no_original_anyhow_offers_nothing(stage, page):
    page.locator(".surface").focus()
    page.keyboard.press("b")
    expect(page.locator(".toast")).to_contain_text("Play a sound first")
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    stage.after(lambda: page.keyboard.press("n"))
    page.keyboard.press("b")
    expect(page.locator(".toast")).to_contain_text(
        "Only library sounds and your own sounds have an original."
    )
    expect(page.get_by_role("button", name="Hear it plain")).to_have_count(0)
