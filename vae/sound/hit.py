"""Finds the hit that a musician meant in a recording with silence, noise or more than one sound."""

import librosa
import numpy as np

LONG_SECONDS = 1.25
"""Anything up to this length is taken as a one-shot, unchanged."""

_HOP, _WINDOW_SECONDS = 128, 0.08
_RISE = 0.1
_LEAD_SECONDS = 0.001


def strongest_hit(waveform: np.ndarray, sample_rate: int) -> np.ndarray:
    """Cuts off what precedes the strongest hit of a long recording.

    The hit is the onset (Böck and Widmer's spectral flux, as implemented in librosa) after which the level rises
    most; it begins where the amplitude first reaches a tenth of what follows.

    Args:
        waveform: (samples,), mono.
        sample_rate: in Hz.

    Returns:
        (samples - start,), the waveform from one millisecond before the hit; unchanged if it is no longer than
        `LONG_SECONDS` or has no onset.
    """
    if len(waveform) <= LONG_SECONDS * sample_rate:
        return waveform
    finite = np.nan_to_num(np.asarray(waveform, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    onsets = librosa.onset.onset_detect(y=finite, sr=sample_rate, hop_length=_HOP, units="samples")
    window = int(_WINDOW_SECONDS * sample_rate)
    if not len(onsets):
        return waveform

    def rise(onset: int) -> float:
        before, after = (
            finite[max(0, onset - 2 * window) : onset - window // 2],
            finite[onset : onset + window],
        )
        return float(np.sum(after**2)) - float(np.mean(before**2) * window if len(before) else 0.0)

    onset = max((int(one) for one in onsets), key=rise)
    start = max(0, onset - window // 2)
    around = np.abs(finite[start : onset + window])
    start += int(np.argmax(around >= around.max() * _RISE))
    return waveform[max(0, start - int(_LEAD_SECONDS * sample_rate)) :]
