"""Makes new one-shots from old ones, so that a few hundred sounds teach as much as many. Knows only waveforms."""

import numpy as np
from scipy import signal

from vae.sound.levels import PEAK

FADE_SECONDS = 0.005
_SEMITONES = 7
SLOWEST = 2 ** (_SEMITONES / 12)
"""The most that a variant lasts longer than its sound."""


def _varispeed(waveform: np.ndarray, ratio: float) -> np.ndarray:
    """Plays faster (`ratio` > 1) or slower, pitch and length together; same number of samples."""
    positions = np.arange(len(waveform)) * ratio
    varied: np.ndarray = np.interp(positions, np.arange(len(waveform)), waveform, right=0.0)
    return varied


def _tilt(waveform: np.ndarray, rng: np.random.Generator, sample_rate: int) -> np.ndarray:
    cutoff, kind, amount = 10 ** rng.uniform(2, 4), rng.choice(["low", "high"]), rng.random()
    b, a = signal.butter(1, cutoff, btype=kind, fs=sample_rate)
    filtered: np.ndarray = signal.lfilter(b, a, waveform)
    return (1 - amount) * waveform + amount * filtered


def _bell(waveform: np.ndarray, rng: np.random.Generator, sample_rate: int) -> np.ndarray:
    b, a = signal.iirpeak(10 ** rng.uniform(2, 4), rng.uniform(0.5, 3), fs=sample_rate)
    band: np.ndarray = signal.lfilter(b, a, waveform)
    return waveform + (10 ** (rng.uniform(-12, 12) / 20) - 1) * band


def _alter(waveform: np.ndarray, rng: np.random.Generator, sample_rate: int) -> np.ndarray:
    time = np.arange(len(waveform)) / sample_rate
    if rng.random() < 0.85:
        waveform = _varispeed(waveform, 2 ** (rng.uniform(-_SEMITONES, _SEMITONES) / 12))
    if rng.random() < 0.5:
        waveform = waveform * np.exp(-time * rng.uniform(-2, 14))
    if rng.random() < 0.4:
        waveform = _tilt(waveform, rng, sample_rate)
    if rng.random() < 0.25:
        waveform = _bell(waveform, rng, sample_rate)
    if rng.random() < 0.25:
        waveform = np.tanh(waveform / np.abs(waveform).max() * 10 ** rng.uniform(0, 1))
    if rng.random() < 0.15:
        waveform = waveform * np.clip(time / rng.uniform(0.001, 0.08), 0, 1)
    return waveform / max(float(np.abs(waveform).max()), 1e-9)


def augment(
    waveform: np.ndarray, other: np.ndarray, rng: np.random.Generator, sample_rate: int
) -> np.ndarray:
    """A variant of a one-shot with random pitch, decay, tone, drive and attack; half are layered with another sound.

    Args:
        waveform: float32 (samples,), not silent.
        other: the sound that may be layered, of the same length.
        rng: source of all choices.
        sample_rate: sample rate in Hz.

    Returns:
        float32 (samples,), peak 0.95, with its end faded.
    """
    varied = _alter(waveform, rng, sample_rate)
    if rng.random() < 0.5:
        varied = varied + _alter(other, rng, sample_rate) * 10 ** rng.uniform(-1.2, 0)
    fade = int(FADE_SECONDS * sample_rate)
    varied[-fade:] *= np.linspace(1, 0, fade)
    return (varied * (PEAK / max(float(np.abs(varied).max()), 1e-9))).astype(np.float32)
