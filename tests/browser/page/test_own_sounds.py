"""Sounds of the visitor's own: compared with themselves, named after their file, and refused in one sentence."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from explorer.server.limits import MAX_UPLOAD_BYTES

pytestmark = pytest.mark.browser

INPUT = "#header input[type=file]"
RATE = 44_100


@pytest.fixture
def mine(tmp_path) -> Path:
    """Half a second of a falling tone, after a pause, in a file with a name."""
    t = np.arange(RATE // 2) / RATE
    sound = 0.4 * np.sin(2 * np.pi * 180 * t) * np.exp(-12 * t)
    soundfile.write(tmp_path / "My tom.wav", np.pad(sound, (3000, 0)), RATE, subtype="FLOAT")
    return tmp_path / "My tom.wav"


def drop(page: Page, *files: tuple[str, int]) -> None:
    """Drops files of so many zero bytes onto the map."""
    page.evaluate(
        """(files) => { const dataTransfer = new DataTransfer();
          for (const [name, size] of files) dataTransfer.items.add(new File([new Uint8Array(size)], name));
          document.querySelector('.map').dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })); }""",
        [list(file) for file in files],
    )


def test_an_uploaded_sound_is_played_against_its_reconstruction(stage, page, mine):
    stage.after(lambda: page.locator(INPUT).set_input_files(mine))
    expect(page.locator(".now .title")).to_have_text("My tom")
    expect(page.locator(".now .facts")).to_contain_text(re.compile(r"\d+\.\d dB off"))
    expect(page.locator(".toast")).to_be_hidden()
    expect(page.locator("[data-side=original]")).to_be_enabled()
    page.keyboard.press("b")
    stage.wait("data-listening", "original")
    stage.wait("data-playing", "false")
    page.keyboard.press("Space")
    original, energy = stage.samples, stage.energy
    page.keyboard.press("b")
    stage.wait("data-listening", "decoded")
    stage.wait("data-playing", "false")
    page.keyboard.press("Space")
    assert stage.energy == pytest.approx(energy, rel=0.01)
    file = soundfile.read(mine)[0][3000:]
    lag = int(np.argmax(np.correlate(original[:4000], file[:3000], "valid")))
    assert lag < 200, "the onset lies where the model expects it"
    assert np.corrcoef(original[lag : lag + 20_000], file[:20_000])[0, 1] > 0.99


def test_the_difference_to_an_uploaded_sound_is_shown_in_every_phase(stage, page, mine):
    stage.reveal(".compare-none")
    stage.after(lambda: page.locator(INPUT).set_input_files(mine))
    expect(page.locator(".compare-body")).to_be_visible()
    error = page.locator(".verdict").inner_text().split(" ")[0]
    assert error in page.locator(".now .facts").inner_text()
    stage.after(lambda: page.locator("[data-phase=none]").click())
    expect(page.locator(".now .title")).to_have_text("My tom, raw")
    expect(page.locator("[data-side=original]")).to_be_enabled()
    page.wait_for_function(
        "() => document.querySelector('.compare').dataset.for === document.querySelector('#stage').dataset.recipe"
    )


def test_the_original_comes_back_with_the_very_sound_and_goes_with_the_page(stage, page, mine):
    recipe = stage.after(lambda: page.locator(INPUT).set_input_files(mine))
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    expect(page.locator("[data-side=original]")).to_be_disabled()
    assert stage.after(lambda: page.keyboard.press("z")) == recipe
    expect(page.locator("[data-side=original]")).to_be_enabled()
    page.wait_for_function("() => location.hash.includes('latent')")
    page.reload()
    stage.wait("data-ready", "true")
    assert stage.recipe == recipe
    expect(page.locator("[data-side=original]")).to_be_disabled()
    expect(page.locator(".now .note")).to_contain_text("Drop the file again")


def test_a_file_that_is_too_large_never_leaves_the_page(stage, page):
    limit = f"{MAX_UPLOAD_BYTES // 2**20} MB"
    drop(page, ("huge.wav", MAX_UPLOAD_BYTES + 1))
    expect(page.locator(".toast")).to_contain_text(limit)
    assert limit in stage.report("error") and stage.report("error").endswith(".")
    assert page.locator(".toast").evaluate("e => e.classList.contains('problem')")
    expect(page.locator(".toast-body, .toast-wrap > *")).to_have_count(0)


@pytest.mark.parametrize("name", ["notes.txt", "empty.wav", "picture.png"])
def test_a_file_that_is_no_audio_is_one_sentence_of_ours(stage, page, name):
    drop(page, (name, 200))
    page.wait_for_function("() => document.querySelector('#stage').dataset.error")
    assert name in stage.report("error") and stage.report("error").endswith(".")
    expect(page.locator(".toast")).to_have_text(stage.report("error"))
    expect(page.locator(".toast-body, .toast-wrap > *")).to_have_count(0)


def test_two_clicks_while_the_permission_is_pending_open_one_stream(stage, page):
    asked = page.evaluate_handle(
        """() => { const asked = []; navigator.mediaDevices.getUserMedia = () => new Promise((_, no) => asked.push(no));
          return asked; }"""
    )
    page.locator("#record").click()
    page.locator("#record").click()
    assert page.evaluate("asked => asked.length", asked) == 1
    page.evaluate("asked => asked[0](new Error('no'))", asked)
    expect(page.locator(".toast")).to_contain_text("no microphone that this page may use")
    page.locator("#record").click()
    assert page.evaluate("asked => asked.length", asked) == 2
