"""Stereo images, their codes, and what is mono."""

import numpy as np
import pytest
from stereo_sounds import RATE, burst, tone, two_channels

from vae.sound.stereo.analysis import analyse
from vae.sound.stereo.grid import MOMENTS, NUM_BANDS, NUM_MOMENTS, hats
from vae.sound.stereo.image import CODE_SIZE, LEAST_COHERENCE, MOST_DB, StereoImage, code_of


@pytest.mark.parametrize("level_db", [-12.0, 0.0, 6.0, 25.0])
@pytest.mark.parametrize("coherence", [0.0, 0.6, 0.98])
def test_finds_level_difference_and_coherence(level_db: float, coherence: float) -> None:
    image = analyse(two_channels(level_db, coherence), RATE)
    assert image is not None
    assert image.level_db.shape == image.angle.shape == (NUM_BANDS, NUM_MOMENTS)
    assert np.abs(image.level_db - level_db).mean() < 1.5
    assert np.abs(image.coherence - coherence).mean() < 0.15


def test_finds_what_differs_between_bands_and_moments() -> None:
    low, high = tone(200.0), tone(5000.0)
    late = np.roll(burst(decay=4.0), RATE // 2)
    late[: RATE // 2] = 0
    channels = np.stack([low + 0.1 * high + 0.02 * late, 0.1 * low + high + 0.2 * late])
    image = analyse(channels, RATE)
    assert image is not None
    assert image.level_db[1, 0] > 10 and image.level_db[7, 0] < -10
    assert image.level_db[1, 0] > image.level_db[1, -1] + 3


def test_mono_has_no_image() -> None:
    mid = burst()
    converters = 1e-3 * np.stack([burst(seed=3), burst(seed=4)])
    for channels in (
        np.stack([mid, mid]),
        np.stack([mid, mid]) + converters,
        np.zeros((2, RATE), np.float32),
    ):
        assert analyse(channels, RATE) is None
    assert analyse(np.zeros((2, 0), np.float32), RATE) is None
    assert not code_of(None).any() and code_of(None).shape == (CODE_SIZE,)
    assert StereoImage.from_code(code_of(None)) is None


def test_a_stereo_room_around_a_loud_mono_body_is_an_image() -> None:
    body, room = 10 * tone(80.0), np.stack([burst(seed=5), burst(seed=6)])
    assert analyse(body + room, RATE) is not None


def test_code_and_image_are_inverses() -> None:
    image = analyse(two_channels(5.0, 0.4), RATE)
    assert image is not None
    code = image.code()
    assert code.shape == (CODE_SIZE,) and code.dtype == np.float32 and np.abs(code).max() <= 2
    again = StereoImage.from_code(code)
    assert again is not None
    np.testing.assert_allclose(again.level_db, image.level_db, atol=1e-4)
    np.testing.assert_allclose(again.angle, image.angle, atol=1e-5)


def test_every_code_has_a_meaning() -> None:
    rng = np.random.default_rng(0)
    for scale in (1e-4, 1e-3, 0.1, 1.0, 100.0):
        image = StereoImage.from_code(scale * rng.standard_normal(CODE_SIZE).astype(np.float32))
        assert (image is None) == (scale < 0.01)
        if image is not None:
            assert np.abs(image.level_db).max() <= MOST_DB
            assert image.coherence.min() >= LEAST_COHERENCE - 1e-6


def test_silence_after_a_sound_changes_nothing() -> None:
    channels = two_channels(8.0, 0.5, seconds=0.3)
    short = analyse(channels, RATE)
    long = analyse(np.pad(channels, ((0, 0), (0, 3 * RATE))), RATE)
    assert short is not None and long is not None
    np.testing.assert_allclose(long.code(), short.code(), atol=1e-3)


def test_the_swapped_channels_have_the_mirrored_image() -> None:
    channels = two_channels(8.0, 0.5)
    image, mirrored = analyse(channels, RATE), analyse(channels[::-1], RATE)
    assert image is not None and mirrored is not None
    np.testing.assert_allclose(mirrored.level_db, -image.level_db, atol=1e-3)
    np.testing.assert_allclose(mirrored.angle, image.angle, atol=1e-3)


def test_level_changes_nothing() -> None:
    channels = two_channels(8.0, 0.5)
    image, quiet = analyse(channels, RATE), analyse(1e-3 * channels, RATE)
    assert image is not None and quiet is not None
    np.testing.assert_allclose(quiet.code(), image.code(), atol=1e-3)


def test_hats_interpolate_along_straight_lines() -> None:
    nodes = np.array(MOMENTS)
    weights = hats(np.array([-1.0, 0.04, 0.08, 5.0]), nodes)
    np.testing.assert_allclose(weights, [[1, 0, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 0, 1]], atol=1e-6)
