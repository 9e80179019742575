"""Morphs between up to four corners: the pad, the strip of steps, the path drawn over the map."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def corners(stage, count: int) -> list[int]:
    """Takes sounds of the library as corners A, B, …"""
    sounds = stage.lonely_sounds(count)
    for slot, sound in enumerate(sounds):
        stage.after(lambda sound=sound: stage.page.mouse.click(*stage.sound_at(sound)))
        stage.reveal(f"[data-corner='{slot}']")
        stage.after(lambda slot=slot: stage.page.locator(f"[data-corner='{slot}']").click()) if slot else (
            stage.page.locator("[data-corner='0']").click()
        )
    return sounds


def filled(page, count: int) -> None:
    expect(page.locator(".strip-steps")).to_have_attribute("data-filled", str(count), timeout=30_000)


def test_four_corners_make_a_pad_whose_handle_is_in_the_address(stage, open_stage, page):
    sounds = corners(stage, 4)
    pad = page.locator(".morph-pad")
    expect(pad).to_be_visible()
    expect(page.locator("#morph")).to_be_hidden()
    box = pad.bounding_box()
    at = (box["x"] + box["width"] * (0.25 + 0.25) / 1.5, box["y"] + box["height"] * (0.75 + 0.25) / 1.5)
    stage.after(lambda: page.mouse.click(*at))
    recipe = stage.recipe
    assert [corner["id"] for corner in recipe["of"]] == sounds
    assert recipe["weights"] == pytest.approx([0.75 * 0.25, 0.25 * 0.25, 0.75 * 0.75, 0.25 * 0.75], abs=0.02)
    expect(page.locator(".overlay .sides line")).to_have_count(3)
    pad.focus()
    stage.after(lambda: page.keyboard.press("ArrowRight"))
    moved = stage.recipe
    assert moved["weights"][1] + moved["weights"][3] == pytest.approx(0.30, abs=0.02)
    page.wait_for_function(
        "() => decodeURIComponent(location.hash).includes(document.querySelector('#stage').dataset.recipe)"
    )
    other = open_stage(page.url[page.url.index("#") :])
    assert other.recipe == moved
    across, down = other.reveal(".morph-pad").get_attribute("aria-valuetext").split(", ")
    u, v = float(across.removesuffix(" across")) / 100, float(down.removesuffix(" down")) / 100
    weights = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v]
    assert weights == pytest.approx(moved["weights"], abs=0.006)
    expect(other.page.locator("[data-mark='3']")).to_be_visible()


def test_three_corners_are_barycentric_and_can_be_left_and_cleared(stage, page):
    corners(stage, 3)
    page.locator(".morph-pad").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    stage.settled("recipe.weights[1] === 1.25")
    assert sum(stage.recipe["weights"]) == pytest.approx(1)
    stage.after(lambda: page.locator("[data-clear='2']").click())
    expect(page.locator(".morph-pad")).to_be_hidden()
    expect(page.locator("#morph")).to_be_visible()
    assert len(stage.recipe["of"]) == 2


def test_the_strip_shows_even_steps_that_play_in_time(stage, page):
    a, b = corners(stage, 2)
    filled(page, 8)
    page.locator(".strip input").fill("5")
    page.locator(".strip input").press("Enter")
    filled(page, 5)
    steps = page.locator(".strip-steps button")
    expect(steps).to_have_count(5)
    recipe = stage.after(lambda: steps.nth(1).click())
    assert recipe["weights"] == [0.75, 0.25] and [one["id"] for one in recipe["of"]] == [a, b]
    expect(page.locator("#morph input[type=number]")).to_have_value("0.25")
    before = page.evaluate("() => window.started.length")
    page.locator("[data-strip=play]").click()
    times = page.evaluate("from => window.started.slice(from).map(({ when }) => when)", before)
    assert [later - earlier for earlier, later in pairwise(times)] == pytest.approx([0.25] * 4)
    page.wait_for_function(
        "() => document.querySelector('.strip-steps button:last-child').classList.contains('on')"
    )
    expect(page.locator("[data-strip=play]")).to_have_text("Play all", timeout=5_000)


def test_a_path_drawn_over_the_map_becomes_steps_until_it_is_cleared(stage, page):
    stage.reveal("[data-strip=path]").click()
    box = page.locator(".surface").bounding_box()
    start, end = ((box["x"] + share * box["width"], box["y"] + box["height"] / 2) for share in (0.3, 0.7))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=12)
    page.mouse.up()
    filled(page, 8)
    assert stage.renders == 0
    assert page.locator(".overlay .path line").count() >= 8
    places = []
    for i in (0, 3, 7):
        recipe = stage.after(lambda i=i: page.locator(".strip-steps button").nth(i).click())
        assert (recipe["kind"], recipe["interpolation"]) == ("place", "natural")
        places.append(stage.pixel(recipe["x"], recipe["y"]))
    assert places[0] == pytest.approx(start, abs=8) and places[2] == pytest.approx(end, abs=8)
    assert places[1][0] == pytest.approx(start[0] + (end[0] - start[0]) * 3 / 7, abs=8)
    page.locator(".surface").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".overlay .path line")).to_have_count(0)
    expect(page.locator(".strip-steps button")).to_have_count(0)
