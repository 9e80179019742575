"""The modulation distance wants what flutters to flutter, as much and as late as in the original."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d

from vae.sound.measures import modulation_distance

RATE = 44_100


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(RATE)


def decaying(seed: int, *, rate: float = 8.0) -> np.ndarray:
    return (0.2 * noise(seed) * np.exp(-rate * np.arange(RATE) / RATE)).astype(np.float32)


def smooth(sound: np.ndarray) -> np.ndarray:
    """A spectrum of tones, evenly spaced and so dense that no frame differs from the next, with a sound's envelope."""
    time, rng = np.arange(RATE) / RATE, np.random.default_rng(9)
    tones = sum(np.sin(2 * np.pi * (hz * time + rng.random())) for hz in np.arange(200, 20_000, 200.0))
    envelope = np.sqrt(uniform_filter1d(sound.astype(np.float64) ** 2, 2_000).clip(0))
    return (tones * envelope).astype(np.float32)


def test_a_sound_has_no_distance_from_itself_at_any_level():
    assert modulation_distance(decaying(0), decaying(0), RATE) == 0
    assert modulation_distance(decaying(0), 0.01 * decaying(0), RATE) < 1e-3


def test_another_noise_is_nearer_than_its_smooth_envelope():
    """Which is what blur makes of noise, and what an error of levels would prefer."""
    other, cheat = (modulation_distance(decaying(0), one, RATE) for one in (decaying(1), smooth(decaying(0))))
    assert other < 3
    assert cheat > 1.5 * other


@pytest.mark.parametrize("hz", [10, 40])
def test_a_flutter_that_is_not_there_shows_and_one_that_is_missing(hz):
    tremolo = 1 + 0.9 * np.sin(2 * np.pi * hz * np.arange(RATE) / RATE)
    fluttering = (decaying(0) * tremolo).astype(np.float32)
    honest = modulation_distance(decaying(0), decaying(1), RATE)
    assert modulation_distance(decaying(0), fluttering, RATE) > 0.5 + honest / 4
    wrong, right = (
        modulation_distance(fluttering, one, RATE)
        for one in (decaying(1), (decaying(1) * tremolo).astype(np.float32))
    )
    assert wrong > 1.2 * right


def test_silence_and_a_sound_backwards_are_worst():
    sound, honest = decaying(0), modulation_distance(decaying(0), decaying(1, rate=10), RATE)
    for cheat in (np.zeros_like(sound), sound[::-1]):
        assert modulation_distance(sound, cheat, RATE) > 2 * honest


def test_stereo_is_measured_in_mono_and_lengths_may_differ():
    sound, other = decaying(0), decaying(1)
    found = modulation_distance(sound, other, RATE)
    assert modulation_distance(np.stack([sound, sound]), other, RATE) == pytest.approx(found, rel=1e-3)
    shorter = modulation_distance(sound, other[: RATE // 2], RATE)
    assert shorter == modulation_distance(sound, np.pad(other[: RATE // 2], (0, RATE // 2)), RATE)
    assert modulation_distance(sound[:2000], sound[:2000], RATE) == 0
