"""The address holds the sound: links, a reload, undo, and what is wrong with an address."""

import numpy as np
import pytest
from gestures import address, drag_slider, set_corners
from playwright.sync_api import expect

from vae.library.places import locate

pytestmark = pytest.mark.browser


def test_a_reload_brings_the_same_sound_and_controls_back(stage, page):
    set_corners(stage)
    drag_slider(stage, "morph", 0.3)
    stage.settled("recipe.weights[1] === 0.3")
    drag_slider(stage, "amount", 0.6)
    stage.settled("recipe.kind === 'noise' && recipe.amount === 0.6")
    before = stage.recipe
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('noise')")
    page.reload()
    stage.wait("data-ready", "true")
    assert stage.recipe == before
    assert stage.report("playing") == "false"
    expect(page.locator("#morph input[type=range]")).to_have_value("0.3")
    expect(page.locator("#amount input[type=range]")).to_have_value("0.6")
    expect(page.locator("#seed input")).to_have_value(str(before["seed"]))


def test_a_link_to_a_place_sounds_as_when_it_was_shared(open_stage, built, codec):
    x, y = built.coordinates[:2].mean(axis=0).tolist()
    older = codec.decode(locate(x, y, built).latent)
    place = {"kind": "place", "x": x, "y": y}
    for way in (None, "natural", "glide"):
        stage = open_stage(address({**place, "interpolation": way} if way else place))
        stage.page.keyboard.press("Space")
        assert stage.recipe.get("interpolation") == way
        assert np.allclose(stage.samples, older, atol=1e-3) == (way is None)


@pytest.mark.parametrize(
    "recipe",
    ["{", '{"kind":"point","id":100000}', '{"kind":"place","x":1e999,"y":0}', '{"kind":"point"}', "[" * 5000],
)
def test_a_broken_recipe_in_the_address_is_one_sentence(open_stage, recipe):
    stage = open_stage(address(recipe))
    assert stage.report("error").endswith(".")
    expect(stage.page.locator(".toast")).to_be_visible()
    stage.after(lambda: stage.page.mouse.click(*stage.empty_pixel()))
    assert stage.report("error") == ""


def test_an_unknown_checkpoint_in_the_address_opens_the_default(open_stage):
    stage = open_stage(address({"kind": "point", "id": 1}, "nowhere"))
    assert "nowhere" in stage.report("error")
    assert stage.report("checkpoint") == "drum-machine"


def test_undo_and_redo_walk_the_history_and_move_the_controls(stage, page):
    a = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    drag_slider(stage, "amount", 0.5)
    stage.settled("recipe.kind === 'noise'")
    noisy = stage.recipe
    assert stage.after(lambda: page.keyboard.press("z")) == a
    expect(page.locator("#amount input[type=range]")).to_have_value("0")
    assert stage.after(lambda: page.keyboard.press("Shift+Z")) == noisy
    expect(page.locator("#amount input[type=range]")).to_have_value("0.5")


def test_pasting_a_link_shows_its_sound(stage, page):
    page.evaluate("hash => { location.hash = hash; }", address({"kind": "point", "id": 2}))
    stage.settled("recipe.kind === 'point' && recipe.id === 2")
