import numpy as np
import pytest

from vae.sound.hit import strongest_hit

RATE = 44_100


def hit(level: float, hz: float = 180) -> np.ndarray:
    time = np.arange(RATE // 2) / RATE
    return (level * np.sin(2 * np.pi * hz * time) * np.exp(-time / 0.08)).astype(np.float32)


def recording(*hits: tuple[float, float], noise: float = 0.01, seconds: float = 5.0) -> np.ndarray:
    """A noisy room in which something is hit: (seconds, level) each."""
    waveform = noise * np.random.default_rng(0).standard_normal(int(seconds * RATE)).astype(np.float32)
    for when, level in hits:
        start = int(when * RATE)
        waveform[start : start + RATE // 2] += hit(level)
    return waveform


@pytest.mark.parametrize("when", [0.6, 3.0, 4.3])
def test_a_hit_is_found_in_a_noisy_recording(when):
    waveform = recording((when, 0.8))
    found = strongest_hit(waveform, RATE)
    assert len(waveform) - len(found) == pytest.approx(when * RATE, abs=0.004 * RATE)


def test_of_several_hits_the_strongest_is_taken():
    waveform = recording((0.5, 0.2), (2.0, 0.9), (3.5, 0.4))
    found = strongest_hit(waveform, RATE)
    assert len(waveform) - len(found) == pytest.approx(2.0 * RATE, abs=0.004 * RATE)


@pytest.mark.parametrize(
    "waveform",
    [
        hit(0.5),
        np.zeros(3 * RATE, np.float32),
        np.full(3 * RATE, np.nan, np.float32),
        np.zeros(1, np.float32),
    ],
)
def test_what_is_short_or_has_no_hit_stays_as_it_is(waveform):
    np.testing.assert_array_equal(strongest_hit(waveform, RATE), waveform)
