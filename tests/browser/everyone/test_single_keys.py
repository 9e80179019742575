"""Single keys can be switched off (WCAG 2.1.4): what speech input types, or a hand strikes by accident, is ignored."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NAMED = ".search kbd, .pad kbd"


def switch(page) -> None:
    page.locator("[data-action=help]").click()
    page.get_by_role("checkbox", name="Single keys").click()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).to_be_hidden()


def test_letters_digits_and_signs_do_nothing_once_switched_off(stage, page):
    stage.after(lambda: page.keyboard.press("r"))
    expect(page.locator(NAMED).first).to_be_visible()
    switch(page)
    expect(page.locator(NAMED).locator("visible=true")).to_have_count(0)
    before = stage.renders
    for key in ("r", "n", "1", "m", "?", "/", "Shift+1"):
        page.keyboard.press(key)
    stage.after(lambda: page.keyboard.press("ArrowRight"))
    assert stage.renders == before + 1
    expect(page.locator("[data-toggle=muted]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".pad.filled")).to_have_count(0)
    expect(page.locator("dialog.help")).to_be_hidden()
    assert page.locator(".search input").evaluate("(field) => field !== document.activeElement")


def test_the_choice_is_kept_and_can_be_taken_back(stage, page):
    switch(page)
    page.reload()
    stage.wait("data-ready", "true")
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_hidden()
    switch(page)
    stage.after(lambda: page.keyboard.press("r"))


def test_without_single_keys_the_keys_mode_still_plays(stage, page):
    """A button switches it on, so it is no surprise."""
    stage.after(lambda: page.keyboard.press("r"))
    switch(page)
    page.locator("[data-toggle=keys]").click()
    before = page.evaluate("window.started.length")
    page.keyboard.press("q")
    page.wait_for_function("before => window.started.length > before", arg=before)
