"""Latent dimensions: eight sliders that move a sound by hand, undo, reset, links, and that they go with their sound."""

import json
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def moving(stage):
    """The stage with a sound that is on and the section of the Shape panel open."""
    page = stage.page
    page.get_by_role("tab", name="Shape").click()
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.get_by_text("Inner sliders").click()
    expect(sliders(page)).to_have_count(8)
    return stage


def sliders(page):
    return page.locator("#dimensions").get_by_role("slider")


def move(stage, i: int, amount: float) -> dict:
    return stage.after(lambda: sliders(stage.page).nth(i).fill(str(amount)))


def moved(stage) -> dict[int, float]:
    recipe = stage.recipe
    return (
        dict(zip(recipe["dimensions"], recipe["amounts"], strict=True)) if recipe["kind"] == "offset" else {}
    )


def dimension(page, i: int) -> int:
    return int(sliders(page).nth(i).get_attribute("id").removeprefix("dimension-"))


def test_sliders_change_the_sound_and_the_recipe_and_the_same_give_the_same(moving, page, open_stage):
    point, plain = moving.recipe, moving.samples
    move(moving, 0, 2)
    move(moving, 3, -1.5)
    assert moving.recipe["kind"] == "offset" and moving.recipe["of"] == point
    assert moved(moving) == {dimension(page, 0): 2, dimension(page, 3): -1.5}
    first, recipe = moving.samples, moving.recipe
    assert np.abs(first - plain).max() > 0.05
    assert move(moving, 0, 0)["amounts"] == [-1.5]
    assert move(moving, 3, 0) == point
    assert np.array_equal(moving.samples, plain)
    move(moving, 3, -1.5)
    move(moving, 0, 2)
    assert np.array_equal(moving.samples, first)
    assert moving.report("error") == ""
    other = open_stage(f"#checkpoint=drum-machine&recipe={quote(json.dumps(recipe))}")  # remembers no sound
    other.page.keyboard.press("Space")
    assert np.array_equal(other.samples, first)


def test_a_drag_is_one_step_of_history_and_undo_moves_the_slider(moving, page):
    point, slider = moving.recipe, sliders(page).nth(1)
    for amount in (0.5, 1, 2):
        move(moving, 1, amount)
    assert moving.after(lambda: page.keyboard.press("z")) == point
    expect(slider).to_have_value("0")
    assert moving.after(lambda: page.keyboard.press("Shift+Z"))["amounts"] == [2]
    expect(slider).to_have_value("2")
    expect(page.locator("#dimensions output").nth(1)).to_have_text("2")


def test_reset_and_double_click_give_the_base_again(moving, page):
    point = moving.recipe
    move(moving, 0, 1)
    move(moving, 2, -3)
    assert moving.after(lambda: sliders(page).nth(0).dispatch_event("dblclick"))["amounts"] == [-3]
    expect(sliders(page).nth(0)).to_have_value("0")
    assert moving.after(lambda: page.get_by_role("button", name="Reset the inner sliders").click()) == point
    expect(sliders(page).nth(2)).to_have_value("0")


def test_another_sound_starts_at_zero(moving, page):
    move(moving, 0, 2)
    other = moving.lonely_sounds(2)[1]
    assert moving.after(lambda: page.mouse.click(*moving.sound_at(other))) == {"kind": "point", "id": other}
    expect(sliders(page).nth(0)).to_have_value("0")
    assert move(moving, 1, 1)["of"] == {"kind": "point", "id": other}


def test_noise_and_shape_stay_around_and_under_it(moving, page):
    point = moving.recipe
    page.locator("#shape-decay input[type=range]").fill("1")
    moving.settled("recipe.kind === 'shape'")
    move(moving, 0, 1)
    amount = moving.reveal("#amount input[type=range]")
    amount.fill("0.5")
    moving.settled("recipe.kind === 'noise'")
    recipe = moving.recipe
    assert recipe["of"]["kind"] == "offset"
    assert recipe["of"]["of"] == {"kind": "shape", "of": point, "decay": 1}
    amount.fill("0")
    moving.settled("recipe.kind === 'offset'")
    page.get_by_role("tab", name="Shape").click()
    expect(sliders(page).nth(0)).to_have_value("1")


def test_a_link_sets_the_sliders_and_opens_the_section(open_stage):
    recipe = {"kind": "offset", "of": {"kind": "point", "id": 3}, "dimensions": [0, 1], "amounts": [1.5, -2]}
    stage = open_stage(f"#checkpoint=drum-machine&recipe={quote(json.dumps(recipe))}")
    assert stage.recipe == recipe
    stage.page.get_by_role("tab", name="Shape").click()
    expect(stage.page.get_by_label("Inner 0", exact=True)).to_have_value("1.5")
    expect(stage.page.get_by_label("Inner 1", exact=True)).to_have_value("-2")


def test_the_keyboard_opens_the_section_and_moves_a_slider(stage, page):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.get_by_role("tab", name="Shape").click()
    expect(sliders(page)).to_have_count(0)
    page.locator("#dimensions summary").focus()
    page.keyboard.press("Space")
    expect(sliders(page)).to_have_count(8)
    page.keyboard.press("Tab")
    expect(sliders(page).first).to_be_focused()
    assert stage.after(lambda: page.keyboard.press("ArrowRight"))["amounts"] == [0.1]


def test_another_checkpoint_asks_anew(moving, page):
    move(moving, 0, 1)
    page.locator("#checkpoint input").click()
    page.get_by_role("option", name="lost-kit").click()
    moving.wait("data-checkpoint", "lost-kit")
    expect(sliders(page)).to_have_count(8)
    assert sliders(page).evaluate_all("all => all.map((one) => one.value)") == ["0"] * 8


def test_without_a_sound_it_says_what_to_do(stage, page):
    page.get_by_role("tab", name="Shape").click()
    page.get_by_text("Inner sliders").click()
    sliders(page).first.fill("1")
    expect(page.locator(".toast")).to_contain_text("Play a sound first")
    expect(sliders(page).first).to_have_value("0")
