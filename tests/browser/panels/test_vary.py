"""Vary: the grid of variations around a sound, and what they keep."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def varied(stage):
    """The stage with the Vary panel open, a sound that is on, and its grid filled."""
    stage.page.get_by_role("tab", name="Vary").click()
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    filled(stage.page)
    return stage


def filled(page) -> None:
    page.wait_for_function(
        "() => document.querySelector('.variations').dataset.filled === document.querySelector('#stage').dataset.recipe"
    )


def pictures(page) -> list[str]:
    return page.evaluate(
        "() => [...document.querySelectorAll('.variations canvas')].map((c) => c.toDataURL())"
    )


def test_eight_different_variations_gather_around_the_sound(varied, page):
    assert len(set(pictures(page))) == 9
    assert varied.renders == 1


def test_a_click_makes_a_variation_the_centre(varied, page):
    centre = varied.recipe
    before = pictures(page)
    chosen = varied.after(lambda: page.locator(".variations button").nth(2).click())
    assert chosen["kind"] == "noise" and chosen["of"] == centre and chosen["amount"] == 0.5
    page.wait_for_function(
        "wanted => document.querySelectorAll('.variations canvas')[4].toDataURL() === wanted", arg=before[2]
    )
    expect(page.locator("#seed input")).to_have_value(str(chosen["seed"]))
    assert varied.after(lambda: page.keyboard.press("z")) == centre


def test_a_key_plays_the_focused_variation_and_the_centre_stays(varied, page):
    centre = pictures(page)[4]
    page.locator(".variations button").nth(7).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    heard = varied.after(lambda: page.keyboard.press("p"))
    assert heard["kind"] == "noise"
    assert pictures(page)[4] == centre


def test_one_can_go_on_from_variation_to_variation_without_end(varied, page):
    for _ in range(9):
        filled(page)
        before = varied.recipe
        assert varied.after(lambda: page.locator(".variations button").first.click()) != before
    assert varied.report("error") == ""


def test_locks_are_part_of_the_recipe_and_come_back(varied, page):
    page.locator("#amount input[type=range]").fill("0.8")
    varied.settled("recipe.kind === 'noise' && recipe.amount === 0.8")
    lock = page.locator("[data-lock=pitch]")
    locked = varied.after(lambda: lock.click())
    assert locked["lock"] == ["pitch"]
    expect(lock).to_have_attribute("aria-pressed", "true")
    assert "lock" not in varied.after(lambda: page.keyboard.press("z"))
    expect(lock).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Shift+Z")
    expect(lock).to_have_attribute("aria-pressed", "true")
