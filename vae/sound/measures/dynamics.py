"""Errors of crest and loudness: how far a sound's peaks stand out of it, and how loud it is beside them."""

import numpy as np

from vae.sound.levels import is_silent, match_level
from vae.sound.loudness import loudness_lu
from vae.sound.measures.pairs import two_channels, with_length

HOLDS = (0.2e-3, 1e-3, 5e-3)
"""Peaks are levels that a sound reaches for so many seconds altogether: a single sample is no peak, because it can
stand out of any blur, and in noise it is chance."""
RANGE_DB = 20.0
"""The longer ones count where they are this near to the shortest in the original: they have to be peaks."""
WORST_DB = 60.0
"""What silence counts as, which has no peak and no loudness; no gap is larger."""
EPSILON = 1e-12


def crest_gap_db(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float:
    """Peak at equal loudness (ITU-R BS.1770), decoded minus original, in dB: below 0 is too dull a hit.

    Peaks are the levels that are reached for 0.2, 1 and 5 ms altogether; the gap is that of the three which differs
    most.

    Args:
        reference: the original, (samples,) or (2, samples).
        decoded: the same of any length.
        sample_rate: in Hz.
    """
    gaps = _crest_gaps_db(reference, decoded, sample_rate)
    return float(gaps[np.abs(gaps).argmax()])


def loudness_gap_lu(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float:
    """Loudness (ITU-R BS.1770) at equal peak, decoded minus original, in LU: above 0 is too dense a sound.

    The peak is the level that is reached for 0.2 ms altogether.

    Args:
        reference: the original, (samples,) or (2, samples).
        decoded: the same of any length.
        sample_rate: in Hz.
    """
    return -float(_crest_gaps_db(reference, decoded, sample_rate)[0])


def _crest_gaps_db(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> np.ndarray:
    """Differences of the peaks at equal loudness in dB, one for each that is a peak of the original, (1 to 3,)."""
    if is_silent(decoded) or is_silent(reference):
        return np.array([0.0 if is_silent(reference) else -WORST_DB])
    length = max(reference.shape[-1], decoded.shape[-1], int(HOLDS[-1] * sample_rate) + 1)
    channels = [two_channels(with_length(one, length)) for one in (reference, decoded)]
    theirs, ours = (_crests_db(match_level(one, channels[0]), sample_rate) for one in channels)
    gaps: np.ndarray = (ours - theirs)[theirs > theirs[0] - RANGE_DB]
    return gaps.clip(-WORST_DB, WORST_DB)


def _crests_db(channels: np.ndarray, sample_rate: int) -> np.ndarray:
    """Peaks over loudness in dB, one for each of `HOLDS`, of (2, samples); a peak is that of the higher channel."""
    magnitude = np.sort(np.abs(channels).max(axis=0))[::-1]
    reached = magnitude[[round(hold * sample_rate) for hold in HOLDS]]
    crests: np.ndarray = 20 * np.log10(np.maximum(reached, EPSILON)) - loudness_lu(channels, sample_rate)
    return crests
