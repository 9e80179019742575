"""Shape: five sliders that make a recipe, reset, recall, and the table of what they really move."""

import json
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import expect

from explorer.sound.calibration import FILE_NAME
from vae.recipes.qualities import QUALITIES

pytestmark = pytest.mark.browser


@pytest.fixture
def shaping(stage):
    """The stage with the Shape panel open and a sound that is on."""
    stage.page.get_by_role("tab", name="Shape").click()
    sound = stage.lonely_sounds(1)[0]
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(sound)))
    return stage


def slide(page, name: str, value: float) -> None:
    page.locator(f"#shape-{name} input[type=range]").fill(str(value))


def test_sliders_shape_the_sound_and_it_changes(shaping, page):
    point = shaping.recipe
    before = shaping.samples
    slide(page, "decay", -2)
    shaping.settled("recipe.kind === 'shape' && recipe.decay === -2")
    slide(page, "brightness", 1.5)
    shaping.settled("recipe.brightness === 1.5")
    assert shaping.recipe == {"kind": "shape", "of": point, "decay": -2, "brightness": 1.5}
    assert np.abs(shaping.samples - before).max() > 0.05
    assert shaping.report("error") == ""


def test_a_drag_is_one_step_of_history_and_undo_moves_the_slider(shaping, page):
    point = shaping.recipe
    for value in (0.5, 1, 2):
        slide(page, "pitch", value)
        shaping.settled(f"recipe.pitch === {value}")
    assert shaping.after(lambda: page.keyboard.press("z")) == point
    expect(page.locator("#shape-pitch input[type=range]")).to_have_value("0")
    assert shaping.after(lambda: page.keyboard.press("Shift+Z"))["pitch"] == 2
    expect(page.locator("#shape-pitch input[type=range]")).to_have_value("2")


def test_reset_and_double_click(shaping, page):
    point = shaping.recipe
    slide(page, "attack", 2)
    shaping.settled("recipe.attack === 2")
    slide(page, "noisiness", 1)
    shaping.settled("recipe.noisiness === 1")
    page.locator("#shape-attack input[type=range]").dispatch_event("dblclick")
    shaping.settled("recipe.kind === 'shape' && recipe.attack === undefined")
    expect(page.locator("#shape-attack input[type=range]")).to_have_value("0")
    assert shaping.after(lambda: page.locator("[data-shape=reset]").click()) == point
    expect(page.locator("#shape-noisiness input[type=range]")).to_have_value("0")


def test_a_link_sets_the_sliders(open_stage):
    recipe = {"kind": "shape", "of": {"kind": "point", "id": 3}, "decay": 1.5, "pitch": -1}
    stage = open_stage(f"#checkpoint=drum-machine&recipe={quote(json.dumps(recipe))}")
    assert stage.recipe == recipe
    expect(stage.page.locator("#shape-decay input[type=range]")).to_have_value("1.5")
    expect(stage.page.locator("#shape-pitch input[type=range]")).to_have_value("-1")


def test_without_a_sound_it_says_what_to_do(stage, page):
    page.get_by_role("tab", name="Shape").click()
    slide(page, "decay", 1)
    expect(page.locator(".toast")).to_contain_text("Play a sound first")


def test_the_table_shows_what_was_measured(damaged_checkpoints, open_stage):
    count = len(QUALITIES)
    report = {
        "qualities": list(QUALITIES),
        "monotone": [0.95, 0.5, 1, 1, 1],
        "matrix": (np.eye(count) * 0.4).tolist(),
        "crosstalk": (np.eye(count) * 0.75 + 0.25).tolist(),
        "sounds": 40,
    }
    path = damaged_checkpoints / "drum-machine" / FILE_NAME
    path.write_text(json.dumps(report))
    try:
        stage = open_stage("#checkpoint=drum-machine")
        stage.page.get_by_role("tab", name="Shape").click()
        stage.page.get_by_text("What each slider really changes").click()
        rows = stage.page.locator("#shape-matrix tbody tr")
        assert rows.first.locator("td").all_inner_texts() == ["0.40", "0.25", "0.25", "0.25", "0.25", "95%"]
        expect(stage.page.locator("#shape-matrix caption")).to_contain_text("40 sounds")
    finally:
        path.unlink()
    stage = open_stage("#checkpoint=drum-machine")
    expect(stage.page.locator("#shape-matrix")).to_be_hidden()
    expect(stage.page.locator("[data-shape=note]")).to_contain_text("explorer.calibrate")
