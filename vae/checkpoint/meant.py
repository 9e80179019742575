"""Which arrays can be meant as sounds, and what is wrong with others."""

from collections.abc import Sequence
from numbers import Real
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from vae.sound.decoding import SAMPLE_RATES, AudioError

CHANNELS = 2
"""Of an array that is one sound in stereo."""


def check_rate(sample_rate: int) -> None:
    """Makes sure that a sample rate can be meant.

    Raises:
        AudioError: it cannot.
    """
    if not isinstance(sample_rate, Real) or not SAMPLE_RATES[0] <= float(sample_rate) <= SAMPLE_RATES[1]:
        raise AudioError(f"A sample rate lies between {SAMPLE_RATES[0]} and {SAMPLE_RATES[1]} Hz.")


def is_one_sound(
    given: NDArray[np.float32] | Sequence[NDArray[np.float32]],
) -> TypeGuard[NDArray[np.float32]]:
    """Whether this is a sound, (samples,) or (2, samples), or anything else that isn't a sequence of sounds."""
    if not isinstance(given, np.ndarray):
        return not isinstance(given, list | tuple)
    return given.ndim < 2 or (given.ndim == 2 and _is_channels(given))


def _is_channels(given: NDArray[np.float32]) -> bool:
    rows, columns = given.shape
    return rows == CHANNELS or not columns or rows > columns


def checked(waveform: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """A waveform, (samples,) or (2, samples), as an array of numbers.

    Raises:
        AudioError: its shape cannot be meant.
    """
    sound = np.asarray(waveform)
    if sound.dtype.kind not in "fiu":
        raise AudioError("A waveform is an array of real numbers.")
    shape_fits = sound.ndim == 1 or (sound.ndim == 2 and (len(sound) in (1, CHANNELS) or _is_channels(sound)))
    if not shape_fits:
        raise AudioError(f"A waveform has the shape (samples,) or (2, samples), not {sound.shape}.")
    if sound.ndim == 2 and len(sound) > sound.shape[1]:
        raise AudioError(
            f"The shape {sound.shape} is that of samples by channels: give its transpose, waveform.T."
        )
    if not sound.size:
        raise AudioError("There are no samples to encode.")
    return sound[0] if sound.ndim == 2 and len(sound) == 1 else sound
