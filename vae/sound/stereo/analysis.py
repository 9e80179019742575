"""Two channels -> stereo image."""

import numpy as np
from numpy.typing import NDArray

from vae.sound.stereo.grid import (
    NUM_BANDS,
    NUM_MOMENTS,
    Floats,
    log_time_weights,
    over_bands,
    over_moments,
    roughness,
)
from vae.sound.stereo.image import LEAST_COHERENCE, MOST_DB, StereoImage
from vae.sound.stereo.transform import cross, forward, frame_seconds, power, window_length

_SILENT_DB, _LOUD_DB = -60.0, -30.0
"""Relative to the loudest band and frame: what is quieter doesn't count, and what is louder counts in full."""
_MONO_DB = -20.0
"""A side that is this far below the mid, in every band, isn't heard: the coherence is 0.98. Most are the noise of two
converters."""
_SMOOTHING = 0.02
_TINY = 1e-20


def analyse(channels: Floats, sample_rate: int) -> StereoImage | None:
    """The stereo image of two channels, or None if they are mono: nearly the same, or silent.

    Where a tile has little or nothing to hear, such as after the end of a sound, its neighbours say what it holds.
    Lost on the way: all detail between tiles, and phase: what one channel has later than the other lowers the
    coherence.

    Args:
        channels: (2, samples) float32, left and right, finite, at any level; the sound begins at the start.
        sample_rate: in Hz.
    """
    length = window_length(sample_rate)
    left, right = forward(channels, length)
    bands = over_bands(left.shape[-1], sample_rate)
    powers = np.stack([power(left), power(right), cross(left, right)]) @ bands  # (3, frames, NUM_BANDS)
    total = powers[0] + powers[1]
    loudest = float(total.max(initial=0))
    if not loudest or _is_mono(powers, loudest):
        return None
    level_db = 10 * np.log10(total / loudest + _TINY)
    loudness = np.clip((level_db - _SILENT_DB) / (_LOUD_DB - _SILENT_DB), 0, 1)
    seconds = frame_seconds(len(total), length, sample_rate)
    weights = over_moments(seconds) * log_time_weights(seconds)[:, None]  # (frames, NUM_MOMENTS)
    # Relative to the root of the energy, so that the start of a tile doesn't speak for all of it.
    evened = powers / loudest * (loudness / np.sqrt(total / loudest + 1e-6))
    in_left, in_right, in_both = np.einsum("pfb,fm->pbm", evened, weights)
    level = np.clip(10 * np.log10((in_left + _TINY) / (in_right + _TINY)), -MOST_DB, MOST_DB)
    coherence = np.clip(in_both / np.sqrt(in_left * in_right + _TINY), LEAST_COHERENCE, 1)
    trust = np.einsum("fb,fm->bm", loudness, weights)
    level, angle = _filled(np.stack([level, np.arccos(coherence)]), trust)
    image = StereoImage(level, angle)
    return StereoImage.from_code(image.code())


def _is_mono(powers: Floats, loudest: float) -> bool:
    """Whether the side is far below the mid in every band that can be heard; powers as in `analyse`."""
    left, right, both = powers.sum(axis=1, dtype=np.float64)  # (NUM_BANDS,) each
    heard = powers[:2].sum(axis=0).max(axis=0) > loudest * 10 ** (_LOUD_DB / 10)
    mid, side = left + right + 2 * both, left + right - 2 * both
    return bool((side[heard] <= mid[heard] * 10 ** (_MONO_DB / 10)).all())


def _filled(values: Floats, trust: Floats) -> Floats:
    """Values (…, NUM_BANDS, NUM_MOMENTS), those with little trust drawn towards their neighbours."""
    weights: NDArray[np.float64] = np.diag(trust.ravel() / trust.max()).astype(np.float64)
    known = values.reshape(len(values), -1) @ weights
    filled = np.linalg.solve(weights + _SMOOTHING * roughness() + 1e-9 * np.eye(len(weights)), known.T)
    return filled.T.reshape(-1, NUM_BANDS, NUM_MOMENTS).astype(np.float32)
