"""Filters: each takes a wave, shape (..., samples), and returns one of the same shape."""

import numpy as np
import scipy
from numpy.typing import NDArray

from vae.drum_machine.parts import SAMPLE_RATE, Wave, gain


def lowpass(wave: Wave, hz: float, q: float = 0.7071) -> Wave:
    """Second-order low-pass (Bristow-Johnson's cookbook)."""
    cosine, alpha = _angles(hz, q)
    b = (1.0 - cosine) * np.array([0.5, 1.0, 0.5])
    return _biquad(wave, b, cosine, alpha)


def highpass(wave: Wave, hz: float, q: float = 0.7071) -> Wave:
    """Second-order high-pass (Bristow-Johnson's cookbook)."""
    cosine, alpha = _angles(hz, q)
    b = (1.0 + cosine) * np.array([0.5, -1.0, 0.5])
    return _biquad(wave, b, cosine, alpha)


def bandpass(wave: Wave, hz: float, q: float) -> Wave:
    """Second-order band-pass, gain 1 at the centre (Bristow-Johnson's cookbook)."""
    cosine, alpha = _angles(hz, q)
    return _biquad(wave, np.array([alpha, 0.0, -alpha]), cosine, alpha)


def shelf(wave: Wave, hz: float, db: float) -> Wave:
    """First-order high shelf: everything well above `hz` is raised by `db`."""
    low: Wave = scipy.signal.lfilter(*scipy.signal.butter(1, _safe(hz), fs=SAMPLE_RATE), wave)
    return wave + (gain(db) - 1.0) * (wave - low)


def steep_highpass(wave: Wave, hz: float) -> Wave:
    """Fourth-order Butterworth high-pass."""
    sections = scipy.signal.butter(4, _safe(hz), "highpass", fs=SAMPLE_RATE, output="sos")
    filtered: Wave = scipy.signal.sosfilt(sections, wave)
    return filtered


def darken(wave: Wave, t60: float) -> Wave:
    """Damps the treble fastest, as air and drumheads do: 60 dB in `t60` s above 4 kHz, 4 times slower below 1 kHz."""
    time = np.arange(wave.shape[-1]) / SAMPLE_RATE
    low, middle = lowpass(wave, 1000.0), lowpass(wave, 4000.0)
    slow, medium, fast = (np.exp(-6.9078 * time / (times * t60)) for times in (4.0, 2.0, 1.0))
    return low * slow + (middle - low) * medium + (wave - middle) * fast


def smooth(wave: Wave, seconds: float) -> Wave:
    """One-pole smoothing with the time constant `seconds`."""
    pole = np.exp(-1.0 / (seconds * SAMPLE_RATE))
    smoothed: Wave = scipy.signal.lfilter([1.0 - pole], [1.0, -pole], wave)
    return smoothed


def _safe(hz: float) -> float:
    return float(np.clip(hz, 5.0, 0.46 * SAMPLE_RATE))


def _angles(hz: float, q: float) -> tuple[float, float]:
    omega = 2.0 * np.pi * _safe(hz) / SAMPLE_RATE
    return float(np.cos(omega)), float(np.sin(omega) / (2.0 * q))


def _biquad(wave: Wave, b: NDArray[np.float64], cosine: float, alpha: float) -> Wave:
    filtered: Wave = scipy.signal.lfilter(b, [1.0 + alpha, -2.0 * cosine, 1.0 - alpha], wave)
    return filtered
