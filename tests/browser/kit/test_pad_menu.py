"""Keep: what a pad can do besides being hit."""

import pytest
from kits import TALL, fill, hits, kit, loaded, random_kit, record_hits
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]


def test_a_pads_menu_sets_how_it_is_played_and_finds_similar_sounds(stage, page):
    (first,) = fill(stage, 1)
    plain = kit(page)["slots"][0]
    menu = page.locator(".pad-menu")
    page.locator("[data-pad='0']").click(button="right")
    expect(menu).to_be_visible()
    expect(menu.locator("b")).to_contain_text("Pad 1: ")
    menu.locator("[data-toggle=mute]").click()
    expect(page.locator("[data-pad='0'] small")).to_contain_text("mute")
    for name, value in (("pitch", "-5"), ("decay", "30"), ("pan", "0.5")):
        menu.locator(f"[data-slide={name}]").fill(value)
    menu.locator("[data-slot=choke]").select_option("3")
    slot = kit(page)["slots"][0]
    assert (slot["mute"], slot["pitch"], slot["pan"], slot["choke"]) == (True, -5, 0.5, 3)
    assert 0.02 < slot["decay"] < 1
    expect(menu.locator("output").first).to_have_text("−5 st")
    renders = stage.renders
    record_hits(page)
    menu.locator("[data-similar='1']").click()
    page.wait_for_function("() => window.hits.length === 1")
    found = kit(page)["slots"][0]
    assert found["recipe"]["kind"] == "point" and found["recipe"] != first and found["name"] != slot["name"]
    assert {**found, "recipe": 0, "name": 0} == {**slot, "recipe": 0, "name": 0}
    rate = page.evaluate("() => window.started.at(-1).source.playbackRate.value")
    assert rate == pytest.approx(2 ** (-5 / 12))
    menu.locator("[data-similar='-1']").click()
    page.wait_for_function("() => window.hits.length === 2")
    assert kit(page)["slots"][0] == slot
    for _ in range(3):
        menu.locator("[data-pad-undo]").click()
    assert kit(page)["slots"][0].get("choke") == plain.get("choke") and stage.renders == renders
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_a_pad_follows_the_map_while_the_beat_plays_until_escape(stage, page):
    random_kit(page)
    old = kit(page)["slots"]
    one, two = stage.lonely_sounds(2)
    stage.after(lambda: page.mouse.click(*stage.sound_at(one)))
    assert kit(page)["slots"] == old
    page.keyboard.press("p")
    page.locator("[data-pad='1']").click()
    pad = page.locator("[data-pad='1'] small")
    expect(pad).to_contain_text("follows the map")
    recipe = stage.after(lambda: page.mouse.click(*stage.sound_at(two)))
    assert [slot["recipe"] for slot in kit(page)["slots"]] == [
        recipe if i == 1 else slot["recipe"] for i, slot in enumerate(old)
    ]
    loaded(page)
    record_hits(page)
    page.wait_for_function("() => window.hits.some(({ pad }) => pad === 1)")
    assert page.evaluate(
        """() => { const { buffer } = window.hits.find(({ pad }) => pad === 1);
          return window.hits.every((hit) => hit.pad === 1 || hit.buffer !== buffer); }"""
    )
    page.keyboard.press("Escape")
    assert kit(page)["slots"] == old
    expect(pad).not_to_contain_text("follows")
    page.locator("[data-pad='1']").click()
    recipe = stage.after(lambda: page.mouse.click(*stage.sound_at(one)))
    page.keyboard.press("p")
    stage.after(lambda: page.mouse.click(*stage.sound_at(two)))
    assert kit(page)["slots"][1]["recipe"] == recipe
    assert hits(page)
