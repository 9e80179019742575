"""Keep: four patterns, one or two bars of each, chance and repeats of a step, and the song."""

import re

import pytest
from kits import TALL, fill, kit, play_beat
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]


def test_patterns_are_made_and_played_in_the_order_of_the_song(stage, page):
    fill(stage, 2)
    bar = page.locator(".patterns")

    def step(row, column):
        return page.locator(f"[data-row='{row}'][data-step='{column}']")

    step(0, 0).click()
    bar.locator("[data-letter='1']").click()
    expect(step(0, 0)).to_have_attribute("aria-pressed", "false")
    assert kit(page)["song"] == [1]
    step(1, 0).click()
    bar.locator("[data-beat=length]").select_option("32")
    bar.locator("[data-bar='1']").click()
    step(1, 0).click()
    step(1, 8).click()
    bar.locator("[data-beat=tool]").select_option("ratchets")
    step(1, 8).click()
    step(1, 8).click()
    expect(step(1, 8)).to_have_attribute("data-note", "×3")
    expect(step(1, 8)).to_have_accessible_name(re.compile("step 25, hit, 3 hits"))
    bar.locator("[data-beat=tool]").select_option("chances")
    step(1, 8).click()
    assert kit(page)["patterns"][0]["chances"][1][24] == 75
    for _ in range(3):
        step(1, 8).click()
    made = kit(page)
    assert "chances" not in made["patterns"][0] and made["patterns"][0]["ratchets"][1][24] == 3
    bar.locator("[data-song=add]").click()
    bar.locator("[data-song=cut]").click()
    bar.locator("[data-letter='0']").click()
    bar.locator("[data-song=add]").click()
    bar.locator("[data-letter='1']").click()
    bar.locator("[data-song=add]").click()
    bar.locator("[data-letter='0']").click()
    expect(bar.locator(".song output")).to_have_text("A A B")
    page.locator("[data-pattern=tempo]").fill("240")
    page.keyboard.press("Enter")
    found = play_beat(page, "() => window.hits.length >= 7")[:7]
    assert [hit["pad"] for hit in found] == [0, 0, 1, 1, 1, 1, 0]
    beats = [(hit["time"] - found[0]["time"]) * 4 for hit in found]
    assert beats == pytest.approx([0, 4, 8, 14, 14 + 1 / 12, 14 + 2 / 12, 16], abs=0.01)
