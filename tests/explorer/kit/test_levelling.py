"""Levels of a kit's files: at full scale, or equally loud for another meter."""

import numpy as np
import pyloudnorm
import pytest

from explorer.kit.levelling import FULL_SCALE, LEVELS, LOUDEST_LUFS, gains, momentary_lufs

RATE = 48_000


def tone(frequency: float, seconds: float, peak: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (peak * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


PADS = [
    [tone(60, 0.8, 0.9)],
    [tone(3000, 0.05, 0.5), tone(3000, 0.05, 0.7)],
    [tone(400, 2, 0.2) * np.ones((2, 1))],
]


def test_sounds_stay_as_they_are():
    assert gains(PADS, RATE, "as_is") == [1.0] * 3


def test_the_highest_peak_of_a_pad_is_at_full_scale():
    for gain, takes in zip(gains(PADS, RATE, "peak"), PADS, strict=True):
        assert gain * max(np.abs(take).max() for take in takes) == pytest.approx(FULL_SCALE)


def test_sounds_are_equally_loud_for_another_meter_and_never_clip():
    found = gains(PADS, RATE, "loudness")
    loudness = [loudest_moment(takes[0] * gain) for takes, gain in zip(PADS, found, strict=True)]
    assert np.ptp(loudness) < 0.3
    peaks = [
        gain * max(np.abs(take).max() for take in takes) for takes, gain in zip(PADS, found, strict=True)
    ]
    assert max(peaks) <= FULL_SCALE + 1e-6
    assert max(loudness) <= LOUDEST_LUFS + 0.3


def test_a_kit_of_loud_sounds_is_no_louder_than_the_most():
    loud = [[tone(1000, 2, 0.9)], [tone(500, 1, 0.8)]]
    found = gains(loud, RATE, "loudness")
    assert [momentary_lufs(t[0] * g, RATE) for t, g in zip(loud, found, strict=True)] == pytest.approx(
        [LOUDEST_LUFS] * 2
    )


@pytest.mark.parametrize("level", LEVELS)
def test_silence_stays_silent(level):
    silence = np.zeros(100, dtype=np.float32)
    assert np.all(np.isfinite(gains([[silence], [tone(100, 1, 0.5)]], RATE, level)))


def loudest_moment(waveform: np.ndarray) -> float:
    """The loudness of the loudest 0.4 s, as pyloudnorm measures it: its gate leaves the loudest blocks."""
    block = round(0.4 * RATE)
    padded = np.pad(np.atleast_2d(waveform), ((0, 0), (block, block))).T
    meter = pyloudnorm.Meter(RATE, block_size=0.4)
    return max(
        meter.integrated_loudness(_one_moment(padded, at, block))
        for at in range(0, len(padded) - block, round(0.05 * RATE))
    )


def _one_moment(padded: np.ndarray, at: int, block: int) -> np.ndarray:
    return padded[at : at + block]
