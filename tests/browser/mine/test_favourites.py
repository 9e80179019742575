"""Favourites: a star on the card, a list in History, and both still there tomorrow."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

STAR, ROWS = ".now .star", ".favourites li"


def show(page) -> None:
    page.get_by_role("tab", name="History").click()
    page.get_by_role("button", name="Favourites").click()


@pytest.mark.loads
def test_a_star_lasts_and_brings_its_sound_back(stage, page):
    expect(page.locator(STAR)).to_be_hidden()
    one, other = stage.lonely_sounds(2)
    starred = stage.after(lambda: page.mouse.click(*stage.sound_at(one)))
    page.locator(STAR).click()
    expect(page.locator(STAR)).to_have_attribute("aria-pressed", "true")
    stage.after(lambda: page.mouse.click(*stage.sound_at(other)))
    expect(page.locator(STAR)).to_have_attribute("aria-pressed", "false")

    page.reload()
    stage.wait("data-ready", "true")
    show(page)
    expect(page.locator(ROWS)).to_have_count(1)
    assert stage.after(lambda: page.locator(ROWS).get_by_role("button").first.click()) == starred
    expect(page.locator(STAR)).to_have_attribute("aria-pressed", "true")
    page.locator(".favourites .remove").click()
    expect(page.locator(ROWS)).to_have_count(0)
    expect(page.locator(STAR)).to_have_attribute("aria-pressed", "false")
    assert json.loads(page.evaluate("localStorage.getItem('hitmap-favourites')")) == []


def test_a_browser_without_room_says_so_and_keeps_it_for_now(stage, page):
    stage.after(lambda: page.keyboard.press("r"))
    stage.scripted = True
    page.evaluate(
        """() => { Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError'); }; }"""
    )
    page.locator(STAR).click()
    expect(page.locator(".toast")).to_contain_text("no more room")
    expect(page.locator(STAR)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(ROWS)).to_have_count(1)


@pytest.mark.loads
def test_own_words_find_a_favourite_and_leave_with_kits(stage, page):
    show(page)
    starred = []
    for sound in stage.lonely_sounds(2):
        starred.append(stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound))))
        page.locator(STAR).click()
    page.keyboard.press("Shift+1")
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator(ROWS).first.locator(".edit").click()
    page.keyboard.type("dusty, Long tail, dusty")
    page.keyboard.press("Enter")
    expect(page.locator(f"{ROWS} .tags button")).to_have_text(["dusty", "Long tail"])
    expect(page.locator(".favourites .edit").first).to_be_focused()
    page.locator(".favourites > input").fill("tail dus")
    expect(page.locator(ROWS)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator(".tags button", has_text="dusty").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(".favourites > input")).to_have_value("dusty")

    link = stage.kit_link()
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    stage.open(link)
    kit = stage.linked_kit()
    assert kit["slots"][0]["recipe"] == starred[1] and "favourite" not in kit["slots"][0]
    expect(page.locator(ROWS)).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Keep its favourite").click()
    show(page)
    expect(page.locator(f"{ROWS} .tags button")).to_have_text(["dusty", "Long tail"])
    assert stage.after(lambda: page.locator(ROWS).get_by_role("button").first.click()) == starred[1]
