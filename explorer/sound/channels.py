"""Sounds of one or two channels: (samples,) if mono, (2, samples), left and right, if stereo. Knows no recipes."""

import numpy as np
from numpy.typing import NDArray

from vae.sound.downmix import mix_down

Waves = NDArray[np.float32]
FAINTEST = 2.0**-16
"""A sample below this is 0 in a file, and for the page, of 16 bits."""


def channels_of(waveform: Waves) -> int:
    """1 for a mono sound, 2 for a stereo one."""
    return 1 if waveform.ndim == 1 else len(waveform)


def with_channels(waveform: Waves, most: int) -> Waves:
    """A sound with at most as many channels as that: two are mixed down to one without losing a band."""
    return waveform if channels_of(waveform) <= most else mix_down(np.ascontiguousarray(waveform.T))


def without_end(waveform: Waves, least: int) -> Waves:
    """A sound without the silence at its end, but with at least so many samples where it has them."""
    loud = np.flatnonzero((np.abs(waveform) >= FAINTEST).any(axis=tuple(range(waveform.ndim - 1))))
    end = int(loud[-1]) + 1 if len(loud) else 0
    return waveform[..., : max(end, least)]
