"""Errors of onsets, of noisiness and of single bins, and the level of what sounds after the end. Knows no models."""

import numpy as np

from vae.sound.flatness import RANGE_DB, floored, mean_flatness_db
from vae.sound.levels import is_silent, match_level, sound_end
from vae.sound.measures.envelope import EPSILON, power_spectrogram
from vae.sound.measures.pairs import mono, mono_pair

LSD_RANGE_DB = 80.0


def onset_error(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float:
    """Mean absolute difference of librosa's onset-strength envelopes, each divided by its maximum, 0 to 1.

    Silence has no maximum. It counts as entirely wrong, 1: as an envelope of zeros it would beat most sounds, because a
    hit is one onset among many frames without any.
    """
    import librosa  # of what only evaluation needs

    reference, decoded = mono_pair(reference, decoded)
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
    waveform = mono(waveform)
    if is_silent(waveform):
        return -RANGE_DB
    return mean_flatness_db(floored(power_spectrogram(waveform, 1024, 256)).T)


def flatness_gap_db(reference: np.ndarray, decoded: np.ndarray) -> float:
    """Spectral flatness of the decoded sound minus the original's, in dB: below 0 is too tonal."""
    reference, decoded = mono_pair(reference, decoded)
    return flatness_db(match_level(decoded, reference)) - flatness_db(reference)


def log_spectral_distance(reference: np.ndarray, decoded: np.ndarray) -> float:
    """Root mean square over bins, mean over frames, of the log-power difference in dB (2048/512), floored at −80 dB.

    Silence counts as entirely wrong, 80 dB: most cells of a short sound are empty, and silence would match all of them.
    Every cell counts, so a different grain of the same noise costs more than blur does: choose by `envelope_db`
    instead.
    """
    reference, decoded = mono_pair(reference, decoded)
    if not is_silent(reference) and is_silent(decoded):
        return LSD_RANGE_DB
    matched = match_level(decoded, reference)
    ours, theirs = (power_spectrogram(one, 2048, 512) for one in (matched, reference))
    floor = max(theirs.max() * 10 ** (-LSD_RANGE_DB / 10), EPSILON)
    difference = 10 * np.log10(np.maximum(ours, floor) / np.maximum(theirs, floor))
    return float(np.sqrt((difference**2).mean(0)).mean())


def tail_dbfs(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float | None:
    """Level in dBFS (RMS) of the decoded sound after its original ended; None if less than 20 ms is left.

    The original ends where it stays 60 dB below its peak; 20 ms are allowed for ringing out. Silence also gives None,
    so that it cannot count as the best tail.
    """
    reference, decoded = mono_pair(reference, decoded)
    start = sound_end(reference) + sample_rate // 50
    tail = match_level(decoded, reference)[start:]
    if len(tail) < sample_rate // 50 or is_silent(decoded):
        return None
    return float(10 * np.log10(np.mean(np.square(tail, dtype=np.float64)) + EPSILON))
