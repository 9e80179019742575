"""How loud the files of a kit are: as they are, at full scale, or all equally loud. Knows waveforms alone.

Loudness is the greatest momentary loudness: EBU Tech 3341, on the weighting of ITU-R BS.1770.
"""

import math
from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

from vae.sound.loudness import EPSILON, OFFSET_DB, k_weighting

AS_IS, PEAK, LOUDNESS = "as_is", "peak", "loudness"
LEVELS = (AS_IS, PEAK, LOUDNESS)
FULL_SCALE = 0.999
LOUDEST_LUFS = -18.0
"""As loud as sounds of equal loudness are made at most."""

MOMENT_SECONDS = 0.4


def gains(pads: Sequence[Sequence[NDArray[np.float32]]], sample_rate: int, level: str) -> list[float]:
    """Returns a gain for each pad, the same for all of its takes, which so keep their differences; nothing clips.

    Args:
        pads: waveforms of each pad, (samples,) or (2, samples): the sound itself, then its variations.
        sample_rate: in Hz.
        level: "as_is" leaves all as it is, "peak" brings each pad to full scale, "loudness" makes the first waveforms
            equally loud, as loud as all of them can be.
    """
    if level == AS_IS:
        return [1.0] * len(pads)
    room = [FULL_SCALE / max(1e-9, *(float(np.abs(take).max()) for take in takes)) for takes in pads]
    if level == PEAK:
        return room
    heard = [momentary_lufs(takes[0], sample_rate) for takes in pads]
    reached = [loud + 20 * math.log10(most) for loud, most in zip(heard, room, strict=True)]
    target = min(LOUDEST_LUFS, *reached)
    return [10 ** ((target - loud) / 20) for loud in heard]


def momentary_lufs(waveform: NDArray[np.floating], sample_rate: int) -> float:
    """The greatest loudness of any 0.4 s of a sound, silence before and after it included.

    Args:
        waveform: (samples,), or (2, samples) for left and right.
        sample_rate: in Hz.
    """
    block = round(MOMENT_SECONDS * sample_rate)
    channels = np.pad(np.atleast_2d(waveform).astype(np.float64), ((0, 0), (block, block)))
    power = np.square(scipy.signal.sosfilt(k_weighting(sample_rate), channels)).sum(axis=0)
    total = np.concatenate([[0.0], np.cumsum(power)])
    loudest = float((total[block:] - total[:-block]).max()) / block
    return OFFSET_DB + 10 * math.log10(loudest + EPSILON)
