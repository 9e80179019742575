"""Numbered folders: plain WAV files, mixed as the page plays them."""

import io
import wave as plain_reader

import numpy as np
import pytest
import soundfile
from stand_ins import rendered, wave

from explorer.kit.samplers.folders import numbered_folders

FOLDERS = ["01-kick", "02-snare", "04-closed-hat", "05-open-hat", "06-fx"]


def test_each_pad_has_a_folder_of_its_own():
    assert list(numbered_folders(rendered())) == [f"{folder}/01.wav" for folder in FOLDERS]


def test_takes_are_numbered_in_it():
    files = numbered_folders(rendered(humanise=0.2))
    assert list(files) == [f"{folder}/0{take}.wav" for folder in FOLDERS for take in (1, 2, 3, 4, 5)]


def test_files_hold_nothing_but_sound():
    for data in numbered_folders(rendered(bit_depth=24, sample_rate=48_000)).values():
        assert data[12:16] == b"fmt " and b"LIST" not in data[:100] and b"INAM" not in data
        with plain_reader.open(io.BytesIO(data)) as file:
            assert (file.getsampwidth(), file.getframerate()) == (3, 48_000)


def test_level_and_place_are_in_the_sounds():
    left, right = soundfile.read(io.BytesIO(numbered_folders(rendered(bit_depth=24))["01-kick/01.wav"]))[0].T
    gain = 10 ** (-6 / 20)
    heard = wave(1)[: len(left)]
    for channel, angle in ((left, np.cos), (right, np.sin)):
        np.testing.assert_allclose(channel, heard * gain * np.sqrt(2) * angle(np.pi / 8), atol=1e-5)


def test_mono_files_are_mono():
    for data in numbered_folders(rendered(mono=True)).values():
        assert soundfile.info(io.BytesIO(data)).channels == 1


@pytest.mark.parametrize("level", ["peak", "loudness"])
def test_levelled_files_are_without_the_levels_of_the_pads(level):
    files = numbered_folders(rendered(level=level, bit_depth=24))
    peaks = [np.abs(soundfile.read(io.BytesIO(data))[0]).max() for data in files.values()]
    if level == "peak":
        assert peaks[0] == peaks[2] == pytest.approx(0.999, abs=1e-4)
    assert soundfile.info(io.BytesIO(files["01-kick/01.wav"])).channels == 1
