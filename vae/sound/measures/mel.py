"""The mel scale of Slaney's Auditory Toolbox (1998), which librosa has by default: linear up to 1 kHz, then in octaves.

Written out, because the library it stands in needs a compiler and 300 MB, and the app needs no more of it than this.
"""

import math
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray

LINEAR_HZ = 200 / 3
"""Of one mel below the knee."""
KNEE_HZ = 1000.0
KNEE = KNEE_HZ / LINEAR_HZ
STEP = math.log(6.4) / 27
"""Of the logarithm of frequency, per mel above the knee."""


def mel_frequencies(count: int, highest_hz: float) -> NDArray[np.float64]:
    """Frequencies in Hz, (count,), evenly spaced in mel from 0 to the highest."""
    highest = KNEE + math.log(highest_hz / KNEE_HZ) / STEP if highest_hz > KNEE_HZ else highest_hz / LINEAR_HZ
    mels = np.linspace(0, highest, count)
    logarithmic = KNEE_HZ * np.exp(STEP * (np.maximum(mels, KNEE) - KNEE))
    return np.where(mels < KNEE, mels * LINEAR_HZ, logarithmic)


@lru_cache(maxsize=8)
def mel_filters(sample_rate: int, n_fft: int, n_mels: int) -> NDArray[np.float32]:
    """Triangles of unit area over the bins of a transform, (n_mels, n_fft // 2 + 1); kept, so do not change them."""
    edges = mel_frequencies(n_mels + 2, sample_rate / 2)
    bins = np.fft.rfftfreq(n_fft, 1 / sample_rate)
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    triangles = np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre))
    filters: NDArray[np.float32] = (np.maximum(0, triangles) * 2 / (high - low)).astype(np.float32)
    return filters


def to_mel(spectrogram: NDArray[np.float32], sample_rate: int, n_mels: int) -> NDArray[np.float32]:
    """Bins of a transform to mel bands, (n_fft // 2 + 1, frames) -> (n_mels, frames)."""
    found: NDArray[np.float32] = _sparse_filters(sample_rate, 2 * len(spectrogram) - 2, n_mels) @ spectrogram
    return found


@lru_cache(maxsize=8)
def _sparse_filters(sample_rate: int, n_fft: int, n_mels: int) -> scipy.sparse.csr_array:
    """`mel_filters` without their zeros, which are nearly all of them."""
    return scipy.sparse.csr_array(mel_filters(sample_rate, n_fft, n_mels))


def stft(waveform: np.ndarray, n_fft: int, hop_length: int) -> NDArray[np.complex64]:
    """Centred, Hann-windowed short-time Fourier transform: (..., samples) -> (..., n_fft // 2 + 1, frames)."""
    window = scipy.signal.get_window("hann", n_fft).astype(np.float32)
    beside = [(0, 0)] * (waveform.ndim - 1) + [(n_fft // 2, n_fft // 2)]
    padded = np.pad(waveform.astype(np.float32, copy=False), beside)
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=-1)[..., ::hop_length, :]
    found: NDArray[np.complex64] = scipy.fft.rfft(frames * window, axis=-1).swapaxes(-1, -2)
    return found
