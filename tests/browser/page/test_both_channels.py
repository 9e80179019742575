"""Sounds in stereo and of their own lengths: heard, seen, compared and saved."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile
from explorer_fixtures import SECONDS, WideShelf
from gestures import address
from playwright.sync_api import Browser, expect
from stage_page import StagePage

from vae.recipes.kinds import Point

pytestmark = pytest.mark.browser

RATE = 44_100
STARTED = """() => window.started.map(({ buffer, when, source }) =>
  ({ channels: buffer.numberOfChannels, seconds: buffer.duration, when, gain: source.gain.value }))"""
HEARD = """() => { const { buffer } = window.started[0];
  return Array.from({ length: buffer.numberOfChannels }, (_, i) => [...buffer.getChannelData(i)]); }"""
LEVELS = """(canvas) => { const { width, height } = canvas, pen = canvas.getContext('2d');
  const { data } = pen.getImageData(0, 0, width, height);
  return [0, 1].map((lane) => Math.max(...Array.from({ length: width }, (_, x) => { let inked = 0;
    for (let y = lane * height / 2; y < (lane + 1) * height / 2; y++) inked += data[4 * ((y | 0) * width + x) + 3] > 0;
    return inked / (height / 2); }))); }"""


@pytest.fixture(scope="module")
def wide(checkpoints) -> WideShelf:
    return WideShelf({"drum-machine": checkpoints / "drum-machine"}, "drum-machine")


@pytest.fixture(scope="module")
def sounds(wide) -> dict[tuple[int, float], int]:
    """The id of a sound by its channels and its seconds."""
    renderer = wide.renderer()
    shapes = {i: renderer.render(Point(i)).waveform for i in range(len(renderer.library))}
    return {(wave.ndim, wave.shape[-1] / RATE): i for i, wave in shapes.items()}


@pytest.fixture(scope="module")
def wide_stage(wide, browser: Browser) -> Iterator[StagePage]:
    """The page of an app with such sounds."""
    from explorer.page.ui import build_demo, launch_options

    demo = build_demo(wide)
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    stage = StagePage(browser.new_page(viewport={"width": 1440, "height": 900}), url.rstrip("/"))
    yield stage
    stage.page.close()
    demo.close()


def show(stage: StagePage, sound: int) -> None:
    """Opens a sound and plays it."""
    stage.page.goto("about:blank")
    stage.open(address({"kind": "point", "id": sound}))
    expect(stage.page.locator(".views.on")).to_be_visible()


@pytest.mark.parametrize("seconds", [min(SECONDS), max(SECONDS)])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_sound_is_heard_and_seen_as_it_is(wide_stage, sounds, tmp_path, channels, seconds):
    page = wide_stage.page
    show(wide_stage, sounds[channels, seconds])
    page.keyboard.press("Space")
    (one,) = page.evaluate(STARTED)[:1]
    assert (one["channels"], one["seconds"]) == (channels, pytest.approx(seconds))
    facts = page.locator(".now .facts")
    expect(facts).to_contain_text(re.compile(r"\d\.\d\d s"))
    if channels == 2:
        expect(facts).to_contain_text(re.compile(r"stereo, \d+ dB wide"))
    else:
        expect(facts).not_to_contain_text("stereo")
    times = page.locator(".times").text_content()
    assert times == ("00.10.20.3 s" if seconds == min(SECONDS) else "01234 s")
    page.wait_for_function(f"Math.min(...({LEVELS})(document.querySelector('canvas.wave'))) > 0.2")
    assert page.locator("canvas.wave").get_attribute("aria-label").count("left") == channels - 1
    for mono in {False, channels == 2}:
        choice = page.locator("[data-file=mono]")
        expect(choice).to_be_visible(visible=channels == 2)
        if channels == 2:
            choice.select_option(json.dumps(mono))
        with page.expect_download() as download:
            page.locator("[data-action=save]").click()
        download.value.save_as(tmp_path / "saved.wav")
        wave, _ = soundfile.read(tmp_path / "saved.wav", always_2d=True)
        assert wave.shape == (round(seconds * RATE), 1 if mono else channels)
        heard = np.array(page.evaluate(HEARD))
        np.testing.assert_allclose(wave.T, heard.mean(axis=0, keepdims=True) if mono else heard, atol=1e-4)


def test_an_original_that_lasts_longer_stays_in_step_with_a_loop(wide_stage, sounds):
    stage, page = wide_stage, wide_stage.page
    show(stage, sounds[2, min(SECONDS)])
    stage.wait("data-original", "true")
    page.keyboard.press("l")
    page.keyboard.press("Space")
    stage.wait("data-playing", "true")
    assert len(page.evaluate(STARTED)) == 1, "what nobody listens to makes no loop longer"
    page.keyboard.press("b")
    stage.wait("data-listening", "original")
    page.wait_for_function("() => window.started.length === 3 && window.started[2].source.gain.value > 0.1")
    _, decoded, original = page.evaluate(STARTED)
    assert decoded["seconds"] == pytest.approx(original["seconds"], abs=1e-3)
    assert original["seconds"] > min(SECONDS) and decoded["when"] == original["when"]
    assert (decoded["channels"], decoded["gain"], original["channels"]) == (2, 0, 1)
    page.keyboard.press("b")
    page.wait_for_function("() => window.started[1].source.gain.value > 0.1")
    assert len(page.evaluate(STARTED)) == 3, "both loop on, in step"
    last = page.locator(".times span").last
    assert float(last.text_content().removesuffix(" s")) > min(SECONDS), (
        "both pictures have one scale of time"
    )
    page.keyboard.press("Space")
    stage.wait("data-playing", "false")


def test_a_sound_and_its_original_are_compared_at_one_scale_of_time(wide_stage, sounds):
    show(wide_stage, sounds[2, min(SECONDS)])
    wide_stage.reveal(".compare-body")
    pictures = wide_stage.page.locator(".compare-body canvas[data-picture]")
    expect(pictures).to_have_count(3)
    expect(wide_stage.page.locator(".verdict")).to_contain_text("dB off")
    widths = pictures.evaluate_all("all => all.map(({ width }) => width)")
    assert len(set(widths)) == 1 and widths[0] > min(SECONDS) * RATE / 256 + 1


def test_pads_play_both_kinds_and_a_kit_is_saved_in_mono(wide_stage, sounds, tmp_path):
    page = wide_stage.page
    for pad, (channels, seconds) in enumerate([(2, max(SECONDS)), (1, min(SECONDS))]):
        show(wide_stage, sounds[channels, seconds])
        page.locator(f"[data-pad='{pad}']").click()
        expect(page.locator(".keep")).to_have_attribute("data-ready", "true")
        page.evaluate("() => { window.started = []; }")
        page.keyboard.press(str(pad + 1))
        page.wait_for_function("() => window.started.length")
        (one,) = page.evaluate(STARTED)
        assert (one["channels"], one["seconds"]) == (channels, pytest.approx(seconds))
    page.locator("[data-menu=export] summary").click()
    page.locator("[data-export=mono]").select_option("true")
    with page.expect_download() as download:
        page.locator("[data-keep=export]").click()
    download.value.save_as(tmp_path / "kit.zip")
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        waves = [
            soundfile.info(io.BytesIO(archive.read(name)))
            for name in archive.namelist()
            if name.endswith("wav")
        ]
    assert len(waves) >= 2 and {wave.channels for wave in waves} == {1}
