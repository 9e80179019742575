"""What the engines are made of: the engine's own description, envelopes, oscillators, filters and noise.

Every wave is one second at 44.1 kHz, float64, shape (NUM_SAMPLES,). Nothing here knows of kits or files.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

SAMPLE_RATE = 44100
NUM_SAMPLES = SAMPLE_RATE

Wave = NDArray[np.float64]
Settings = Mapping[str, float]
Family = Literal["analogue", "digital", "acoustic"]

TIME: Wave = np.arange(NUM_SAMPLES) / SAMPLE_RATE
TIME.setflags(write=False)

LOG_UNITS = ("_hz", "_ms", "_s", "_ratio")
WHOLE_UNITS = ("_count", "_bits")


@dataclass(frozen=True)
class Engine:
    """One way to synthesise one label.

    `ranges` maps a parameter's name to its lowest and highest value. The name ends with the unit (`tune_hz`,
    `decay_s`, `sweep_st`, `click_db`); without one it is a share from 0 to 1. Times, frequencies and ratios
    are spread evenly in octaves, everything else linearly; counts and bits are whole numbers. A sound that
    `rises` reaches its loudest late, so its beginning is kept as it is.
    """

    label: str
    name: str
    title: str
    family: Family
    render: Callable[[Settings, np.random.Generator], Wave]
    ranges: Mapping[str, tuple[float, float]]
    rises: bool = False


def spread(name: str, low: float, high: float, share: float) -> float:
    """The value that lies `share` (0 to 1) of the way through the range of the parameter called `name`."""
    if name.endswith(LOG_UNITS):
        value = low * (high / low) ** share
    elif name.endswith(WHOLE_UNITS):
        value = min(float(np.floor(low + share * (high - low + 1))), high)
    else:
        value = low + share * (high - low)
    return float(f"{value:.6g}")


def gain(db: float) -> float:
    """Decibels as an amplitude factor."""
    return 10.0 ** (db / 20.0)


def semitones(amount: float) -> float:
    """Semitones as a frequency factor."""
    return 2.0 ** (amount / 12.0)


def decay(t60: float, *, delay: float = 0.0) -> Wave:
    """Exponential decay that has fallen by 60 dB after `t60` seconds; zero before `delay` seconds."""
    if delay <= 0.0:
        return np.exp(-6.9078 * TIME / t60)
    since = TIME - delay
    return np.where(since >= 0.0, np.exp(-6.9078 * np.maximum(since, 0.0) / t60), 0.0)


def attack(seconds: float) -> Wave:
    """A rise from 0 towards 1 with the time constant `seconds`."""
    return 1.0 - np.exp(-TIME / max(seconds, 1e-6))


def glide(start_hz: float, end_hz: float, seconds: float) -> Wave:
    """A frequency curve in Hz that moves exponentially from start to end, time constant `seconds`."""
    return end_hz + (start_hz - end_hz) * np.exp(-TIME / seconds)


def cycles(hz: Wave | float) -> Wave:
    """Running phase in cycles, starting at 0, of a frequency curve or a constant in Hz."""
    if np.isscalar(hz):
        return float(hz) * TIME
    steps = np.cumsum(hz) / SAMPLE_RATE
    return steps - steps[0]


def sine(hz: Wave | float, phase: Wave | float = 0.0) -> Wave:
    """Sine of a frequency curve; `phase` in radians may be a signal (phase modulation)."""
    return np.sin(2.0 * np.pi * cycles(hz) + phase)


def triangle(hz: Wave | float) -> Wave:
    """Triangle of a frequency curve, starting at 0 and rising."""
    return 2.0 / np.pi * np.arcsin(np.sin(2.0 * np.pi * cycles(hz)))


def square(hz: float, phase: float = 0.0) -> Wave:
    """Square at a constant frequency whose edges last one sample, which tames aliasing; `phase` in cycles."""
    distance = 0.25 - np.abs((hz * TIME + (phase + 0.25)) % 1.0 - 0.5)
    return np.clip(distance * (2.0 * SAMPLE_RATE / hz), -1.0, 1.0)


def noise(rng: np.random.Generator) -> Wave:
    """White Gaussian noise, deviation 1."""
    return rng.standard_normal(NUM_SAMPLES)


def click(rng: np.random.Generator, ms: float, cutoff_hz: float) -> Wave:
    """A short burst of low-passed noise on a pulse: what a beater, stick or trigger adds at the start."""
    shape = decay(ms / 1000.0)
    return peak(lowpass((0.6 * noise(rng) + 1.0) * shape, cutoff_hz))


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
    high = wave - lfilter(*butter(1, _safe(hz), fs=SAMPLE_RATE), wave)
    return wave + (gain(db) - 1.0) * high


def steep_highpass(wave: Wave, hz: float) -> Wave:
    """Fourth-order Butterworth high-pass."""
    return sosfilt(butter(4, _safe(hz), "highpass", fs=SAMPLE_RATE, output="sos"), wave)


def darken(wave: Wave, t60: float) -> Wave:
    """Takes the treble away first, as air and heads do: 60 dB in `t60` s above 4 kHz, 4 times slower below 1."""
    low, middle = lowpass(wave, 1000.0), lowpass(wave, 4000.0)
    return low * decay(4.0 * t60) + (middle - low) * decay(2.0 * t60) + (wave - middle) * decay(t60)


def smooth(wave: Wave, seconds: float) -> Wave:
    """One-pole smoothing with the time constant `seconds`."""
    pole = np.exp(-1.0 / (seconds * SAMPLE_RATE))
    return lfilter([1.0 - pole], [1.0, -pole], wave)


def peak(wave: Wave, level: float = 1.0) -> Wave:
    """The same wave with its largest magnitude at `level`; silence stays silence."""
    largest = float(np.max(np.abs(wave)))
    return wave * (level / largest) if largest > 0.0 else wave


def saturate(wave: Wave, db: float, asymmetry: float = 0.0) -> Wave:
    """Soft clipping of a peak-1 wave driven by `db`; `asymmetry` adds even harmonics."""
    return np.tanh(gain(db) * wave + asymmetry) - np.tanh(asymmetry)


def _safe(hz: float) -> float:
    return float(np.clip(hz, 5.0, 0.46 * SAMPLE_RATE))


def _angles(hz: float, q: float) -> tuple[float, float]:
    omega = 2.0 * np.pi * _safe(hz) / SAMPLE_RATE
    return float(np.cos(omega)), float(np.sin(omega) / (2.0 * q))


def _biquad(wave: Wave, b: NDArray[np.float64], cosine: float, alpha: float) -> Wave:
    return lfilter(b, [1.0 + alpha, -2.0 * cosine, 1.0 - alpha], wave)
