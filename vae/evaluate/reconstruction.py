"""All measures of a reconstruction, and their spread over many. `vae.sound.measures` defines them."""

from collections.abc import Sequence

import numpy as np
import torch

from vae.evaluate.evaluation import Measures, Spread
from vae.sound import measures
from vae.sound.levels import match_level

Row = dict[str, float | None]
"""A value per measure; None if it is undefined for the sound."""


def measure(original: np.ndarray, decoded: np.ndarray, sample_rate: int) -> Row:
    """Every measure of one sound; both waveforms are (samples,)."""
    return {
        "envelope_db": measures.envelope_db(original, decoded, sample_rate),
        "onset_error": measures.onset_error(original, decoded, sample_rate),
        "flatness_gap_db": measures.flatness_gap_db(original, decoded),
        "lsd": measures.log_spectral_distance(original, decoded),
        "mss": multi_resolution_stft(original, decoded),
        "tail_dbfs": measures.tail_dbfs(original, decoded, sample_rate),
    }


def multi_resolution_stft(original: np.ndarray, decoded: np.ndarray) -> float | None:
    """auraloss's loss with its defaults; None if the package, for development only, is not installed."""
    try:
        from auraloss.freq import MultiResolutionSTFTLoss
    except ImportError:
        return None
    with torch.inference_mode():
        pair = (match_level(decoded, original), original)
        return float(MultiResolutionSTFTLoss()(*(torch.from_numpy(one)[None, None] for one in pair)))


def summarise(rows: Sequence[Row]) -> Measures:
    """The spread of each measure over sounds; for the flatness gap, of its absolute value."""
    sized = [
        {
            name: abs(value) if name == "flatness_gap_db" and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]
    return {name: Spread.of([row[name] for row in sized]) for name in rows[0]}
