"""What is on the map besides its sounds: chips say what it is and take it away, Escape goes one step back."""

import pytest
from gestures import set_corners
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def chip(page, name: str):
    return page.locator(f"[data-state={name}]")


def draw_path(stage) -> None:
    stage.reveal("[data-strip=path]").click()
    page, box = stage.page, stage.page.locator(".surface").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3, steps=6)
    page.mouse.up()
    expect(chip(page, "path")).to_be_visible()


def test_the_legend_says_what_rings_and_lines_are_and_lists_or_clears_them(stage, page):
    expect(page.locator(".state-chip")).to_have_count(0)
    for sound in stage.lonely_sounds(2):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
    expect(chip(page, "alike")).to_have_text("most alike")
    chip(page, "alike").click()
    expect(page.locator("#nearest")).to_be_visible()
    expect(page.locator(".overlay .trail line")).to_have_count(1)
    chip(page, "trail").click()
    expect(page.locator(".overlay .trail line")).to_have_count(0)
    expect(chip(page, "trail")).to_have_count(0)


def test_escape_takes_filter_path_and_corners_away_one_by_one(stage, page):
    set_corners(stage)
    draw_path(stage)
    page.locator(".chip").first.click()
    expect(chip(page, "filter")).to_contain_text("only")
    page.locator(".surface").focus()
    for name, after in (("filter", 0), ("path", 0), ("corners", 1), ("corners", 0)):
        expect(chip(page, name)).to_have_count(1)
        page.keyboard.press("Escape")
        expect(chip(page, name)).to_have_count(after)
    expect(page.locator(".chip[aria-pressed=false]")).to_have_count(0)
    expect(page.locator(".mark.corner:visible")).to_have_count(0)


def test_a_click_takes_each_away_or_all_marks_at_once(stage, page):
    set_corners(stage)
    page.locator(".chip").first.click()
    chip(page, "filter").click()
    expect(page.locator(".chip[aria-pressed=false]")).to_have_count(0)
    draw_path(stage)
    chip(page, "path").click()
    expect(page.locator(".overlay .path line")).to_have_count(0)
    expect(chip(page, "corners")).to_contain_text("corners A B")
    chip(page, "all").click()
    expect(page.locator(".mark.corner:visible")).to_have_count(0)
    expect(page.locator(".state-chip")).to_have_text(["most alike"])


def test_a_selection_has_a_chip_that_leaves_it(stage, page):
    found = stage.pick("snare")
    expect(chip(page, "selection")).to_contain_text(f"selected {len(found)}")
    chip(page, "selection").click()
    expect(page.locator(".picked")).to_be_hidden()
    expect(chip(page, "selection")).to_have_count(0)
    stage.pick("snare")
    page.locator(".surface").focus()
    page.keyboard.press("Escape")
    expect(chip(page, "selection")).to_have_count(0)


def test_marks_of_a_panel_that_is_shut_fade(stage, page):
    set_corners(stage)
    opacity = "mark => Number(getComputedStyle(mark).opacity)"
    corner, rings = page.locator(".mark.corner").first, page.locator(".overlay .nearest")
    assert (corner.evaluate(opacity), rings.evaluate(opacity)) == (1, 0.6)
    page.locator("#nearby-tab").click()
    assert (corner.evaluate(opacity), rings.evaluate(opacity)) == (0.35, 1)
