"""The type and sample rate of a wave, and its levels. Nothing here knows about kits or files."""

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 44100
NUM_SAMPLES = SAMPLE_RATE
"""Length of a sound unless a voice is given another: one second."""

Wave = NDArray[np.float64]


def gain(db: float) -> float:
    """Decibels as an amplitude factor."""
    return float(10.0 ** (db / 20.0))


def semitones(amount: float) -> float:
    """Semitones as a frequency factor."""
    return float(2.0 ** (amount / 12.0))


def peak(wave: Wave, level: float = 1.0) -> Wave:
    """The same wave with its largest magnitude at `level`; silence stays silence."""
    largest = float(np.max(np.abs(wave)))
    return wave * (level / largest) if largest > 0.0 else wave


def saturate(wave: Wave, db: float, asymmetry: float = 0.0) -> Wave:
    """Soft clipping of a peak-1 wave driven by `db`; `asymmetry` adds even harmonics."""
    driven: Wave = np.tanh(gain(db) * wave + asymmetry)
    return driven - float(np.tanh(asymmetry))


def closing(time: Wave, seconds: float) -> Wave:
    """A gate that closes at time 0, within about 4 times `seconds`: from 1 to 0, half open at 0."""
    shut: Wave = 1.0 / (1.0 + np.exp(np.minimum(time / seconds, 700.0)))
    return shut
