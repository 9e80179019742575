"""What gathers around the sounds that were played: nearest, last four, trail, made marks, selections."""

import json

import pytest
from playwright.sync_api import expect

from explorer.sound.alike import most_alike
from vae.latent import spacing
from vae.recipes.qualities import log_qualities

pytestmark = pytest.mark.browser


def click_sounds(stage, count: int) -> list[int]:
    sounds = stage.lonely_sounds(count)
    for sound in sounds:
        stage.after(lambda sound=sound: stage.page.mouse.click(*stage.sound_at(sound)))
    return sounds


def ids(page, selector: str) -> list[int]:
    return [int(option.get_attribute("data-id")) for option in page.locator(f"{selector} li").all()]


def lasso(stage, sounds: list[int], margin: float = 25) -> None:
    """Draws a box around sounds."""
    page = stage.page
    places = [stage.sound_at(sound) for sound in sounds]
    left, right = (f(x for x, _ in places) + s for f, s in ((min, -margin), (max, margin)))
    top, bottom = (f(y for _, y in places) + s for f, s in ((min, -margin), (max, margin)))
    page.mouse.move(left, top)
    page.mouse.down()
    for corner in ((right, top), (right, bottom), (left, bottom), (left, top + 5)):
        page.mouse.move(*corner, steps=3)
    page.mouse.up()


def test_the_nearest_sounds_are_ringed_and_listed_and_play(stage, page, built):
    expect(page.locator(".nearest-none")).to_be_hidden()
    stage.reveal("#nearest")
    expect(page.locator(".nearest-none")).to_be_visible()
    (sound,) = click_sounds(stage, 1)
    neighbours = [i for i in built.nearest(built.latents[sound], 9)[1].tolist() if i != sound]
    expect(page.locator("#nearest li")).to_have_count(len(neighbours))
    assert ids(page, "#nearest") == neighbours
    rings = page.locator(".overlay .nearest circle")
    assert rings.count() == len(neighbours)
    x, y = stage.sound_at(neighbours[0])
    ring = rings.first.bounding_box()
    assert abs(ring["x"] + ring["width"] / 2 - x) < 1 and abs(ring["y"] + ring["height"] / 2 - y) < 1
    assert stage.after(lambda: page.locator("#nearest li").nth(1).click()) == {
        "kind": "point",
        "id": neighbours[1],
    }


def test_the_nearest_sounds_are_those_alike_in_what_was_chosen_with_their_likeness(stage, page, built):
    panel = stage.reveal("#nearest")
    (sound,) = click_sounds(stage, 1)
    expect(panel.locator("li")).to_have_count(8)
    for aspect, name in (("decay", "decay"), ("pitch", "pitch"), ("all", None)):
        page.locator(f"[data-aspect={aspect}]").click()
        chip = page.locator("[data-state=alike]")
        expect(chip).to_have_text(f"most alike in {name}" if name else "most alike")
        if name:
            wanted, likeness = most_alike(built, log_qualities(built)[sound], name, 8, sound)
        else:
            distances, wanted = (found[1:] for found in built.nearest(built.latents[sound], 9))
            likeness = spacing.likeness(distances, built.typical_distance)
        expect(panel.locator(".alike")).to_have_text([f"{100 * share:.0f} %" for share in likeness.tolist()])
        assert ids(page, "#nearest") == wanted.tolist()
        ring = page.locator(".overlay .nearest circle").first.bounding_box()
        x, y = stage.sound_at(int(wanted[0]))
        assert abs(ring["x"] + ring["width"] / 2 - x) < 1 and abs(ring["y"] + ring["height"] / 2 - y) < 1
    bars = page.evaluate(
        "[...document.querySelectorAll('.alike')].map((e) => e.style.getPropertyValue('--share'))"
    )
    assert bars == [f"{100 * share:.0f}%" for share in likeness.tolist()]


def test_what_was_chosen_holds_for_the_next_sound(stage, page, built):
    panel = stage.reveal("#nearest")
    page.locator("[data-aspect=spectrum]").click()
    _, sound = click_sounds(stage, 2)
    wanted, _ = most_alike(built, log_qualities(built)[sound], "spectrum", 8, sound)
    expect(panel.locator("li").first).to_have_attribute("data-id", str(wanted[0]))
    assert ids(page, "#nearest") == wanted.tolist()


