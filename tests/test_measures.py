"""Each measure is zero for the same sound, and cannot be pleased by silence, level or blur."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d

from vae import measures

RATE = 44_100


@pytest.fixture(scope="module")
def hat() -> np.ndarray:
    rng = np.random.default_rng(0)
    return (rng.standard_normal(RATE) * np.exp(-np.arange(RATE) / 3000) * 0.3).astype(np.float32)


@pytest.fixture(scope="module")
def tom() -> np.ndarray:
    time = np.arange(RATE) / RATE
    return (0.9 * np.sin(2 * np.pi * 150 * time) * np.exp(-time * 9)).astype(np.float32)


def test_the_same_sound_at_any_level_has_no_error(hat, tom):
    for sound in (hat, tom):
        for gain in (0.01, 1.0):
            copy = sound * np.float32(gain)
            assert measures.envelope_db(sound, copy, RATE) < 1e-3
            assert measures.onset_error(sound, copy, RATE) < 1e-3
            assert abs(measures.flatness_gap_db(sound, copy)) < 1e-3
            assert measures.log_spectral_distance(sound, copy) < 1e-3


def test_another_noise_of_the_same_shape_is_close_and_a_tone_is_far(hat, tom):
    rng = np.random.default_rng(1)
    other = (rng.standard_normal(RATE) * np.exp(-np.arange(RATE) / 3000)).astype(np.float32)
    assert measures.envelope_db(hat, other, RATE) < 2.5
    assert measures.envelope_db(hat, tom, RATE) > 10


def test_silence_does_not_please(hat):
    silence = np.zeros_like(hat)
    assert measures.envelope_db(hat, silence, RATE) > 20
    assert measures.onset_error(hat, silence, RATE) > 0.005
    assert measures.log_spectral_distance(hat, silence) > 20


def test_a_level_that_is_too_even_does_not_please(tom):
    flat = np.sign(tom) * np.float32(0.3)
    assert measures.envelope_db(tom, flat, RATE) > 10


def test_blur_does_not_please(hat):
    late = np.convolve(hat, np.hanning(4000) / 2000, mode="full")[:RATE].astype(np.float32)
    assert measures.envelope_db(hat, late, RATE) > 5
    assert measures.onset_error(hat, late, RATE) > 0.01


def test_a_smeared_spectrum_shows_in_the_flatness(hat, tom):
    dull = uniform_filter1d(hat, 40).astype(np.float32)
    assert measures.flatness_gap_db(hat, dull) < -3
    assert measures.flatness_gap_db(tom, hat) > 10


def test_the_tail_is_what_sounds_after_the_end():
    sound = np.zeros(RATE, np.float32)
    sound[:1000] = 0.5
    with_tail = sound.copy()
    with_tail[10_000:] = 1e-3
    assert measures.tail_dbfs(sound, sound, RATE) < -100
    assert -62 < measures.tail_dbfs(sound, with_tail, RATE) < -58
    assert measures.tail_dbfs(np.ones(RATE, np.float32), with_tail, RATE) is None
