"""Sound files that leave the page and come to it."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("bits", ["16", "24"])
def test_download_is_a_wav_of_the_sound(stage, page, tmp_path, bits):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.locator("[data-file=bit_depth]").select_option(bits)
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".wav" and soundfile.info(path).subtype == f"PCM_{bits}"
    assert np.abs(soundfile.read(path)[0] - stage.samples).max() < 1e-4


def test_an_uploaded_sound_lands_on_the_map(stage, page, tmp_path):
    t = np.arange(22050) / 22050
    soundfile.write(tmp_path / "mine.wav", np.sin(2 * np.pi * 200 * t) * np.exp(-9 * t), 22050)
    stage.after(lambda: page.locator("#header input[type=file]").set_input_files(tmp_path / "mine.wav"))
    assert stage.recipe["kind"] == "latent"
    expect(page.locator("[data-mark=now]")).to_be_visible()


def test_an_upload_that_is_no_audio_gets_one_sentence(stage, page, tmp_path):
    (tmp_path / "mine.wav").write_bytes(b"no audio")
    page.locator("#header input[type=file]").set_input_files(tmp_path / "mine.wav")
    expect(page.locator(".toast")).to_contain_text("mine.wav")
    assert stage.report("error").endswith(".")


def test_wav_header_is_pcm(stage, page, tmp_path: Path):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    data = Path(download.value.path()).read_bytes()
    assert data[:4] == b"RIFF" and struct.unpack("<I", data[4:8])[0] == len(data) - 8
