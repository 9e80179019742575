"""What gathers around the sounds that were played: nearest, last four, trail, made marks, selections."""

import pytest
from playwright.sync_api import expect

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


def test_the_nearest_sounds_are_ringed_and_listed_and_play(stage, page):
    expect(page.locator(".nearest-none")).to_be_hidden()
    stage.reveal("#nearest")
    expect(page.locator(".nearest-none")).to_be_visible()
    click_sounds(stage, 1)
    neighbours = page.evaluate("() => window.hitmap.stage.card.info.neighbours")
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


def test_letters_play_the_last_four_sounds_and_keep_their_order(stage, page):
    a, b, c, d = click_sounds(stage, 4)
    for letter, sound in zip("fdsa", (a, b, c, d), strict=True):
        assert stage.after(lambda letter=letter: page.keyboard.press(letter))["id"] == sound
    stage.reveal("[data-recent='0']")
    assert stage.after(lambda: page.locator("[data-recent='1']").click())["id"] == c


def test_the_trail_follows_what_was_played_and_is_short(stage, page):
    sounds = click_sounds(stage, 14)
    places = page.evaluate("() => window.hitmap.stage.trail.places")
    assert places == [page.evaluate("id => window.hitmap.stage.map.placeOf(id)", i) for i in sounds[-12:]]
    assert page.locator(".overlay .trail line").count() == len(places) - 1


def test_made_sounds_get_marks_that_play_them_until_they_are_cleared(stage, page):
    expect(page.locator(".made-chip")).to_be_hidden()
    made = stage.after(lambda: page.locator("#surprise").click())
    expect(page.locator(".made-chip small")).to_have_text("1")
    box = page.locator(".overlay .made path").bounding_box()
    click_sounds(stage, 1)
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*at)
    expect(page.locator(".tip")).to_contain_text("made in this session")
    assert stage.after(lambda: page.mouse.click(*at)) == made
    page.locator(".made-chip").click()
    expect(page.locator(".overlay .made path")).to_have_count(0)


def test_a_scrub_leaves_one_made_mark(stage, page):
    box = page.locator(".surface").bounding_box()
    page.mouse.move(*stage.empty_pixel())
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=10)
    page.mouse.move(*stage.empty_pixel(), steps=10)
    page.mouse.up()
    page.wait_for_function("() => !window.hitmap.stage.newest.running")
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
    lit = page.evaluate(
        "() => window.hitmap.stage.map.points.names.map((_, i) => window.hitmap.stage.map.shows(i))"
    )
    assert {i for i, shown in enumerate(lit) if shown} == set(picked)
    assert stage.after(lambda: page.locator("#picked li").first.click())["id"] == picked[0]
    assert stage.after(lambda: page.keyboard.press("ArrowDown"))["id"] == picked[1]
    page.keyboard.press("Escape")
    expect(page.locator(".picked")).to_be_hidden()
    assert page.evaluate("() => window.hitmap.stage.map.filters.size") == 0


def test_control_drag_selects_only_what_is_inside(stage, page):
    sound, other = stage.lonely_sounds(2)
    page.keyboard.down("Control")
    lasso(stage, [sound], margin=8)
    page.keyboard.up("Control")
    picked = ids(page, "#picked")
    assert sound in picked and other not in picked


def test_a_selection_zooms_and_plays_in_a_row(stage, page):
    sounds = stage.lonely_sounds(3)
    page.evaluate("ids => window.hitmap.stage.selection.take(ids)", sounds)
    page.locator("[data-picked=zoom]").click()
    inside = page.evaluate(
        """ids => { const { map } = window.hitmap.stage, { x, y } = map.view.part;
          return ids.every((id) => { const [px, py] = map.placeOf(id);
            return x[0] <= px && px <= x[1] && y[0] <= py && py <= y[1]; }); }""",
        sounds,
    )
    assert inside
    page.evaluate(
        "() => { window.heard = []; window.hitmap.stage.whenShown.push(({ info }) => window.heard.push(info.id)); }"
    )
    page.locator("[data-picked=play]").click()
    expect(page.locator("[data-picked=play]")).to_have_text("Stop")
    page.wait_for_function("() => window.heard.length >= 3")
    assert page.evaluate("() => window.heard") == ids(page, "#picked")
    expect(page.locator("[data-picked=play]")).to_have_text("Play all")


def test_shift_enter_in_the_search_lists_all_that_was_found(stage, page):
    page.locator(".search input").fill("kick")
    found = page.evaluate("() => window.hitmap.stage.search.found")
    page.keyboard.press("Shift+Enter")
    assert set(ids(page, "#picked")) == set(found)
