"""The help: it opens at its beginning, whatever the window, and says on a phone what fits a phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (1280, 720), (1000, 560), (700, 800), (390, 844)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TITLE_IN_VIEW = """() => { const help = document.querySelector('dialog.help').getBoundingClientRect();
  const title = document.querySelector('.help h2').getBoundingClientRect();
  return title.top >= help.top && title.bottom <= help.bottom && help.top >= 0 && help.bottom <= innerHeight; }"""


def test_help_opens_with_a_key_and_closes(stage, page):
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).to_be_hidden()


def test_help_opens_at_its_beginning_even_after_it_was_scrolled(stage, page):
    help_dialog = page.locator("dialog.help")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.locator("[data-action=help]").click()
        assert help_dialog.evaluate("(help) => help.scrollTop") == 0, (width, height)
        assert page.evaluate(TITLE_IN_VIEW), (width, height)
        help_dialog.evaluate("(help) => help.scrollTo(0, help.scrollHeight)")
        assert page.evaluate(TITLE_IN_VIEW), (width, height)
        help_dialog.get_by_role("button", name="Close").click()
        expect(help_dialog).to_be_hidden()


def test_help_leaves_the_keyboard_out_where_there_is_none(stage, open_stage):
    assert "walk to the nearest sound" in help_text(stage)
    on_a_phone = help_text(open_stage(**PHONE))
    assert "walk to the nearest sound" not in on_a_phone
    assert "hear what is there" in on_a_phone


def help_text(stage) -> str:
    stage.page.locator("[data-action=help]").click()
    return stage.page.locator("dialog.help").inner_text()
