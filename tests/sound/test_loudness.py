"""Loudness is that of the standard at its own rate, and the same curve at any other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyloudnorm import Meter
from scipy import signal

from vae.sound.loudness import k_weighting, loudness_lu

RATE = 44_100
STANDARD = [
    [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
    [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
]
"""The coefficients that BS.1770 prints, for 48 kHz."""


def sine(hz: float, rate: int = RATE, level: float = 1.0) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(rate) / rate)).astype(np.float32)


def test_the_filters_are_those_of_the_standard():
    np.testing.assert_allclose(k_weighting(48_000), STANDARD, atol=1e-8)


@pytest.mark.parametrize("rate", [22_050, 44_100, 96_000])
def test_the_curve_does_not_depend_on_the_rate(rate):
    frequencies = np.geomspace(20, 4_000, 50)
    ours, theirs = (
        np.abs(signal.sosfreqz(k_weighting(one), frequencies, fs=one)[1]) for one in (rate, 48_000)
    )
    np.testing.assert_allclose(20 * np.log10(ours / theirs), 0, atol=0.35)


def test_a_full_tone_of_997_hz_is_at_minus_3_lufs():
    """The standard's own check of a meter."""
    assert loudness_lu(sine(997), RATE) == pytest.approx(-3.01, abs=0.02)


@given(level=st.floats(1e-3, 1), hz=st.floats(50, 15_000))
def test_half_the_level_is_six_less(level, hz):
    gap = loudness_lu(sine(hz, level=level / 2), RATE) - loudness_lu(sine(hz, level=level), RATE)
    assert gap == pytest.approx(-6.02, abs=0.01)


@pytest.mark.parametrize("channels", [1, 2])
def test_the_figure_is_that_of_another_meter(channels):
    """pyloudnorm, with the filters of the standard and one block, which no gate leaves out."""
    rng = np.random.default_rng(3)
    decay = np.exp(-np.arange(RATE) / 4_000)
    sound = 0.3 * rng.standard_normal((channels, RATE)) * decay
    meter = Meter(RATE, filter_class="DeMan", block_size=1.0)
    found = loudness_lu(sound[0] if channels == 1 else sound, RATE)
    assert found == pytest.approx(meter.integrated_loudness(sound.T.copy()), abs=1e-3)


def test_two_channels_are_three_louder_than_one():
    tone = sine(997)
    assert loudness_lu(np.stack([tone, tone]), RATE) == pytest.approx(
        loudness_lu(tone, RATE) + 3.01, abs=0.01
    )


def test_a_rumble_is_softer_than_a_whistle_and_silence_is_softest():
    assert loudness_lu(sine(30), RATE) < loudness_lu(sine(1_000), RATE) - 3
    assert loudness_lu(sine(3_000), RATE) > loudness_lu(sine(1_000), RATE) + 2
    assert loudness_lu(np.zeros(RATE, np.float32), RATE) < -100
