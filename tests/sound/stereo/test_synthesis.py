"""Two channels out of a mid and a stereo image."""

import numpy as np
import pytest
from stereo_sounds import RATE, burst, difference_and_coherence, tone, two_channels

from vae.sound.stereo.analysis import analyse
from vae.sound.stereo.decorrelation import decorrelated
from vae.sound.stereo.grid import NUM_BANDS, NUM_MOMENTS
from vae.sound.stereo.image import CODE_SIZE, StereoImage
from vae.sound.stereo.synthesis import synthesise
from vae.sound.stereo.width import width_db


def image_of(level_db: float, coherence: float) -> StereoImage:
    shape = (NUM_BANDS, NUM_MOMENTS)
    angle = np.full(shape, np.arccos(coherence), np.float32)
    return StereoImage(np.full(shape, level_db, np.float32), angle)


def test_mono_is_the_mid_twice() -> None:
    mid = burst()
    nearly = StereoImage.from_code(np.full(CODE_SIZE, 1e-3, np.float32))
    for image in (None, nearly):
        np.testing.assert_array_equal(synthesise(mid, image, RATE), np.stack([mid, mid]))


@pytest.mark.parametrize("mid", [burst(), tone(220.0), tone(3000.0)], ids=["noise", "low", "high"])
@pytest.mark.parametrize("level_db", [-15.0, 0.0, 6.0])
@pytest.mark.parametrize("coherence", [0.0, 0.7, 1.0])
def test_channels_differ_as_the_image_says(mid: np.ndarray, level_db: float, coherence: float) -> None:
    channels = synthesise(mid, image_of(level_db, coherence), RATE)
    found_db, found = difference_and_coherence(channels)
    assert abs(found_db - level_db) < 1.5
    assert abs(found - coherence) < 0.15


@pytest.mark.parametrize("level_db", [-40.0, 0.0, 20.0])
@pytest.mark.parametrize("coherence", [-0.8, 0.3, 1.0])
def test_the_mono_sum_is_the_mid(level_db: float, coherence: float) -> None:
    mid = burst() + tone(150.0)
    channels = synthesise(mid, image_of(level_db, coherence), RATE)
    assert channels.dtype == np.float32 and channels.shape == (2, len(mid))
    np.testing.assert_allclose(channels.mean(axis=0), mid, atol=1e-6)


@pytest.mark.parametrize("level_db", [-9.0, 3.0])
@pytest.mark.parametrize("coherence", [0.1, 0.8])
def test_what_is_analysed_is_what_is_heard(level_db: float, coherence: float) -> None:
    channels = two_channels(level_db, coherence)
    image = analyse(channels, RATE)
    again = synthesise(channels.mean(axis=0), image, RATE)
    wanted, found = difference_and_coherence(channels), difference_and_coherence(again)
    assert abs(found[0] - wanted[0]) < 1
    assert abs(found[1] - wanted[1]) < 0.1
    assert abs(width_db(again, RATE) - width_db(channels, RATE)) < 1.5


def test_an_attack_stays_sharp() -> None:
    onset = 10_000
    mid = np.pad(tone(300.0) + burst(decay=60.0), (onset, 0))
    side = np.diff(synthesise(mid, image_of(0.0, 0.0), RATE), axis=0)[0] / 2
    total = np.sum(mid**2)
    assert np.sum(side[: onset - RATE // 500] ** 2) < 1e-9 * total
    assert np.sum(side[:onset] ** 2) < 1e-3 * total
    ten = RATE // 100
    assert np.sum(side[onset : onset + ten] ** 2) > 0.2 * np.sum(mid[onset : onset + ten] ** 2)


def test_a_gap_stays_silent() -> None:
    mid = np.concatenate([burst(0.2), np.zeros(RATE // 2, np.float32), burst(0.2)])
    side = np.diff(synthesise(mid, image_of(0.0, 0.0), RATE), axis=0)[0]
    gap = side[RATE // 5 + RATE // 20 : -RATE // 5 - RATE // 200]
    assert np.abs(gap).max() < 1e-3 * np.abs(side).max()


def test_same_seed_same_bits_and_another_seed_another_side() -> None:
    mid, image = burst(), image_of(0.0, 0.2)
    first, again, other = (synthesise(mid, image, RATE, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    sides = [np.diff(one, axis=0)[0] for one in (first, other)]
    assert np.corrcoef(*sides)[0, 1] < 0.7


@pytest.mark.parametrize("samples", [0, 1, 500, 1025])
def test_short_sounds(samples: int) -> None:
    assert synthesise(burst()[:samples], image_of(6.0, 0.5), RATE).shape == (2, samples)


def test_other_sample_rates() -> None:
    channels = synthesise(burst(), image_of(6.0, 0.5), 22_050)
    found_db, found = difference_and_coherence(channels)
    assert abs(found_db - 6) < 1 and abs(found - 0.5) < 0.15


def test_decorrelation_keeps_the_spectrum_and_little_else() -> None:
    mid = burst(decay=1.0)
    other = decorrelated(mid, RATE, 0)
    assert abs(np.corrcoef(mid, other)[0, 1]) < 0.2
    levels = [
        10 * np.log10(np.add.reduceat(np.square(np.abs(np.fft.rfft(one))), range(0, 22_000, 1000)))
        for one in (mid, other)
    ]
    assert np.abs(levels[0] - levels[1]).max() < 1


def test_width_grows_with_what_differs() -> None:
    mid = burst()
    assert width_db(mid, RATE) == width_db(np.stack([mid, mid]), RATE) == 0
    assert width_db(np.zeros((2, 500), np.float32), RATE) == 0
    widths = [width_db(two_channels(0.0, coherence), RATE) for coherence in (0.99, 0.9, 0.5, 0.0)]
    assert widths == sorted(widths) and widths[0] > 0.2 and abs(widths[-1] - 6) < 1
    assert abs(width_db(two_channels(10.0, 1.0), RATE) - 10) < 0.1
    assert width_db(np.stack([mid, 0 * mid]), RATE) > 29
