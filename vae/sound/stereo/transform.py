"""The short-time Fourier transform of the stereo room: sine windows of 23 ms, half overlapped. Needs only SciPy."""

import math
from functools import lru_cache

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from vae.sound.stereo.grid import Floats

_WINDOW_SECONDS = 1024 / 44_100

Spectrum = NDArray[np.complex64]


def window_length(sample_rate: int) -> int:
    """Length of the window in samples, a power of two: 1024 at 44.1 kHz. The step is half of it."""
    return 1 << max(4, round(math.log2(_WINDOW_SECONDS * sample_rate)))


@lru_cache(maxsize=4)
def _window(length: int) -> Floats:
    return np.sin(np.pi * (np.arange(length) + 0.5) / length).astype(np.float32)


def forward(waveforms: Floats, length: int) -> Spectrum:
    """(…, samples) -> (…, frames, bins): frame i is centred on sample i * length / 2.

    Inverse: `inverse`. Nothing is lost but rounding.
    """
    step = length // 2
    behind = step + -waveforms.shape[-1] % step
    padded = np.pad(waveforms, [(0, 0)] * (waveforms.ndim - 1) + [(step, behind)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, length, axis=-1)[..., ::step, :]
    spectrum: Spectrum = scipy.fft.rfft(frames * _window(length), axis=-1)
    return spectrum


def inverse(spectrum: Spectrum, num_samples: int) -> Floats:
    """(frames, bins) -> (num_samples,), the inverse of `forward`."""
    length = 2 * (spectrum.shape[-1] - 1)
    step = length // 2
    frames = scipy.fft.irfft(spectrum, n=length, axis=-1) * _window(length)
    added = np.zeros((len(frames) + 1, step), np.float32)
    added[:-1] += frames[:, :step]
    added[1:] += frames[:, step:]
    return added.ravel()[step : step + num_samples]


def frame_seconds(num_frames: int, length: int, sample_rate: int) -> NDArray[np.float64]:
    """Times of the frames' centres in seconds, (frames,)."""
    step_seconds = length // 2 / sample_rate
    return np.arange(num_frames, dtype=np.float64) * step_seconds


def power(spectrum: Spectrum) -> Floats:
    """Squared magnitudes, of the same shape."""
    squared: Floats = np.square(spectrum.real) + np.square(spectrum.imag)
    return squared


def cross(one: Spectrum, other: Spectrum) -> Floats:
    """Real parts of the products with the conjugate of the other, of the same shape: what they have in phase."""
    product: Floats = one.real * other.real + one.imag * other.imag
    return product
