"""Keep: the beat."""

import pytest
from kits import TALL, fill, hits, kit, loaded, random_kit, record_hits
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]


def test_steps_are_set_accented_painted_and_reached_by_keys(stage, page):
    def step(row, column):
        return page.locator(f"[data-row='{row}'][data-step='{column}']")

    step(2, 4).click()
    step(2, 8).click(modifiers=["Shift"])
    step(2, 4).click(modifiers=["Shift"])
    assert kit(page)["pattern"]["steps"][2][4] == kit(page)["pattern"]["steps"][2][8] == 127
    step(2, 8).click()
    assert kit(page)["pattern"]["steps"][2][8] == 0
    first, last = step(5, 1).bounding_box(), step(5, 6).bounding_box()
    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 5, steps=12)
    page.mouse.up()
    assert kit(page)["pattern"]["steps"][5] == [0] + [90] * 6 + [0] * 9
    page.locator("[data-action=undo]").click()
    assert not any(kit(page)["pattern"]["steps"][5])
    step(7, 15).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Space")
    assert kit(page)["pattern"]["steps"][0][:2] == [90, 127]
    assert stage.recipe is None
    expect(step(0, 1)).to_have_attribute("aria-label", "Pad 1, step 2, accent")


def test_the_beat_plays_in_time_and_stops(stage, page):
    random_kit(page)
    page.locator("[data-pattern=tempo]").fill("180")
    page.keyboard.press("Enter")
    page.locator("[data-keep=play]").focus()
    record_hits(page)
    page.keyboard.press("p")
    expect(page.locator(".keep")).to_have_attribute("data-playing", "true")
    page.wait_for_selector(".step.now")
    page.wait_for_function("() => window.hits.at(-1)?.time - window.hits[0]?.time > 2.7")
    page.keyboard.press("p")
    expect(page.locator(".keep")).to_have_attribute("data-playing", "false")
    expect(page.locator(".step.now")).to_have_count(0)
    pattern, played = kit(page)["pattern"], hits(page)
    assert pattern["tempo"] == 180
    quarter = 60 / 180
    places = [s // 2 / 2 + (pattern["swing"] / 2 if s % 2 else 0) for s in range(16)]

    def furthest(first: int) -> float:
        """How far any hit is from its step, in seconds, if the first that was heard is of this one."""
        begin, far = played[0]["time"] / quarter - places[first], []
        for hit in played:
            steps = [s for s in range(16) if pattern["steps"][hit["pad"]][s] == hit["velocity"]]
            gaps = [(hit["time"] / quarter - begin - places[s] + 2) % 4 - 2 for s in steps]
            far.append(min(map(abs, gaps)) * quarter)
        return max(far)

    assert min(map(furthest, range(16))) < 0.002
    assert sum(hit["time"] < hit["clock"] for hit in played) <= len(played) // 10
    count = len(played)
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    assert len(hits(page)) == count


def test_humanised_hits_are_never_the_same_twice_in_a_row(stage, page):
    fill(stage, 1)
    page.locator("[data-pattern=humanise]").fill("0.3")
    loaded(page)
    record_hits(page)
    for _ in range(4):
        page.keyboard.press("1")
    different = page.evaluate("() => new Set(window.hits.map((hit) => hit.buffer)).size")
    assert different == 4
    sounds = page.evaluate(
        "() => window.hits.map((hit) => Array.from(hit.buffer.getChannelData(0).slice(200, 203)).join())"
    )
    assert len(set(sounds)) == 4
    page.locator("[data-pattern=humanise]").fill("0")
    page.keyboard.press("1")
    page.keyboard.press("1")
    assert page.evaluate("() => window.hits.at(-1).buffer === window.hits.at(-2).buffer")


def test_humanise_says_how_many_takes_there_are(stage, page):
    fill(stage, 1)
    page.locator("[data-pattern=humanise]").fill("0.2")
    loaded(page)
    assert "five takes" in page.locator("label", has=page.locator("[data-pattern=humanise]")).get_attribute(
        "title"
    )
    record_hits(page)
    for _ in range(5):
        page.keyboard.press("1")
    assert page.evaluate("() => new Set(window.hits.map((hit) => hit.buffer)).size") == 5
