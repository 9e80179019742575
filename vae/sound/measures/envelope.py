"""The envelope error, the main measure: levels in bands and blocks of time. Knows no models.

`vae.evaluate` applies this and the other measures of the room. All take NumPy sounds, (samples,) or (2, samples), of
any length: mono is the mean of the channels, and the shorter one is followed by silence. They compare at equal energy,
or those of dynamics at equal loudness and peak, and each gives one number per pair.
"""

from typing import NamedTuple

import numpy as np

from vae.sound.levels import match_level
from vae.sound.measures.mel import stft, to_mel
from vae.sound.measures.pairs import mono_pair

ENVELOPE_BANDS, ENVELOPE_FRAMES, ENVELOPE_RANGE_DB = 24, 5, 60.0
HOP = 256
EPSILON = 1e-12


class Grain(NamedTuple):
    """How finely an envelope is measured.

    Attributes:
        bands: number of mel bands.
        n_fft: window of the transform in samples; its hop is 256.
        frames: frames per block.
        range_db: the floor lies this far below the reference's maximum.
    """

    bands: int
    n_fft: int
    frames: int
    range_db: float


COARSE = Grain(ENVELOPE_BANDS, 1024, ENVELOPE_FRAMES, ENVELOPE_RANGE_DB)
"""For a sound and its reconstruction."""
FINE = Grain(64, 2048, 3, 50.0)
"""For a sound between two others: finer in pitch, because that is what the wrong ones differ in."""


def power_spectrogram(waveform: np.ndarray, n_fft: int, hop_length: int) -> np.ndarray:
    """Power of the bins of a short-time Fourier transform, (bins, frames), of a waveform (samples,)."""
    power: np.ndarray = np.abs(stft(waveform, n_fft, hop_length)) ** 2
    return power


def envelope(waveform: np.ndarray, sample_rate: int, grain: Grain = COARSE) -> np.ndarray:
    """Power in mel bands, averaged over blocks of frames: (bands, blocks)."""
    power = to_mel(power_spectrogram(waveform, grain.n_fft, HOP), sample_rate, grain.bands)
    blocks = power.shape[1] // grain.frames
    whole = power[:, : blocks * grain.frames].reshape(grain.bands, blocks, grain.frames)
    mean: np.ndarray = whole.mean(2)
    return mean


def envelope_error_cells(
    reference: np.ndarray, decoded: np.ndarray, sample_rate: int, grain: Grain = COARSE
) -> np.ma.MaskedArray:
    """Signed error in dB of every envelope cell, (bands, blocks); cells below the floor in both are masked."""
    reference, decoded = mono_pair(reference, decoded)
    ours = envelope(match_level(decoded, reference), sample_rate, grain)
    theirs = envelope(reference, sample_rate, grain)
    floor = max(theirs.max() * 10 ** (-grain.range_db / 10), EPSILON)
    audible = (ours > floor) | (theirs > floor)
    error = 10 * np.log10(np.maximum(ours, floor) / np.maximum(theirs, floor))
    return np.ma.MaskedArray(error, mask=~audible)


def envelope_db(reference: np.ndarray, decoded: np.ndarray, sample_rate: int, grain: Grain = COARSE) -> float:
    """The main measure: mean absolute envelope error in dB over the cells above the floor in either.

    The floor lies 60 dB below the reference's maximum, or where `grain` says. The measure reacts to anything too loud,
    too quiet, too early or too long in any band, but does not penalise one noise for differing from another.
    """
    error = np.abs(envelope_error_cells(reference, decoded, sample_rate, grain))
    return float(error.mean()) if error.count() else 0.0
