"""The distance of modulation spectra: does a decoded sound flutter, beat and rustle as its original does?"""

import numpy as np

from vae.sound.levels import match_level
from vae.sound.measures.envelope import COARSE, EPSILON, HOP, power_spectrogram
from vae.sound.measures.mel import to_mel
from vae.sound.measures.pairs import mono_pair

FRAMES = 64
"""Frames of a window of the envelopes, 0.37 s at 44.1 kHz; half of them are its hop."""
OCTAVES = (1, 2, 3, 5, 9, 17, 33)
"""Where the bins of octave-wide modulation bands begin: 2.7, 5.4, 8 to 11 … 46 to 86 Hz at 44.1 kHz."""
BANDS = 4
"""So many mel bands share a modulation spectrum: single ones of noise would differ from draw to draw."""
RANGE_DB = 40.0


def modulation_spectra(waveform: np.ndarray, sample_rate: int) -> np.ndarray:
    """Modulation power, (6 groups of mel bands, 6 octaves of modulation, windows), of a waveform (samples,).

    The magnitudes of each of 24 mel bands are windowed, less their mean, and transformed; after the modulation power
    of Dau et al. (1997) and of McDermott and Simoncelli (2011), "Sound texture perception via statistics of the
    auditory periphery".
    """
    power = to_mel(power_spectrogram(waveform, COARSE.n_fft, HOP), sample_rate, COARSE.bands)
    magnitude = np.sqrt(power)  # (bands, frames)
    half = FRAMES // 2
    padded = np.pad(magnitude, [(0, 0), (half, half + -magnitude.shape[1] % half)])
    pieces = np.lib.stride_tricks.sliding_window_view(padded, FRAMES, axis=1)[
        :, ::half
    ]  # (bands, windows, frames)
    window = np.hanning(FRAMES + 1)[:-1]
    centred = pieces - (pieces * window).sum(axis=2, keepdims=True) / window.sum()
    modulation = np.abs(np.fft.rfft(centred * window, axis=2)) ** 2
    octaves = np.add.reduceat(modulation, OCTAVES[:-1], axis=2)  # (bands, windows, octaves)
    grouped: np.ndarray = octaves.reshape(-1, BANDS, *octaves.shape[1:]).sum(axis=1)
    return grouped.transpose(0, 2, 1)


def modulation_distance(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float:
    """Mean absolute difference of the modulation spectra in dB, over the cells above the floor in either.

    The floor lies 40 dB below the original's maximum. A smooth envelope is as wrong as one that flutters too much;
    another noise that fluctuates as the original does is nearer than both. Windows of 0.37 s keep what is early and
    late apart, so that a sound played backwards does not pass for itself.

    Args:
        reference: the original, (samples,) or (2, samples).
        decoded: the same of any length.
        sample_rate: in Hz.
    """
    reference, decoded = mono_pair(reference, decoded)
    ours, theirs = (
        modulation_spectra(one, sample_rate) for one in (match_level(decoded, reference), reference)
    )
    floor = max(theirs.max() * 10 ** (-RANGE_DB / 10), EPSILON)
    audible = (ours > floor) | (theirs > floor)
    error = np.abs(10 * np.log10(np.maximum(ours, floor) / np.maximum(theirs, floor)))[audible]
    return float(error.mean()) if error.size else 0.0
