"""A plain hit, and the one-shot that is made of it."""

import numpy as np

from vae.sound.audio import to_one_shot

RATE = 44_100


def hit(seconds: float = 0.3, rate: int = RATE, frequency: float = 220.0) -> np.ndarray:
    time = np.arange(int(seconds * rate)) / rate
    return (0.8 * np.sin(2 * np.pi * frequency * time) * np.exp(-12 * time)).astype(np.float32)


def one_shot(waveform: np.ndarray, rate: int = RATE, target_rate: int = RATE, num_samples: int = RATE):
    return to_one_shot(waveform, rate, target_rate=target_rate, num_samples=num_samples)
