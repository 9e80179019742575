"""Crest and loudness gaps name what is dull or dense, and neither clicks nor limiters nor levels please them."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d

from vae.sound.levels import PEAK
from vae.sound.loudness import loudness_lu
from vae.sound.measures import crest_gap_db, loudness_gap_lu

RATE = 44_100


@pytest.fixture(scope="module")
def rim() -> np.ndarray:
    """A stick on a drum: five loud milliseconds, then the drum."""
    rng, time = np.random.default_rng(0), np.arange(RATE) / RATE
    stick = rng.standard_normal(RATE) * np.exp(-time * 400)
    sound = stick + 0.3 * np.sin(2 * np.pi * 190 * time) * np.exp(-time * 12)
    return (PEAK * sound / np.abs(sound).max()).astype(np.float32)


@pytest.fixture(scope="module")
def dull(rim) -> np.ndarray:
    """The same without the stick's edge."""
    return uniform_filter1d(rim, 60).astype(np.float32)


def with_click(sound: np.ndarray, gap_db: float) -> np.ndarray:
    """One sample that stands out of a sound by as much as its peaks are too low."""
    found = sound.copy()
    found[0] = np.abs(sound).max() * 10 ** (abs(gap_db) / 20)
    return found


def limited(sound: np.ndarray, share: float) -> np.ndarray:
    """A sound whose peaks are cut off."""
    most = share * np.abs(sound).max()
    return np.clip(sound, -most, most)


@pytest.mark.parametrize("gain_db", [-60, -20, 3])
def test_the_same_sound_at_any_level_has_no_gap(rim, gain_db):
    found = rim * np.float32(10 ** (gain_db / 20))
    assert crest_gap_db(rim, found, RATE) == pytest.approx(0, abs=1e-3)
    assert loudness_gap_lu(rim, found, RATE) == pytest.approx(0, abs=1e-3)


def test_a_sound_without_its_edge_has_lower_peaks_and_is_louder_beside_them(rim, dull):
    assert crest_gap_db(rim, dull, RATE) < -4
    assert loudness_gap_lu(rim, dull, RATE) > 3


def test_the_gaps_are_those_of_peak_and_loudness():
    """For tones of full level, of which every peak is the same."""
    time = np.arange(RATE) / RATE
    long, short = (np.sin(2 * np.pi * 1_000 * time) * (time < end) for end in (0.8, 0.2))
    pair = (long.astype(np.float32), (0.1 * short).astype(np.float32))
    louder = loudness_lu(long, RATE) - loudness_lu(short, RATE)
    assert louder == pytest.approx(10 * np.log10(4), abs=0.05)
    assert crest_gap_db(*pair, RATE) == pytest.approx(louder, abs=0.05)
    assert loudness_gap_lu(*pair, RATE) == pytest.approx(-louder, abs=0.05)


def test_a_click_restores_neither_peaks_nor_loudness(rim, dull):
    """At its height the highest sample is right at equal loudness, and so is loudness at equal highest samples."""
    peaks = 20 * np.log10(np.abs(dull).max() / np.abs(rim).max())
    found = with_click(dull, peaks - loudness_lu(dull, RATE) + loudness_lu(rim, RATE))
    assert np.abs(found).max() > 2 * np.abs(dull).max()
    assert crest_gap_db(rim, found, RATE) < 0.9 * crest_gap_db(rim, dull, RATE)
    assert loudness_gap_lu(rim, found, RATE) > 0.9 * loudness_gap_lu(rim, dull, RATE)


def test_a_limiter_shows_in_both(rim):
    gaps = [
        (crest_gap_db(rim, limited(rim, share), RATE), loudness_gap_lu(rim, limited(rim, share), RATE))
        for share in (0.4, 0.2, 0.1)
    ]
    crests, loudnesses = zip(*gaps, strict=True)
    assert 0 > crests[0] > crests[1] > crests[2]
    assert loudnesses[0] < loudnesses[1] < loudnesses[2] and loudnesses[2] > 1


def test_a_rumble_that_nobody_hears_makes_no_sound_dense(rim):
    """As a root mean square it would be most of the sound."""
    rumble = 0.2 * np.sin(2 * np.pi * 8 * np.arange(RATE) / RATE)
    assert abs(loudness_gap_lu(rim, (rim + rumble).astype(np.float32), RATE)) < 1.5


def test_silence_is_the_worst_and_silence_after_a_sound_is_nothing(rim, dull):
    silence, after = np.zeros_like(rim), np.zeros(RATE, np.float32)
    for measure in (crest_gap_db, loudness_gap_lu):
        assert abs(measure(rim, silence, RATE)) == 60 > abs(measure(rim, dull, RATE))
        assert measure(silence, silence, RATE) == 0
        assert measure(rim, np.concatenate([dull, after]), RATE) == pytest.approx(
            measure(rim, dull, RATE), abs=1e-4
        )


def test_a_sound_of_a_millisecond_can_be_measured():
    tick = np.zeros(40, np.float32)
    tick[:2] = 0.9, -0.5
    assert crest_gap_db(tick, tick, RATE) == loudness_gap_lu(tick, tick, RATE) == 0


def test_both_channels_count(rim, dull):
    wide = np.stack([rim, dull])
    assert crest_gap_db(wide, wide, RATE) == 0
    assert crest_gap_db(wide, np.stack([dull, dull]), RATE) < -3
    assert crest_gap_db(wide, wide[::-1], RATE) == pytest.approx(0, abs=1e-4)
