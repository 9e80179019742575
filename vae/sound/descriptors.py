"""The qualities of a one-shot that a musician has words for, measured on its waveform."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.sound.flatness import floored, mean_flatness_db

_N_FFT, _HOP = 1024, 256
_EPSILON = 1e-12
_LOWEST, _OCTAVE_STEPS = 30.0, 24
_BELL = (0.054, 0.242, 0.399, 0.242, 0.054)


@dataclass(frozen=True)
class Descriptor:
    """A quality that can be measured; `logarithmic` when it is heard by ratios rather than differences."""

    name: str
    unit: str
    logarithmic: bool


DESCRIPTORS = (
    Descriptor("brightness", "Hz", True),
    Descriptor("decay", "s", True),
    Descriptor("noisiness", "dB", False),
    Descriptor("pitch", "Hz", True),
    Descriptor("attack", "ms", True),
    Descriptor("loudness", "dB", False),
)


def describe(waveform: ArrayLike, sample_rate: int) -> NDArray[np.float32]:
    """Measures one sound.

    Args:
        waveform: (samples,), mono, starting at its onset.
        sample_rate: in Hz.

    Returns:
        (6,) float32, finite for any finite waveform, in the order of `DESCRIPTORS`:

        - brightness: centroid of the mean magnitude spectrum, in Hz.
        - decay: time after the loudest moment until what is left holds 0.1 % of the energy, in seconds.
        - noisiness: mean spectral flatness of the frames within 30 dB of the loudest, in dB; −2.5 is white
          noise, −34 a steady tone.
        - pitch: frequency of the strongest partial, in Hz; for noise that of its strongest region, by energy
          per octave.
        - attack: rise time of the amplitude, in milliseconds: 1.6 times the mean time that its running maximum is
          below the maximum, which is the time from 10 to 90 % where it rises in a straight line. Over three seeds of
          grain and phase it varies by 0.07 standard deviations of a library; the crossings themselves by 0.38.
        - loudness: A-weighted level of the loudest 100 ms, in dB below a full-scale square wave.

    Raises:
        ValueError: when there are no samples.
    """
    waveform = np.asarray(waveform, dtype=np.float64)
    if waveform.ndim != 1 or len(waveform) == 0:
        raise ValueError("a waveform to describe has to be mono and hold samples")
    waveform = np.pad(waveform, (0, max(0, sample_rate - len(waveform))))  # 1 Hz between bins at most
    frames = _frame_power(waveform)
    spectrum = np.fft.rfft(waveform)
    frequencies = np.fft.rfftfreq(len(waveform), 1 / sample_rate)
    return np.array(
        [
            _brightness(frames, sample_rate),
            _decay(waveform, sample_rate),
            mean_flatness_db(frames),
            _pitch(np.abs(spectrum) ** 2, frequencies),
            _attack(waveform, sample_rate),
            _loudness(spectrum, frequencies, sample_rate),
        ],
        dtype=np.float32,
    )


def describe_all(waveforms: Iterable[ArrayLike], sample_rate: int) -> NDArray[np.float32]:
    """Measures many sounds: (N, 6) float32; see `describe`."""
    rows = [describe(waveform, sample_rate) for waveform in waveforms]
    return np.stack(rows) if rows else np.zeros((0, len(DESCRIPTORS)), np.float32)


def descriptor_names() -> Sequence[str]:
    """The names in the order of `describe`."""
    return tuple(descriptor.name for descriptor in DESCRIPTORS)


def _frame_power(waveform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Power spectra of Hann-windowed frames (frames, bins), `floored`."""
    padded = np.pad(waveform, _N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _N_FFT)[::_HOP]
    return floored(np.abs(np.fft.rfft(frames * np.hanning(_N_FFT + 1)[:-1])) ** 2)


def _brightness(frames: NDArray[np.float64], sample_rate: int) -> float:
    magnitude = np.sqrt(frames).mean(axis=0) - np.sqrt(frames.min())
    return float(np.fft.rfftfreq(_N_FFT, 1 / sample_rate) @ magnitude / max(magnitude.sum(), _EPSILON))


def _decay(waveform: NDArray[np.float64], sample_rate: int) -> float:
    energy = waveform**2
    left = np.cumsum(energy[::-1])[::-1]
    envelope = _smooth(energy, 0.005, sample_rate)
    loudest = int(np.argmax(envelope >= 0.9 * envelope.max()))
    end = int(np.count_nonzero(left > max(left[0], _EPSILON) * 1e-3))
    return max(end - loudest, 1) / sample_rate


def _pitch(power: NDArray[np.float64], frequencies: NDArray[np.float64]) -> float:
    steps = int(np.log2(frequencies[-1] / _LOWEST) * _OCTAVE_STEPS)
    edges = np.searchsorted(frequencies, _LOWEST * 2 ** (np.arange(steps + 1) / _OCTAVE_STEPS))
    bands = np.diff(np.cumsum(power)[edges])
    strongest = int(np.argmax(np.convolve(bands, _BELL, mode="same")))
    near = slice(edges[max(strongest - 2, 0)], edges[min(strongest + 3, steps)])
    weights = power[near] + _EPSILON
    return float(2 ** (weights @ np.log2(frequencies[near]) / weights.sum()))


def _attack(waveform: NDArray[np.float64], sample_rate: int) -> float:
    envelope = np.sqrt(np.maximum(_smooth(waveform**2, 0.005, sample_rate), 0.0))
    reached = np.maximum.accumulate(envelope) / max(float(envelope.max()), _EPSILON)
    return max(1.6 * float((1 - reached).sum()), 1) / sample_rate * 1000


def _loudness(spectrum: NDArray[np.complex128], frequencies: NDArray[np.float64], sample_rate: int) -> float:
    weighted = np.fft.irfft(spectrum * np.sqrt(_a_weighting(frequencies)))
    return float(10 * np.log10(max(_smooth(weighted**2, 0.1, sample_rate).max(), _EPSILON)))


def _smooth(energy: NDArray[np.float64], seconds: float, sample_rate: int) -> NDArray[np.float64]:
    """Mean over a window of so many seconds, centred."""
    length = max(1, round(seconds * sample_rate))
    total = np.cumsum(np.pad(energy, (length // 2 + 1, length - length // 2 - 1)))
    return (total[length:] - total[:-length]) / length


def _a_weighting(frequencies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Power gain of the A curve (IEC 61672), 1 at 1 kHz."""
    squared = frequencies**2
    gain = (
        1.2588966
        * 12194**2
        * squared**2
        / ((squared + 20.6**2) * np.sqrt((squared + 107.7**2) * (squared + 737.9**2)) * (squared + 12194**2))
    )
    return gain**2
