"""What brings a sound back: the address with its version, the history; and the hint that goes away."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_link_of_another_version_of_the_checkpoint_says_so_and_plays(stage, open_stage, page):
    recipe = stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.wait_for_function("() => location.hash.includes('version=')")
    address = page.url[page.url.index("#") :]
    version = stage.report("version")
    assert f"&version={version}&" in address and len(version) == 12
    same = open_stage(address)
    assert same.recipe == recipe
    expect(same.page.locator(".toast")).to_be_hidden()
    other = open_stage(address.replace(version, "0" * 12))
    assert other.recipe == recipe
    expect(other.page.locator(".toast")).to_contain_text("another version of the checkpoint")


@pytest.mark.parametrize(
    ("checkpoint", "recipe", "part"),
    [
        ("nowhere", '{"kind":"point","id":1}', "nowhere"),
        ("drum-machine", '{"kind":"point","id":99999}', "99999"),
    ],
)
def test_a_bad_link_of_another_version_says_what_is_wrong_with_it(open_stage, checkpoint, recipe, part):
    address = f"#checkpoint={checkpoint}&version={'0' * 12}&recipe={quote(recipe)}"
    stage = open_stage(address)
    toast = stage.page.locator(".toast")
    expect(toast).to_contain_text(part)
    assert stage.report("error") == toast.inner_text()
    stage.after(lambda: stage.page.mouse.click(*stage.empty_pixel()))
    stage.page.wait_for_function("() => !location.hash.includes('000000000000')")
    stage.page.evaluate("hash => { location.hash = hash; }", address)
    stage.page.wait_for_function("() => document.querySelector('#stage').dataset.error")
    expect(toast).to_contain_text(part)


def test_the_history_lists_what_was_played_and_goes_back(stage, page):
    stage.reveal(".history-none")
    first, second, third = stage.lonely_sounds(3)
    for sound in (first, second, third):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
    rows = page.locator("#history button")
    expect(rows).to_have_count(3)
    names = [stage.library[sound]["name"] for sound in (third, second, first)]
    for row, name in zip(rows.all(), names, strict=True):
        expect(row).to_contain_text(name)
    assert stage.after(lambda: rows.nth(2).click())["id"] == first
    expect(rows.nth(2)).to_have_attribute("aria-current", "true")
    expect(rows).to_have_count(3)
    assert stage.after(lambda: page.locator("[data-action=undo]").click())["id"] == third


def test_the_hint_goes_away_after_a_few_sounds_and_stays_away(stage, page):
    hint = page.locator(".map .hint")
    place = page.locator(".surface").bounding_box()
    for sound in stage.lonely_sounds(4):
        expect(hint).to_be_visible()
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
    expect(hint).to_be_hidden()
    assert page.locator(".surface").bounding_box() == place
    page.reload()
    stage.wait("data-ready", "true")
    expect(hint).to_be_hidden()
