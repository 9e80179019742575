import numpy as np
import pytest

from vae.sound.hit import find_hit

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


@pytest.mark.parametrize("when", [0.0, 0.3, 0.6, 3.0, 4.3])
def test_a_hit_is_found_in_a_noisy_recording(when):
    found = find_hit(recording((when, 0.8)), RATE)
    assert found.onset == pytest.approx(when * RATE, abs=0.004 * RATE)
    assert found.cut == (f"{when} s of noise before the hit" if when else "")


def test_of_several_hits_the_strongest_is_taken():
    found = find_hit(recording((0.5, 0.2), (2.0, 0.9), (3.5, 0.4)), RATE)
    assert found.onset == pytest.approx(2.0 * RATE, abs=0.004 * RATE)
    assert found.cut == "2.0 s of quieter sounds before the hit"


@pytest.mark.parametrize(
    "waveform",
    [hit(0.5), np.zeros(3 * RATE, np.float32), np.zeros(1, np.float32), np.zeros(0, np.float32)],
)
def test_what_has_nothing_before_its_hit_stays_as_it_is(waveform):
    found = find_hit(waveform, RATE)
    assert (found.start, found.cut) == (0, "")
