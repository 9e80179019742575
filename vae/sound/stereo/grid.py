"""The tiles of a stereo image: bands and moments, and what lies between them. Knows no audio.

A tile is a node of a grid over frequency and time. Between nodes, values are interpolated along straight lines, over
the ERB-rate scale (Glasberg and Moore 1990) and over the logarithm of time; outside, the nearest node holds. Because
times are seconds and not parts of a sound, sounds of any length share the grid, and a tail keeps the last node.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

NUM_BANDS = 10
LOWEST_HZ, HIGHEST_HZ = 100.0, 14_000.0
MOMENTS = (0.0, 0.08, 0.6)
"""Seconds after the start of a sound."""
NUM_MOMENTS = len(MOMENTS)
_SOON = 0.01
"""Seconds: earlier differences in time count as good as nothing."""

Floats = NDArray[np.float32]


def erb_rate(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Number of equivalent rectangular bandwidths below a frequency; Glasberg and Moore 1990, equation 4."""
    rate: NDArray[np.float64] = 21.4 * np.log10(1 + 0.00437 * hertz)
    return rate


def erb_nodes(lowest_hz: float, highest_hz: float, count: int) -> NDArray[np.float64]:
    """ERB rates (count,) at equal distances between two frequencies in Hz, these included."""
    lowest, highest = erb_rate(np.array([lowest_hz, highest_hz]))
    return np.linspace(lowest, highest, count)


def hats(positions: NDArray[np.float64], nodes: NDArray[np.float64]) -> Floats:
    """Weights (positions, nodes) of linear interpolation between rising nodes; each row adds up to 1."""
    left = np.clip(np.searchsorted(nodes, positions) - 1, 0, len(nodes) - 2)
    share = np.clip((positions - nodes[left]) / (nodes[left + 1] - nodes[left]), 0, 1)
    rows = np.arange(len(positions))
    weights = np.zeros((len(positions), len(nodes)), np.float32)
    weights[rows, left], weights[rows, left + 1] = 1 - share, share
    return weights


@lru_cache(maxsize=8)
def over_bands(num_bins: int, sample_rate: int) -> Floats:
    """Weights (bins, NUM_BANDS) of the tiles' bands for the bins of a Fourier transform."""
    return hats(bin_rates(num_bins, sample_rate), erb_nodes(LOWEST_HZ, HIGHEST_HZ, NUM_BANDS))


def bin_rates(num_bins: int, sample_rate: int) -> NDArray[np.float64]:
    """ERB rates (bins,) of the bins of a Fourier transform, the last of them at the Nyquist frequency."""
    return erb_rate(np.linspace(0, sample_rate / 2, num_bins))


def over_moments(seconds: NDArray[np.float64]) -> Floats:
    """Weights (times, NUM_MOMENTS) of the tiles' moments for times in seconds."""
    return hats(np.log(seconds + _SOON), np.log(np.array(MOMENTS) + _SOON))


def log_time_weights(seconds: NDArray[np.float64]) -> Floats:
    """How much a frame at each time (times,) counts where equal parts of the logarithm of time count the same."""
    return (_SOON / (seconds + _SOON)).astype(np.float32)


@lru_cache(maxsize=1)
def roughness() -> NDArray[np.float64]:
    """Quadratic form (tiles, tiles) of the squared differences between neighbouring tiles, (band, moment) in rows.

    Neighbours in time are alike more often than neighbours in frequency.
    """
    tiles = np.arange(NUM_BANDS * NUM_MOMENTS).reshape(NUM_BANDS, NUM_MOMENTS)
    pairs = [(tiles[:, :-1], tiles[:, 1:], 1.0), (tiles[:-1], tiles[1:], 0.3)]
    form = np.zeros((tiles.size, tiles.size))
    for one, other, strength in pairs:
        for i, j in zip(one.ravel(), other.ravel(), strict=True):
            form[[i, j], [i, j]] += strength
            form[[i, j], [j, i]] -= strength
    return form
