"""One undo for sounds, pads and beat; and the history, which is still there after a reload."""

import pytest
from playwright.sync_api import expect

from tests.browser.kit.kits import TALL, fill, kit

pytestmark = pytest.mark.browser


def steps(page) -> int:
    """How many steps of the beat are hits."""
    return sum(bool(velocity) for row in kit(page)["pattern"]["steps"] for velocity in row)


@pytest.mark.viewport(TALL)
@pytest.mark.parametrize(
    ("undo", "redo"), [("z", "Shift+Z"), ("Control+z", "Control+y"), ("Meta+z", "Meta+Shift+z")]
)
def test_sounds_pads_and_beat_are_undone_in_one_line_with_a_word_on_each(stage, page, undo, redo):
    toast, back = page.locator(".toast"), page.locator("[data-action=undo]")
    first = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    expect(back).to_be_disabled()
    page.locator("[data-pad='0']").click()
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    second, title = stage.recipe, page.locator(".now .title").inner_text()
    page.locator("[data-row='0'][data-step='4']").click()
    assert steps(page) == 1
    page.keyboard.press(undo)
    expect(toast).to_have_text("Undone: step")
    assert (steps(page), stage.recipe) == (0, second)
    assert stage.after(lambda: page.keyboard.press(undo)) == first
    expect(toast).to_have_text(f"Undone: {title}")
    page.keyboard.press(undo)
    expect(toast).to_have_text("Undone: pad 1")
    assert kit(page)["slots"][0] is None
    expect(back).to_be_disabled()
    page.keyboard.press(undo)
    expect(toast).to_have_text("Nothing to undo.")
    page.keyboard.press(redo)
    expect(toast).to_have_text("Redone: pad 1")
    assert stage.after(lambda: page.keyboard.press(redo)) == second
    page.keyboard.press(redo)
    expect(toast).to_have_text("Redone: step")
    assert steps(page) == 1
    expect(page.locator("[data-action=redo]")).to_be_disabled()


def test_in_a_text_field_undo_is_the_fields_own_and_escape_leaves_it(stage, page):
    fill(stage, 1)
    tempo = page.locator("[data-pattern=tempo]")
    before = kit(page)
    tempo.focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_be_hidden()
    assert kit(page) == before
    page.keyboard.press("Escape")
    expect(page.locator(".surface")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Undone: pad 1")


@pytest.mark.loads
def test_the_history_is_there_after_a_reload_with_pictures_and_times(stage, page):
    first, second = stage.lonely_sounds(2)
    for sound in (first, second):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
    stage.reveal("#history")
    rows = page.locator("#history button")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("time")).to_have_text(page.evaluate("new Date().toTimeString().slice(0, 5)"))
    page.wait_for_function("() => localStorage.getItem('hitmap-played')?.includes('data:image')")
    stage.open()
    expect(rows).to_have_count(2)
    for row, sound in zip(rows.all(), (second, first), strict=True):
        expect(row).to_contain_text(stage.library[sound]["name"])
        size = row.locator("img").evaluate(
            "async image => { await image.decode(); return image.naturalWidth; }"
        )
        assert size == 48
    assert stage.after(rows.nth(1).click)["id"] == first
    expect(rows).to_have_count(2)
    page.locator("[data-history=forget]").click()
    expect(rows).to_have_count(1)
