"""Sounds in two channels whose level difference and coherence are known."""

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
Waves = NDArray[np.float32]


def burst(seconds: float = 1.0, *, seed: int = 0, decay: float = 8.0) -> Waves:
    """Decaying noise (samples,) that begins at once."""
    times = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(seed).standard_normal(len(times))
    return (0.3 * noise * np.exp(-decay * times)).astype(np.float32)


def tone(hertz: float, seconds: float = 1.0) -> Waves:
    """A decaying sine (samples,)."""
    times = np.arange(round(seconds * RATE)) / RATE
    return (0.5 * np.sin(2 * np.pi * hertz * times) * np.exp(-6 * times)).astype(np.float32)


def two_channels(level_db: float, coherence: float, seconds: float = 1.0) -> Waves:
    """Noise (2, samples) whose left channel is this much louder, with this much in common."""
    left, other = burst(seconds, seed=1), burst(seconds, seed=2)
    right = coherence * left + np.float32(np.sqrt(1 - coherence**2)) * other
    return np.stack([left, right * np.float32(10 ** (-level_db / 20))])


def difference_and_coherence(channels: Waves) -> tuple[float, float]:
    """Level of the left channel over the right in dB, and the correlation of the two."""
    left, right = channels.astype(np.float64)
    return 10 * np.log10((left @ left) / (right @ right)), (left @ right) / np.sqrt(
        (left @ left) * (right @ right)
    )
