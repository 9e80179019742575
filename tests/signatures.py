"""Golden sounds: how they sound on any processor, and not their bits, which no two kinds of processor share."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

STRETCHES, BANDS = 32, 24
TOLERANCE_DB = 0.1
"""Rounding on another processor moves no level that is heard by as much, unless the sound was encoded on the way."""

ENCODED_TOLERANCE_DB = 2.0
"""Of any level of a sound that was (1.4 was measured): the steps that refine its latent amplify rounding. The median of
its levels keeps to the other."""

FLOOR_DB = -60.0


def levels(waveform: NDArray[np.float32]) -> list[float]:
    """The levels of 32 stretches of time and of 24 bands of frequency, in dB: (56,); of stereo, of each channel."""
    if waveform.ndim == 2:
        return [level for channel in waveform for level in levels(channel)]
    samples = waveform.astype(np.float64)
    power = np.abs(np.fft.rfft(samples)) ** 2 / len(samples) ** 2
    edges = np.geomspace(1, len(power), BANDS + 1).astype(int)
    energies = [np.mean(stretch**2) for stretch in np.array_split(samples, STRETCHES)]
    energies += [power[low:high].sum() for low, high in pairwise(edges)]
    return [round(float(10 * np.log10(max(energy, 10 ** (FLOOR_DB / 10)))), 2) for energy in energies]
