"""Stereo is measured against the file, not against what the checkpoint keeps of it, and mono has to stay mono."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset, load_dataset
from vae.evaluate.reconstruction import Row, measure
from vae.evaluate.stereo import as_heard, with_channels
from vae.library.encode import encode_all
from vae.sound.stereo.image import CODE_SIZE, StereoImage

RATE = 44_100
STEREO = SimpleNamespace(channels=2, sample_rate=RATE)
MONO = SimpleNamespace(channels=1, sample_rate=RATE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A clap on the left in a room, and another in mono."""
    folder = tmp_path_factory.mktemp("claps")
    rng, time = np.random.default_rng(0), np.arange(RATE // 2) / RATE
    hand, *room = rng.standard_normal((3, len(time)))
    direct, reverb = np.exp(-40 * time) * hand, 0.3 * np.exp(-9 * time) * np.array(room)
    left, right = direct + reverb[0], 0.25 * direct + 0.4 * reverb[1]
    soundfile.write(folder / "clap wide.wav", 0.2 * np.stack([left, right], axis=1), RATE)
    soundfile.write(folder / "clap mono.wav", 0.1 * rng.standard_normal(len(time)) * np.exp(-20 * time), RATE)
    return folder


@pytest.fixture(scope="module")
def claps(folder) -> Dataset:
    return load_dataset([folder], sample_rate=RATE, num_samples=RATE)


@pytest.fixture(scope="module")
def wide(claps) -> int:
    return next(index for index, image in enumerate(claps.stereo) if image is not None)


def row(claps: Dataset, index: int, decoded: np.ndarray, folder: Path) -> Row:
    original = np.asarray(claps.waveforms[index])
    return measure(original, decoded, RATE, heard=as_heard(STEREO, claps, index, [folder]))


def test_originals_are_heard_as_they_are(claps, wide, folder):
    heard = [as_heard(STEREO, claps, index, [folder]) for index in (wide, 1 - wide)]
    assert [one.shape for one in heard] == [(2, RATE), (RATE,)]
    assert 5 < 20 * np.log10(np.linalg.norm(heard[0][0, :2_000]) / np.linalg.norm(heard[0][1, :2_000])) < 13


def test_stereo_that_cannot_be_heard_is_not_measured(claps, wide, folder, tmp_path):
    assert as_heard(MONO, claps, wide, [folder]) is None
    assert as_heard(STEREO, claps, wide, [tmp_path]) is None
    found = measure(np.asarray(claps.waveforms[wide]), np.ones((2, RATE), np.float32), RATE)
    assert not {"width_db", "coherence_error"} & set(found)


def test_the_true_image_is_nearer_than_mono_and_than_another_image(claps, wide, folder):
    mono, image = np.asarray(claps.waveforms[wide]), claps.stereo[wide]
    swapped = StereoImage(-image.level_db, image.angle)
    true, none, other = (
        row(claps, wide, one, folder)
        for one in (with_channels(STEREO, mono, image), mono, with_channels(STEREO, mono, swapped))
    )
    assert true["width_db"] < 0.7 * none["width_db"] < 0.7 * other["width_db"]
    assert true["coherence_error"] < 0.7 * none["coherence_error"]
    assert true["envelope_db"] < 0.2


def test_a_mono_sound_that_is_decoded_wide_shows(claps, wide, folder):
    mono = np.asarray(claps.waveforms[1 - wide])
    assert "width_db" not in row(claps, 1 - wide, with_channels(STEREO, mono, None), folder)
    assert row(claps, 1 - wide, with_channels(STEREO, mono, claps.stereo[wide]), folder)["width_db"] > 1


def test_latents_get_the_codes_of_their_images(claps, wide, untrained_checkpoint):
    config = untrained_checkpoint.config | {"stereo": True}
    stereo, mono = Codec(replace(untrained_checkpoint, config=config)), Codec(untrained_checkpoint)
    found, plain = (encode_all(codec, claps.waveforms, claps.stereo) for codec in (stereo, mono))
    assert found.shape[1] == plain.shape[1] + CODE_SIZE
    assert np.array_equal(found[:, :-CODE_SIZE], plain)
    assert np.array_equal(found[wide, -CODE_SIZE:], claps.stereo[wide].code())
    assert not found[1 - wide, -CODE_SIZE:].any()
