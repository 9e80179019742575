"""Keep: kits that leave the page and come back, as files, links and in what the browser stores."""

import io
import json
import zipfile

import pytest
import soundfile
from kits import TALL, drop_file, export, fill, hits, kit, loaded, random_kit, record_hits
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]

ALL_FULL = "() => JSON.parse(document.querySelector('.keep').dataset.kit).slots.every(Boolean)"


def test_an_exported_kit_opens_again_when_it_is_dropped(stage, page):
    random_kit(page)
    saved = kit(page)
    data = export(page, bit_depth="24", sample_rate="48000", bars="1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {"kit.sfz", "pattern.mid", "loop.wav", "recipes.json"} <= set(names)
        sounds = [name for name in names if name[0].isdigit()]
        assert len(sounds) == 8
        info = soundfile.info(io.BytesIO(archive.read(sounds[0])))
        assert (info.subtype, info.samplerate) == ("PCM_24", 48000)
        loop = soundfile.info(io.BytesIO(archive.read("loop.wav")))
        assert loop.duration == pytest.approx(240 / saved["pattern"]["tempo"], abs=1e-4)
        recipes = archive.read("recipes.json")
    for name, content in (("kit.zip", data), ("recipes.json", recipes)):
        page.locator(".menu summary", has_text="Clear").click()
        page.locator("[data-keep=clear-kit]").click()
        assert not any(kit(page)["slots"])
        drop_file(page, name, content)
        page.wait_for_function(ALL_FULL)
        assert kit(page) == saved
        expect(page.locator(".toast")).to_have_text("The kit is on the pads.")


def test_a_kit_of_a_changed_or_missing_checkpoint_says_so(stage, page):
    random_kit(page)
    with zipfile.ZipFile(io.BytesIO(export(page))) as archive:
        saved = json.loads(archive.read("recipes.json"))
    saved["checkpoints"]["drum-machine"] = "0" * 12
    drop_file(page, "recipes.json", json.dumps(saved).encode())
    expect(page.locator(".toast")).to_contain_text("may sound different")
    saved["kit"]["slots"][0]["checkpoint"] = "elsewhere"
    drop_file(page, "recipes.json", json.dumps(saved).encode())
    expect(page.locator(".toast")).to_contain_text('needs the checkpoint "elsewhere"')
    expect(page.locator("[data-pad='0'] small")).to_have_text("cannot be played")
    page.keyboard.press("1")
    expect(page.locator(".toast")).to_contain_text("no checkpoint")
    loaded(page)
    record_hits(page)
    page.keyboard.press("2")
    assert len(hits(page)) == 1


@pytest.mark.parametrize(
    ("name", "data"), [("kit.zip", b"PK\x03\x04 nothing"), ("kit.json", b"{}"), ("a.zip", b"")]
)
def test_a_foreign_file_is_one_sentence_and_changes_nothing(stage, page, name, data):
    fill(stage, 1)
    before = kit(page)
    drop_file(page, name, data)
    page.wait_for_function("() => document.querySelector('#stage').dataset.error")
    assert stage.report("error").endswith(".")
    assert kit(page) == before


def test_a_reload_keeps_the_kit(stage, page):
    random_kit(page)
    page.locator("[data-pattern=swing]").fill("0.6")
    before = kit(page)
    page.reload()
    stage.wait("data-ready", "true")
    assert kit(page) == before
    loaded(page)
    record_hits(page)
    page.keyboard.press("3")
    assert len(hits(page)) == 1


def test_a_link_with_the_kit_opens_it_elsewhere(stage, page, open_stage):
    recipe = fill(stage, 2)[-1]
    page.locator("[data-row='0'][data-step='0']").click()
    before = kit(page)
    address = stage.kit_link()
    page.evaluate("() => localStorage.clear()")
    other = open_stage(address, viewport=TALL)
    assert other.linked_kit() == before and other.recipe == recipe
    other.page.locator("[data-action=undo]").click()
    assert not any(kit(other.page)["slots"])


def test_what_is_changed_after_opening_a_link_with_a_kit_outlives_a_reload(stage, page, open_stage):
    fill(stage, 1)
    address = stage.kit_link()
    assert "&kit=" in address and "kit=" not in page.evaluate("() => location.hash")
    page.evaluate("() => localStorage.clear()")
    other = open_stage(address, viewport=TALL)
    other.linked_kit()
    other.page.wait_for_function("() => !location.hash.includes('kit=')")
    assert "recipe=" in other.page.evaluate("() => location.hash")
    other.page.locator("[data-pattern=tempo]").fill("93")
    other.page.keyboard.press("Enter")
    edited = kit(other.page)
    other.page.reload()
    other.wait("data-ready", "true")
    loaded(other.page)
    assert kit(other.page) == edited and edited["pattern"]["tempo"] == 93


def test_without_a_clipboard_the_address_holds_the_kit_until_it_changes(stage, page):
    fill(stage, 1)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("[data-menu=export] summary").click()
    page.locator("[data-keep=link]").click()
    page.wait_for_function("() => location.hash.includes('&kit=')")
    page.locator("[data-row='0'][data-step='2']").click()
    assert "kit=" not in page.evaluate("() => location.hash")


def test_a_damaged_link_is_one_sentence(open_stage):
    stage = open_stage("#checkpoint=drum-machine&kit=AAAA!")
    expect(stage.page.locator(".toast")).to_have_text("The kit in this link is damaged.")
    stage.after(lambda: stage.page.mouse.click(*stage.empty_pixel()))


def test_a_kit_that_was_stored_badly_is_forgotten(stage, page):
    page.evaluate("() => localStorage.setItem('hitmap-kit', '{\"slots\": 5}')")
    page.reload()
    stage.wait("data-ready", "true")
    assert not any(kit(page)["slots"])
