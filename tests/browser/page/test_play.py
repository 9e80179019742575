"""Hearing: clicks, scrubbing, keys, original against decoded."""

import re

import numpy as np
import pytest
from gestures import energies_of_both_sides
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_click_on_a_sound_plays_it(stage, page):
    sound = stage.lonely_sounds(1)[0]
    assert stage.after(lambda: page.mouse.click(*stage.sound_at(sound))) == {"kind": "point", "id": sound}
    assert float(stage.report("last-ms")) > 0
    expect(page.locator(".now .title")).to_contain_text(stage.library[sound]["name"])
    stage.wait("data-playing", "false")


@pytest.mark.loads
def test_the_first_click_starts_the_audio_clock(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.wait_for_function("() => window.output?.context.state === 'running'")
    page.wait_for_function("() => window.output.context.currentTime > 0")


def test_a_click_in_empty_space_plays_what_could_be_there(stage, page):
    recipe = stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    assert (recipe["kind"], recipe["interpolation"]) == ("place", "natural")
    assert stage.report("error") == ""
    expect(page.locator(".now .facts")).to_contain_text(" the map")


def test_what_is_heard_is_the_decoded_sound(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    assert 0.9 < np.abs(stage.samples).max() <= 1


def test_dragging_scrubs_and_the_newest_place_wins(stage, page):
    x, y = stage.empty_pixel()
    in_flight = page.evaluate_handle(
        """() => { const ask = window.fetch, seen = { now: 0, most: 0, all: 0 };
          window.fetch = async (address, options) => {
            if (!String(options?.body).includes('"fn_name":"render"')) return ask(address, options);
            seen.most = Math.max(seen.most, ++seen.now);
            seen.all += 1;
            try { return await ask(address, options); } finally { seen.now--; }
          };
          return seen; }"""
    )
    box = page.locator(".surface").bounding_box()
    end = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = stage.renders
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*end, steps=25)
    page.mouse.up()
    stage.rendered(2, since=before)
    stage.idle()
    assert page.evaluate("seen => seen.most", in_flight) == 1
    assert page.evaluate("seen => seen.all", in_flight) >= 2
    heard, (left, right) = stage.recipe, stage.view["x"]
    at = stage.place_of(heard["id"])[0] if "id" in heard else heard["x"]
    assert abs(at - stage.place_at(*end)[0]) < 0.03 * (right - left)


def test_a_scrub_is_one_step_of_undo(stage, page):
    first = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    box = page.locator(".surface").bounding_box()
    page.mouse.move(*stage.empty_pixel())
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    stage.idle()
    assert stage.after(lambda: page.keyboard.press("z")) == first
    expect(page.locator("[data-action=undo]")).to_be_disabled()
    expect(page.locator("[data-action=redo]")).to_be_enabled()


@pytest.mark.parametrize(
    ("key", "axis", "sign"),
    [("ArrowRight", 0, 1), ("ArrowLeft", 0, -1), ("ArrowUp", 1, 1), ("ArrowDown", 1, -1)],
)
def test_arrow_keys_walk_in_their_direction(stage, page, key, axis, sign):
    box = page.locator(".surface").bounding_box()
    centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    stage.after(lambda: page.mouse.click(*centre))
    before = stage.place
    recipe = stage.after(lambda: page.keyboard.press(key))
    assert recipe["kind"] == "point"
    after = stage.place_of(recipe["id"])
    assert sign * (after[axis] - before[axis]) > 0


def test_space_plays_again_without_asking_the_server(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    stage.wait("data-playing", "false")
    renders = stage.renders
    page.keyboard.press("Space")
    stage.wait("data-playing", "true")
    assert stage.renders == renders


def test_keys_work_while_a_slider_has_the_focus(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    slider = stage.reveal("#amount input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    stage.settled("recipe.kind === 'noise'")
    stage.wait("data-playing", "false")
    page.keyboard.press("Space")
    stage.wait("data-playing", "true")


def test_b_switches_to_the_original_while_it_plays(stage, page):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    expect(page.locator(".facts")).to_contain_text(re.compile(r"\d+\.\d dB off"))
    stage.wait("data-original", "true")
    before = page.evaluate("() => window.started.length")
    page.keyboard.press("Space")
    assert page.evaluate("() => window.started.length") == before + 2, "both are played at once"
    assert page.evaluate("() => window.started.at(-1).when === window.started.at(-2).when")
    page.keyboard.press("b")
    stage.wait("data-listening", "original")
    expect(page.locator("[data-side=original]")).to_have_attribute("aria-pressed", "true")
    if stage.report("playing") == "true":
        assert page.evaluate("() => window.started.length") == before + 2, "none is started anew"
    page.keyboard.press("b")
    stage.wait("data-listening", "decoded")


def test_original_and_decoded_have_equal_energy(stage, page):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    stage.wait("data-original", "true")
    energies = energies_of_both_sides(stage)
    assert energies[0] == pytest.approx(energies[1], rel=0.02)


def test_a_blend_has_no_original_to_compare(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    expect(page.locator("[data-side=original]")).to_be_disabled()


def test_a_missing_original_says_how_to_get_it(open_stage):
    stage = open_stage("#checkpoint=lost-kit")
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    expect(stage.page.locator(".now .note")).to_contain_text("HITMAP_DATA")
    expect(stage.page.locator("[data-side=original]")).to_be_disabled()
