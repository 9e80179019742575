"""Sounds dragged from anywhere onto pads, and out of the page as files."""

import io
import zipfile

import httpx
import numpy as np
import pytest
import soundfile
from kits import TALL, fill, kit
from playwright.sync_api import expect

from explorer.kit.loop import as_played
from explorer.kit.mix import strip_of
from vae.recipes.kinds import Point
from vae.recipes.sheet import Entry

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]

OFFERED = """() => { window.offered = []; addEventListener('dragstart', ({ dataTransfer }) => {
  window.offered.push(dataTransfer.getData('DownloadURL')); }, { once: true }); }"""


def middle(page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def dragged_out(page, selector: str) -> tuple[str, str, str]:
    """Drags an element to nowhere; type, name and address of the file that the browser was offered."""
    page.evaluate(OFFERED)
    x, y = middle(page, selector)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 15, y + 3, steps=3)
    page.mouse.move(x + 30, y + 3)
    page.wait_for_function("() => window.offered.length")
    page.mouse.up()
    media_type, name, address = page.evaluate("() => window.offered[0]").split(":", 2)
    return media_type, name, address


@pytest.mark.parametrize(
    "handle", [".now .title", ".now .spec canvas", "[data-action=save]", "[data-mark=now]"]
)
def test_the_sound_leaves_the_page_as_a_wav_file(stage, page, handle):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    heard, recipe = stage.samples, stage.recipe
    media_type, name, address = dragged_out(page, handle)
    assert media_type == "audio/wav" and name.endswith(".wav") and name != "sound.wav"
    waveform, rate = soundfile.read(io.BytesIO(httpx.get(address, timeout=60).content))
    assert rate == 44_100 and np.abs(waveform - heard[: len(waveform)]).max() < 1e-3
    assert stage.recipe == recipe and not any(kit(page)["slots"])


def test_a_pad_leaves_the_page_and_stays(stage, page):
    (recipe,) = fill(stage, 1)
    _, name, address = dragged_out(page, "[data-pad='0']")
    assert name.endswith(".wav") and httpx.get(address, timeout=60).content[:4] == b"RIFF"
    assert kit(page)["slots"][0]["recipe"] == recipe
    expect(page.locator(".carried")).to_have_count(0)


def test_the_file_of_a_pad_sounds_as_the_pad_does(stage, page):
    def file() -> np.ndarray:
        content = httpx.get(dragged_out(page, "[data-pad='0']")[2], timeout=60).content
        return soundfile.read(io.BytesIO(content), dtype="float32")[0].T

    fill(stage, 1)
    plain = file()
    page.locator("[data-pad='0']").click(button="right")
    for name, value in (("pitch", "12"), ("pan", "-0.5")):
        page.locator(f".pad-menu [data-slide={name}]").fill(value)
    page.keyboard.press("Escape")
    heard = file()
    strip = strip_of(Entry(Point(0), "Pad", "any", pitch=12, pan=-0.5))
    wanted = as_played(plain, strip, 44_100)[:, : heard.shape[1]]
    wanted *= min(1, np.abs(heard).max() / np.abs(wanted).max())  # never louder than full scale
    np.testing.assert_allclose(heard, wanted, atol=1e-3)


def test_the_loop_and_the_kit_leave_the_page_and_the_loop_is_downloaded(stage, page):
    fill(stage, 1)
    page.locator("[data-row='0'][data-step='3']").click()
    media_type, name, address = dragged_out(page, "[data-menu=export] summary")
    assert (media_type, name) == ("application/zip", "hitmap-kit.zip")
    with zipfile.ZipFile(io.BytesIO(httpx.get(address, timeout=60).content)) as archive:
        loop = archive.read("loop.wav")
    media_type, name, address = dragged_out(page, "[data-keep=loop]")
    assert (media_type, name) == ("audio/wav", "hitmap-loop.wav")
    assert httpx.get(address, timeout=60).content == loop
    with page.expect_download() as download:
        page.locator("[data-keep=loop]").click()
    assert download.value.path().read_bytes() == loop


def test_without_a_beat_there_is_no_loop(stage, page):
    page.locator("[data-keep=loop]").click()
    expect(page.locator(".toast")).to_contain_text("make a beat first")


def test_a_drag_that_leaves_the_map_carries_the_sound_it_began_on(stage, page):
    first, other = stage.lonely_sounds(2)
    stage.after(lambda: page.mouse.click(*stage.sound_at(other)))
    page.mouse.move(*stage.sound_at(first))
    began = stage.after(page.mouse.down)
    assert began == {"kind": "point", "id": first}
    page.mouse.move(*stage.empty_pixel(), steps=4)
    x, y = middle(page, "[data-pad='2']")
    page.mouse.move(x, y, steps=6)
    expect(page.locator(".carried")).to_have_text(stage.library[first]["name"])
    expect(page.locator("[data-pad='2']")).to_have_class("pad over")
    page.mouse.up()
    page.wait_for_function("() => JSON.parse(document.querySelector('.keep').dataset.kit).slots[2]")
    assert kit(page)["slots"][2]["recipe"] == began
    stage.settled(f"recipe.id === {first}")
    expect(page.locator(".carried")).to_have_count(0)


def test_a_scrub_ends_at_the_edge_of_the_map(stage, page):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    box = page.locator(".surface").bounding_box()
    x, y = stage.empty_pixel()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 4, y, steps=5)
    stage.idle()
    renders = stage.renders
    page.mouse.move(box["x"] + box["width"] + 200, y, steps=1)
    page.mouse.move(box["x"] + box["width"] + 220, y + 30, steps=5)
    expect(page.locator(".carried")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".carried")).to_have_count(0)
    page.mouse.up()
    stage.idle()
    assert stage.renders == renders


@pytest.mark.loads
def test_where_no_file_can_be_dragged_out_it_is_downloaded(open_stage):
    stage = open_stage(viewport=TALL)
    stage.before_scripts("delete Navigator.prototype.userAgentData")
    stage.open()
    page = stage.page
    fill(stage, 1)
    x, y = middle(page, "[data-pad='0']")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 20, steps=3)
    with page.expect_download() as download:
        page.mouse.move(-40, y)
        page.mouse.up()
    assert download.value.path().read_bytes()[:4] == b"RIFF"
