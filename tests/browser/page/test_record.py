"""The microphone, and long files: the hit in them is found and becomes a sound like any other."""

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, expect
from stage_page import StagePage

from vae.recipes.kinds import Latent

pytestmark = pytest.mark.browser

RATE = 44_100
PLACES = """() => [...document.querySelectorAll('#header button, .map, .card.now')].map((element) => {
  const { x, y, width } = element.getBoundingClientRect(); return [x, y, width]; })"""
WATCH = """() => { const button = document.querySelector('#record'); window.loudest = 0;
  const level = () => Number(button.style.getPropertyValue('--level'));
  new MutationObserver(() => (window.loudest = Math.max(window.loudest, level())))
    .observe(button, { attributes: true }); }"""
LOUDEST = "window.loudest"


@pytest.fixture
def long_file(tmp_path, drums):
    """Four seconds of a room in which a drum is hit after two."""
    waveform = 0.005 * np.random.default_rng(0).standard_normal(4 * RATE).astype(np.float32)
    waveform[2 * RATE : 3 * RATE] += 0.8 * drums[0][7]
    soundfile.write(tmp_path / "room.wav", waveform, RATE, subtype="PCM_16")
    return tmp_path / "room.wav"


@pytest.fixture
def browser_that_hears(launch, long_file):
    """Another Chromium, whose microphone is a file."""
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    browser = launch(*fake, f"--use-file-for-fake-audio-capture={long_file}")
    yield browser
    browser.close()


def test_the_microphone_makes_a_sound_that_can_be_a_corner(app_url, browser_that_hears: Browser):
    page = browser_that_hears.new_context(permissions=["microphone"]).new_page()
    stage = StagePage(page, app_url)
    stage.open()
    button = page.locator("#record")
    before = page.evaluate(PLACES)
    page.evaluate(WATCH)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => parseFloat(document.querySelector('#record').textContent.slice(2)) < 5.5")
    assert page.evaluate(PLACES) == before
    assert page.evaluate(LOUDEST) > 0.5, "the meter showed the hit"
    recipe = stage.after(button.click)
    assert recipe["kind"] == "latent" and stage.report("error") == ""
    expect(button).to_have_text("Record")
    expect(page.locator(".now .facts")).to_contain_text("your sound")
    stage.reveal("[data-corner='0']").click()
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    stage.after(lambda: page.locator("[data-corner='1']").click())
    assert stage.recipe["kind"] == "mix" and stage.recipe["of"][0] == recipe


def test_a_microphone_that_is_refused_is_one_sentence(stage, page):
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')); }")
    page.locator("#record").click()
    expect(page.locator(".toast")).to_contain_text("no microphone that this page may use")
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))


def test_of_a_long_file_the_hit_is_taken(stage, page, long_file, codec):
    recipe = stage.after(lambda: page.locator("#header input[type=file]").set_input_files(long_file))
    found = Latent(recipe["z"]).values
    room, _ = soundfile.read(long_file, dtype="float32")
    hit, noise = codec.encode(room[2 * RATE :], RATE), codec.encode(room[:RATE], RATE)
    assert np.linalg.norm(found - hit) < 0.5 * np.linalg.norm(found - noise)
