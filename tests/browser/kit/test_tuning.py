"""The note of a sound, where it has one: on the card, and on pads, which are tuned by it."""

import json
import re

import numpy as np
import pytest
from kits import TALL, kit, loaded
from playwright.sync_api import expect

from explorer.sound.pitch import pitch_of

pytestmark = pytest.mark.browser
NOTES = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"]


def in_words(hz: float) -> str:
    key = 69 + 12 * np.log2(hz / 440)
    note = round(key)
    cents = round(100 * (key - note))
    return f"{NOTES[note % 12]}{note // 12 - 1}" + (f" {cents:+d} c".replace("-", "−") if cents else "")


def test_the_card_names_the_note_of_what_is_heard_and_nothing_where_there_is_none(stage, page):
    said = []
    for sound in stage.lonely_sounds(16):
        with page.expect_response(lambda answer: '"pitch"' in (answer.request.post_data or "")):
            stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
        hz = pitch_of(stage.samples, 44_100)
        note = page.locator(".facts .pitch")
        if hz is None:
            expect(note).to_have_count(0)
        else:
            expect(note).to_have_text(in_words(hz))
        said.append(hz is not None)
        if len(set(said)) == 2:
            return
    pytest.fail(f"Only one kind of sound among {len(said)}: with a pitch {sum(said)}.")


def fill_pads(stage, codec, built) -> list[bool]:
    """Puts three sounds with a pitch and two without one on the pads, in turn; which have one."""
    page = stage.page
    has = [pitch_of(codec.decode(z), codec.sample_rate) is not None for z in built.latents]
    order = [True, False, True, False, True]
    ids = {kind: iter([i for i, one in enumerate(has) if one is kind]) for kind in (True, False)}
    checkpoint = stage.report("checkpoint")
    slots = [
        {
            "recipe": {"kind": "point", "id": next(ids[kind])},
            "name": f"Sound {i}",
            "checkpoint": checkpoint,
            "level": 0,
        }
        for i, kind in enumerate(order)
    ]
    stored = {**kit(page), "slots": [*slots, None, None, None]}
    page.evaluate("kit => localStorage.setItem('hitmap-kit', kit)", json.dumps(stored))
    page.reload()
    stage.wait("data-ready", "true")
    loaded(page)
    return order


def struck(stage, pad: int) -> float:
    """The pitch of what a pad plays, in Hz."""
    page = stage.page
    before = page.evaluate("window.started.length")
    page.locator(f"[data-pad='{pad}']").click()
    page.wait_for_function("before => window.started.length > before", arg=before)
    rate = page.evaluate("window.started.at(-1).source.playbackRate.value")
    hz = pitch_of(
        np.array(page.evaluate("Array.from(window.started.at(-1).buffer.getChannelData(0))")), 44_100
    )
    assert hz is not None
    return hz * rate


def off(hz: float, note: float) -> float:
    """How far a frequency is from a note in any octave, in cents."""
    semitones = 69 + 12 * np.log2(hz / 440) - note
    return 100 * (semitones - 12 * round(semitones / 12))


@pytest.mark.viewport(TALL)
def test_a_kit_is_tuned_to_a_note_and_back_by_one_undo(stage, page, codec, built):
    has = fill_pads(stage, codec, built)
    before = kit(page)["slots"]
    page.locator("[data-keep=pad-menu]").click()
    menu = page.locator(".pad-menu")
    menu.locator("[data-tune=to]").select_option(label="A")
    menu.locator("[data-tune=kit]").click()
    said = "Tuned 3 pads to A; Sound 1 and Sound 3 have no pitch and stay as they are."
    expect(page.locator(".toast")).to_contain_text(said)
    after = kit(page)["slots"]
    page.keyboard.press("Escape")
    for pad, one in enumerate(has):
        if not one:
            assert after[pad] == before[pad]
            continue
        assert {**after[pad], "pitch": 0} == {**before[pad], "pitch": 0}
        assert -6 <= after[pad]["pitch"] <= 6
        assert abs(off(struck(stage, pad), 69)) < 2
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("tuning")
    assert kit(page)["slots"] == before


@pytest.mark.viewport(TALL)
def test_a_pad_says_its_note_and_is_tuned_by_itself(stage, page, codec, built):
    fill_pads(stage, codec, built)
    hz = struck(stage, 2)
    others = [slot for i, slot in enumerate(kit(page)["slots"]) if i != 2]
    page.locator("[data-pad='2']").click(button="right")
    note = page.locator("[data-tune=note]")
    expect(note).to_have_text(in_words(hz))
    page.locator("[data-tune=pad]").click()
    expect(note).not_to_have_text(re.compile(" c$"))
    expect(page.locator(".toast")).to_contain_text(f"Pad 3 plays {note.inner_text()}.")
    slots = kit(page)["slots"]
    assert abs(slots[2]["pitch"]) <= 0.5
    assert [slot for i, slot in enumerate(slots) if i != 2] == others
    page.locator("[data-slide=pitch]").fill("3")
    expect(note).to_have_text(in_words(hz * 2 ** (3 / 12)))


@pytest.mark.viewport(TALL)
def test_all_pads_take_the_note_of_one_of_them_and_one_without_a_pitch_stays(stage, page, codec, built):
    fill_pads(stage, codec, built)
    hz = struck(stage, 0)
    before = kit(page)["slots"]
    page.locator("[data-pad='0']").click(button="right")
    page.locator("[data-tune=to]").select_option("pad")
    page.locator("[data-tune=kit]").click()
    expect(page.locator(".toast")).to_contain_text("Tuned 3 pads to ")
    note = 69 + 12 * np.log2(hz / 440)
    assert kit(page)["slots"][0] == {**before[0], "pitch": 0}
    page.keyboard.press("Escape")
    assert max(abs(off(struck(stage, pad), note)) for pad in (0, 2, 4)) < 2
    tuned = kit(page)
    page.locator("[data-pad='1']").click(button="right")
    page.locator("[data-tune=pad]").click()
    expect(page.locator(".toast")).to_contain_text("no pitch")
    assert kit(page) == tuned
