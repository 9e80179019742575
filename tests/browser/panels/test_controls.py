"""The controls: morph, noise, legend, phase."""

import numpy as np
import pytest
from gestures import address, drag_slider, energies_of_both_sides, set_corners
from playwright.sync_api import expect

from explorer.page.ways import ways

pytestmark = pytest.mark.browser


def test_shift_clicks_set_two_corners_and_play_what_is_between(stage, page):
    a, b = set_corners(stage)
    assert stage.recipe == {
        "kind": "mix",
        "of": [{"kind": "point", "id": a}, {"kind": "point", "id": b}],
        "weights": [0.5, 0.5],
        "interpolation": ways()[0].name,
    }
    expect(page.locator(".mark.corner").first).to_be_visible()
    expect(page.locator(".map .line")).to_have_class("line on")


def test_the_morph_slider_moves_between_the_corners_and_past_them(stage, page):
    set_corners(stage)
    drag_slider(stage, "morph", 0.25)
    stage.settled("recipe.weights && recipe.weights[0] === 0.75 && recipe.weights[1] === 0.25")
    drag_slider(stage, "morph", 1.4)
    stage.settled("recipe.weights && recipe.weights[0] === -0.4 && recipe.weights[1] === 1.4")
    assert stage.report("error") == ""


def test_the_path_of_the_morph_can_be_curved(stage, page):
    set_corners(stage)
    stage.reveal("#interpolation")
    for way in ways():
        expect(page.locator("#interpolation label", has_text=way.title)).to_have_attribute("title", way.tip)
    page.get_by_label("Smooth").check(force=True)
    stage.settled("recipe.interpolation === 'slerp'")


def test_a_crossfade_can_be_heard_instead_of_the_morph(stage, page):
    a, b = set_corners(stage)
    morphed = stage.samples
    stage.reveal("#interpolation")
    page.get_by_label("Plain mix").check(force=True)
    stage.settled("recipe.interpolation === 'crossfade'")
    assert not np.array_equal(stage.samples, morphed)
    drag_slider(stage, "amount", 0.5)
    stage.settled(
        "recipe.kind === 'mix' && recipe.of.every((one) => one.kind === 'noise' && one.amount === 0.5)"
    )
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('noise')")
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.get_by_label("Plain mix")).to_be_checked()
    expect(page.locator("#amount input[type=range]")).to_have_value("0.5")
    drag_slider(stage, "amount", 0)
    stage.settled("recipe.of.every((corner) => corner.kind === 'point')")
    assert [part["id"] for part in stage.recipe["of"]] == [a, b]
    stage.reveal("[data-corner='0']").click()
    expect(page.locator(".toast")).to_contain_text("cannot be a corner")
    assert stage.report("error") == ""


def test_buttons_take_the_sound_that_is_on_as_a_corner(stage, page):
    a, b = stage.lonely_sounds(2)
    stage.after(lambda: page.mouse.click(*stage.sound_at(a)))
    stage.after(lambda: stage.reveal("[data-corner='0']").click())
    stage.after(lambda: page.mouse.click(*stage.sound_at(b)))
    recipe = stage.after(lambda: page.locator("[data-corner='1']").click())
    assert [part["id"] for part in recipe["of"]] == [a, b]


def test_without_corners_the_morph_slider_says_what_to_do(stage, page):
    drag_slider(stage, "morph", 0.3)
    expect(page.locator(".toast")).to_contain_text("Shift-click")
    assert stage.renders == 0


def test_noise_varies_the_sound_and_rolls_again(stage, page):
    sound = stage.lonely_sounds(1)[0]
    point = stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    drag_slider(stage, "amount", 0.8)
    stage.settled("recipe.kind === 'noise' && recipe.amount === 0.8")
    first = stage.recipe
    assert first["of"] == point
    rolled = stage.after(lambda: stage.reveal("#roll").click())
    assert rolled["of"] == point and rolled["seed"] != first["seed"]
    expect(page.locator("#seed input")).to_have_value(str(rolled["seed"]))
    page.locator("#seed input").fill("42")
    stage.settled("recipe.seed === 42")
    drag_slider(stage, "amount", 0)
    stage.settled("recipe.kind === 'point'")


