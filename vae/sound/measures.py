"""How far a decoded sound is from its original: measures of two waveforms. Knows nothing about models.

All take NumPy waveforms of equal length, compare at equal energy, and return one number per pair. `vae.evaluate`
applies these definitions.
"""

from functools import lru_cache
from typing import NamedTuple

import librosa
import numpy as np

from vae.sound.flatness import RANGE_DB, floored, mean_flatness_db
from vae.sound.levels import is_silent, match_level, sound_end

ENVELOPE_BANDS, ENVELOPE_FRAMES, ENVELOPE_RANGE_DB = 24, 5, 60.0
HOP = 256
LSD_RANGE_DB = 80.0
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


@lru_cache(maxsize=4)
def _mel(sample_rate: int, n_fft: int, n_mels: int) -> np.ndarray:
    filters: np.ndarray = librosa.filters.mel(sr=sample_rate, n_fft=n_fft, n_mels=n_mels)
    return filters


def _power(waveform: np.ndarray, n_fft: int, hop_length: int) -> np.ndarray:
    power: np.ndarray = np.abs(librosa.stft(waveform, n_fft=n_fft, hop_length=hop_length)) ** 2
    return power


def envelope(waveform: np.ndarray, sample_rate: int, grain: Grain = COARSE) -> np.ndarray:
    """Power in mel bands, averaged over blocks of frames: (bands, blocks)."""
    power = _mel(sample_rate, grain.n_fft, grain.bands) @ _power(waveform, grain.n_fft, HOP)
    blocks = power.shape[1] // grain.frames
    whole = power[:, : blocks * grain.frames].reshape(grain.bands, blocks, grain.frames)
    mean: np.ndarray = whole.mean(2)
    return mean


def envelope_error_cells(
    reference: np.ndarray, decoded: np.ndarray, sample_rate: int, grain: Grain = COARSE
) -> np.ma.MaskedArray:
    """Signed error in dB of every envelope cell, (bands, blocks); cells below the floor in both are masked."""
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


def onset_error(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float:
    """Mean absolute difference of librosa's onset-strength envelopes, each divided by its maximum, 0 to 1.

    Silence has no maximum. It counts as entirely wrong, 1: as an envelope of zeros it would beat most sounds, because a
    hit is one onset among many frames without any.
    """
    if not is_silent(reference) and is_silent(decoded):
        return 1.0

    def strength(waveform: np.ndarray) -> np.ndarray:
        found = librosa.onset.onset_strength(y=waveform, sr=sample_rate)
        return found / max(float(found.max()), EPSILON)

    return float(np.abs(strength(match_level(decoded, reference)) - strength(reference)).mean())


def flatness_db(waveform: np.ndarray) -> float:
    """Mean spectral flatness in dB over the frames within 30 dB of the loudest (1024/256); −2.5 is white noise.

    Silence counts as least flat, −60: its spectrum is even, but it is not noise.
    """
    if is_silent(waveform):
        return -RANGE_DB
    return mean_flatness_db(floored(_power(waveform, 1024, 256)).T)


def flatness_gap_db(reference: np.ndarray, decoded: np.ndarray) -> float:
    """Spectral flatness of the decoded sound minus the original's, in dB: below 0 is too tonal."""
    return flatness_db(match_level(decoded, reference)) - flatness_db(reference)


def log_spectral_distance(reference: np.ndarray, decoded: np.ndarray) -> float:
    """Root mean square over bins, mean over frames, of the log-power difference in dB (2048/512), floored at −80 dB.

    Silence counts as entirely wrong, 80 dB: most cells of a short sound are empty, and silence would match all of them.
    Every cell counts, so a different grain of the same noise costs more than blur does: choose by `envelope_db`
    instead.
    """
    if not is_silent(reference) and is_silent(decoded):
        return LSD_RANGE_DB
    ours, theirs = _power(match_level(decoded, reference), 2048, 512), _power(reference, 2048, 512)
    floor = max(theirs.max() * 10 ** (-LSD_RANGE_DB / 10), EPSILON)
    difference = 10 * np.log10(np.maximum(ours, floor) / np.maximum(theirs, floor))
    return float(np.sqrt((difference**2).mean(0)).mean())


def tail_dbfs(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float | None:
    """Level in dBFS (RMS) of the decoded sound after its original ended; None if less than 20 ms is left.

    The original ends where it stays 60 dB below its peak; 20 ms are allowed for ringing out. Silence also gives None,
    so that it cannot count as the best tail.
    """
    start = sound_end(reference) + sample_rate // 50
    tail = match_level(decoded, reference)[start:]
    if len(tail) < sample_rate // 50 or is_silent(decoded):
        return None
    return float(10 * np.log10(np.mean(np.square(tail, dtype=np.float64)) + EPSILON))
