"""All measures of a reconstruction, and their spread over many. `vae.sound.measures` defines them."""

from collections.abc import Sequence

import numpy as np
import torch

from vae.evaluate.evaluation import Measures, Spread
from vae.sound import measures
from vae.sound.levels import match_level, sound_end
from vae.sound.measures.pairs import mono, with_length

Row = dict[str, float | None]
"""A value per measure; None, or no entry, if it is undefined for the sound."""

GAPS = ("flatness_gap_db", "crest_gap_db", "loudness_gap_lu")
"""Measures with a sign, of which the size counts."""
MOST_SECONDS = 4
"""So much of a sound is measured as its whole."""


def measure(
    original: np.ndarray, decoded: np.ndarray, sample_rate: int, *, heard: np.ndarray | None = None
) -> Row:
    """Every measure of one sound.

    Spectra are measured in its first second, so that checkpoints of every length compare; `envelope_whole_db` is the
    envelope error of up to four seconds of a sound that lasts longer than one. All is of the mean of the channels,
    but for dynamics and stereo.

    Args:
        original: (samples,), of any length.
        decoded: (samples,) or (2, samples), of any length.
        sample_rate: of both, in Hz.
        heard: the original as it is heard, (samples,) or (2, samples); without it, stereo is not measured.
    """
    one_second = with_length(mono(original), sample_rate), with_length(mono(decoded), sample_rate)
    most = MOST_SECONDS * sample_rate
    whole = original[:most], mono(decoded)[:most]
    in_stereo = whole if heard is None else (heard[..., :most], decoded[..., :most])
    row: Row = {
        "envelope_db": measures.envelope_db(*one_second, sample_rate),
        "onset_error": measures.onset_error(*one_second, sample_rate),
        "flatness_gap_db": measures.flatness_gap_db(*one_second),
        "lsd": measures.log_spectral_distance(*one_second),
        "mss": multi_resolution_stft(*one_second),
        "tail_dbfs": measures.tail_dbfs(original, decoded, sample_rate),
        "crest_gap_db": measures.crest_gap_db(*in_stereo, sample_rate),
        "loudness_gap_lu": measures.loudness_gap_lu(*in_stereo, sample_rate),
        "modulation_distance": measures.modulation_distance(*whole, sample_rate),
        "punch": measures.punch(*whole, sample_rate),
    }
    if sound_end(original) > sample_rate:
        row["envelope_whole_db"] = measures.envelope_db(*whole, sample_rate)
    if any(sound.ndim == 2 for sound in in_stereo):
        row["width_db"] = measures.width_db(*in_stereo, sample_rate)
        row["coherence_error"] = measures.coherence_error(*in_stereo, sample_rate)
    return row


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
    """The spread of each measure over the sounds that have it; for gaps, of their size."""
    found: Measures = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row.get(name) for row in rows]
        sizes = [abs(value) if name in GAPS and value is not None else value for value in values]
        found[name] = Spread.of(sizes)
    return found
