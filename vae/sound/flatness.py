"""Spectral flatness, from tone to noise, with the constants shared by measures, descriptors and estimates."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Float = TypeVar("Float", bound=np.floating[Any])

RANGE_DB = 60.0
"""Power is floored this far below its maximum; silence counts as having a flatness of −60 dB."""

LOUD_DB = 30.0
"""Frames farther than this below the loudest do not count."""

EPSILON = 1e-12


def floored(power: NDArray[Float]) -> NDArray[Float]:
    """Power spectra of any shape, floored 60 dB below the highest value."""
    raised: NDArray[Float] = np.maximum(power, max(power.max() * 10 ** (-RANGE_DB / 10), EPSILON))
    return raised


def mean_flatness_db(power: NDArray[np.floating[Any]]) -> float:
    """Mean spectral flatness in dB over the frames within 30 dB of the loudest; −2.5 is white noise, −34 a tone.

    The flatness of a frame is the geometric mean of its power over the arithmetic mean (Johnston, 1988).

    Args:
        power: (frames, bins), `floored`.
    """
    level = power.sum(axis=1)
    loud = power[level > level.max() * 10 ** (-LOUD_DB / 10)]
    return float(np.mean(10 * np.log10(loud).mean(axis=1) - 10 * np.log10(loud.mean(axis=1))))
