"""An original and what was decoded of it, made comparable: mono or two channels, and of one length."""

import numpy as np


def mono(sound: np.ndarray) -> np.ndarray:
    """The mean of the channels, (samples,), of a sound (samples,) or (channels, samples); mono as it is."""
    if sound.ndim == 1:
        return sound
    mean: np.ndarray = sound.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


def two_channels(sound: np.ndarray) -> np.ndarray:
    """Left and right, (2, samples); those of a mono sound (samples,) are alike."""
    return sound if sound.ndim == 2 else np.stack([sound, sound])


def with_length(sound: np.ndarray, num_samples: int) -> np.ndarray:
    """A sound (..., samples) cut, or followed by silence, to (..., num_samples)."""
    missing = num_samples - sound.shape[-1]
    if missing <= 0:
        return sound[..., :num_samples]
    return np.pad(sound, [(0, 0)] * (sound.ndim - 1) + [(0, missing)])


def mono_pair(reference: np.ndarray, decoded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both in mono, (samples,), the shorter followed by silence: what one has after the other's end counts."""
    length = max(reference.shape[-1], decoded.shape[-1])
    return with_length(mono(reference), length), with_length(mono(decoded), length)