def test_letters_play_the_last_four_sounds_and_keep_their_order(stage, page):
    a, b, c, d = click_sounds(stage, 4)
    for letter, sound in zip("fdsa", (a, b, c, d), strict=True):
        assert stage.after(lambda letter=letter: page.keyboard.press(letter))["id"] == sound
    stage.reveal("[data-recent='0']")
    assert stage.after(lambda: page.locator("[data-recent='1']").click())["id"] == c


def test_the_trail_follows_what_was_played_and_is_short(stage, page):
    sounds = click_sounds(stage, 14)
    lines, dots = page.locator(".overlay .trail line"), page.locator(".overlay .trail circle")
    assert (lines.count(), dots.count()) == (11, 11)
    for dot, sound in zip(dots.all(), sounds[-12:-1], strict=True):
        box = dot.bounding_box()
        centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert centre == pytest.approx(stage.sound_at(sound), abs=1)


def test_made_sounds_get_marks_that_play_them_until_they_are_cleared(stage, page):
    expect(page.locator("[data-state=made]")).to_be_hidden()
    made = stage.after(lambda: page.locator("#surprise").click())
    expect(page.locator("[data-state=made] small")).to_have_text("1")
    box = page.locator(".overlay .made path").bounding_box()
    click_sounds(stage, 1)
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*at)
    expect(page.locator(".tip")).to_contain_text("made in this session")
    assert stage.after(lambda: page.mouse.click(*at)) == made
    page.locator("[data-state=made]").click()
    expect(page.locator(".overlay .made path")).to_have_count(0)


def test_a_scrub_leaves_one_made_mark(stage, page):
    box = page.locator(".surface").bounding_box()
    page.mouse.move(*stage.empty_pixel())
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=10)
    page.mouse.move(*stage.empty_pixel(), steps=10)
    page.mouse.up()
    stage.idle()
    assert stage.renders > 1 and page.locator(".overlay .made path").count() == 1


def test_a_lasso_becomes_a_list_that_plays_and_escape_leaves_it(stage, page):
    sounds = stage.lonely_sounds(2)
    page.keyboard.press("v")
    expect(page.locator("[data-action=select]")).to_have_attribute("aria-pressed", "true")
    lasso(stage, sounds)
    expect(page.locator(".picked")).to_be_visible()
    assert stage.renders == 0, "drawing around sounds plays none"
    picked = ids(page, "#picked")
    assert set(sounds) <= set(picked)
    word = "1 sound" if len(picked) == 1 else f"{len(picked)} sounds"
    expect(page.locator(".picked b")).to_have_text(word)
    assert {sound for sound, opacity in stage.drawn("opacity").items() if opacity > 0.5} == set(picked)
    assert stage.after(lambda: page.locator("#picked li").first.click())["id"] == picked[0]
    assert stage.after(lambda: page.keyboard.press("ArrowDown"))["id"] == picked[1]
    page.keyboard.press("Escape")
    expect(page.locator(".picked")).to_be_hidden()
    assert set(stage.drawn("opacity").values()) == {0.92}


def test_control_drag_selects_only_what_is_inside(stage, page):
    sound, other = stage.lonely_sounds(2)
    page.keyboard.down("Control")
    lasso(stage, [sound], margin=8)
    page.keyboard.up("Control")
    picked = ids(page, "#picked")
    assert sound in picked and other not in picked


def test_a_selection_zooms_and_plays_in_a_row(stage, page):
    picked = stage.pick("cowbell")
    assert len(picked) >= 3
    page.locator("[data-picked=zoom]").click()
    for axis in "xy":
        low, high = stage.view[axis]
        assert all(low <= stage.library[sound][axis] <= high for sound in picked)
    page.evaluate(
        """() => { const stage = document.querySelector('#stage'); window.heard = [];
          new MutationObserver(() => window.heard.push(stage.dataset.recipe))
            .observe(stage, { attributeFilter: ['data-renders'] }); }"""
    )
    page.locator("[data-picked=play]").click()
    expect(page.locator("[data-picked=play]")).to_have_text("Stop")
    page.wait_for_function("() => window.heard.length >= 3")
    assert [json.loads(recipe)["id"] for recipe in page.evaluate("() => window.heard")] == ids(
        page, "#picked"
    )
    expect(page.locator("[data-picked=play]")).to_have_text("Play all")


def test_shift_enter_in_the_search_lists_all_that_was_found(stage, page):
    page.locator(".search input").fill("kick")
    found = {sound["id"] for sound in stage.library if "kick" in f"{sound['name']} {sound['label']}".lower()}
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#picked li")).to_have_count(len(found))
    assert set(ids(page, "#picked")) == found
