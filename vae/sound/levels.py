"""Levels: the peak of every one-shot, scaled levels and decibels, equal energy, where a sound ends.

Waveforms are (samples,), or (channels, samples) where a function says so; levels may be numbers, NumPy arrays or torch
tensors of any shape. Needs only NumPy.
"""

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

    Level = TypeVar("Level", float, NDArray[Any], torch.Tensor)
else:
    Level = TypeVar("Level")

PEAK = 0.95
"""Peak of every prepared, synthesised and decoded sound. The scale of every checkpoint's spectrograms depends on it."""

END_DB = -60.0
"""A sound ends where it stays this far below its peak."""

ONSET_DB = -50.0
"""A sound begins where it first comes this near to its peak."""

SILENT_ENERGY = 1e-12


def scaled_to_db(scaled: Level, floor_db: float) -> Level:
    """Decibels relative to full scale from levels scaled so that the floor is 0 and full scale is 1.

    Inverse: `db_to_scaled`. `vae.sound.spectrogram` defines full scale.
    """
    return (1 - scaled) * floor_db


def db_to_scaled(level_db: Level, floor_db: float) -> Level:
    """Scaled levels from decibels relative to full scale, not limited to [0, 1]; the inverse of `scaled_to_db`."""
    return 1 - level_db / floor_db


def energy(waveform: NDArray[np.floating[Any]], sample_rate: float = 1) -> np.float64:
    """Sum of the squares over the rate; pass the rate to compare sounds of different rates.

    Of (channels, samples) the mean over the channels: a mono sound is heard from two loudspeakers as well.
    """
    total: np.float64 = np.sum(np.square(waveform, dtype=np.float64))
    return total / (sample_rate * (len(waveform) if waveform.ndim == 2 else 1))


def is_silent(waveform: NDArray[np.floating[Any]]) -> bool:
    """Whether a sound has so little energy that there is nothing to match."""
    return bool(energy(waveform) < SILENT_ENERGY)


def matching_gain(
    waveform: NDArray[np.floating[Any]],
    reference: NDArray[np.floating[Any]],
    rates: tuple[float, float] = (1, 1),
) -> np.float64:
    """The factor that gives a sound, which is not silent, the energy of another.

    Args:
        waveform: (samples,) or (channels, samples).
        reference: (others,) or (channels, others).
        rates: their sample rates in Hz, if they differ.

    Returns:
        A NumPy scalar, so that float32 samples are multiplied in double precision.
    """
    gain: np.float64 = np.sqrt(energy(reference, rates[1]) / energy(waveform, rates[0]))
    return gain


def match_level(waveform: NDArray[np.float32], reference: NDArray[np.float32]) -> NDArray[np.float32]:
    """A sound of one or more channels, scaled to the energy of another; a silent one is returned unchanged."""
    if is_silent(waveform):
        return waveform
    return (waveform * matching_gain(waveform, reference)).astype(np.float32)


def sound_end(waveform: NDArray[np.float32]) -> int:
    """The sample after the last that is within 60 dB of the peak, in any channel; 0 for silence.

    Args:
        waveform: (samples,) or (channels, samples).
    """
    magnitude = np.abs(waveform).max(axis=0) if waveform.ndim == 2 else np.abs(waveform)
    peak = magnitude.max(initial=0)
    return int(np.flatnonzero(magnitude >= peak * 10 ** (END_DB / 20))[-1]) + 1 if peak > 0 else 0