def test_the_same_seed_gives_the_same_sound_again(stage, page, open_stage):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    drag_slider(stage, "amount", 1)
    stage.settled("recipe.kind === 'noise'")
    first, recipe = stage.samples, stage.recipe
    stage.after(lambda: stage.reveal("#roll").click())
    assert not np.array_equal(stage.samples, first)
    stage.after(lambda: page.keyboard.press("z"))
    assert np.array_equal(stage.samples, first)
    other = open_stage(address(recipe))  # remembers no sound
    other.page.keyboard.press("Space")
    assert np.array_equal(other.samples, first)


def test_surprise_makes_a_new_sound_of_the_lit_label(stage, page):
    assert stage.after(lambda: page.locator("#surprise").click())["kind"] == "prior"
    page.locator(".chip[data-label=kick]").click()
    assert stage.after(lambda: page.locator("#surprise").click())["label"] == "kick"


def test_legend_chips_dim_the_other_labels_and_count(stage, page):
    chips = page.locator(".chip")
    counts = [int(text) for text in page.locator(".chip small").all_inner_texts()]
    assert sum(counts) == len(stage.library)
    page.locator(".chip[data-label=snare]").click()
    labels = [sound["label"] for sound in stage.library]
    assert {(labels[sound], value) for sound, value in stage.drawn("opacity").items()} == {
        (label, 0.92 if label == "snare" else 0.13) for label in labels
    }
    expect(page.locator(".chip[data-label=snare]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".chip[data-label=kick]")).to_have_attribute("aria-pressed", "false")
    keys = {"ArrowRight": (1, 0), "ArrowLeft": (-1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
    box = page.locator(".surface").bounding_box()
    centre = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    snares = stage.pixels[[sound["label"] == "snare" for sound in stage.library]] - centre
    key = next(
        key
        for key, ahead in keys.items()
        if any(np.abs(snares @ ahead[::-1]) < 1.2 * (snares @ ahead))  # near enough to straight ahead
    )
    recipe = stage.after(lambda: page.keyboard.press(key))
    assert stage.library[recipe["id"]]["label"] == "snare"
    page.locator(".chip[data-label=snare]").click()
    assert set(stage.drawn("opacity").values()) == {0.92}
    assert chips.count() == len(counts)


def test_the_phase_can_be_left_out_and_comes_back(stage, page):
    none, found = page.locator("[data-phase=none]"), page.locator("[data-phase=griffin-lim]")
    expect(none).to_be_disabled()
    a, b = stage.lonely_sounds(2)
    point = stage.after(lambda: page.mouse.click(*stage.sound_at(a)))
    with_phase = stage.samples
    assert stage.after(none.click) == {"kind": "phase", "of": point, "rounds": 0}
    expect(none).to_have_attribute("aria-pressed", "true")
    expect(found).to_have_attribute("aria-pressed", "false")
    assert not np.array_equal(stage.samples, with_phase)
    page.locator(".surface").focus()
    energies = energies_of_both_sides(stage)
    assert energies[0] == pytest.approx(energies[1], rel=0.01)
    other = stage.after(lambda: page.mouse.click(*stage.sound_at(b)))
    assert other == {"kind": "phase", "of": {"kind": "point", "id": b}, "rounds": 0}
    assert stage.after(lambda: stage.reveal("[data-corner='0']").click())["of"] == {"kind": "point", "id": b}
    stage.after(lambda: page.keyboard.press("z"))
    stage.after(lambda: page.keyboard.press("z"))
    assert stage.recipe == point
    expect(found).to_have_attribute("aria-pressed", "true")
    assert np.array_equal(stage.samples, with_phase)
