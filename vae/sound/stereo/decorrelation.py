"""Decorrelation: a sound with the same spectrum that has little in common with it."""

import math
from functools import lru_cache

import numpy as np
import scipy.fft

from vae.sound.stereo.grid import Floats, bin_rates, erb_nodes, hats
from vae.sound.stereo.transform import Spectrum

_KNOTS = 40
_LONGEST_AT_HZ = ((40.0, 0.018), (20_000.0, 0.003))
_SHORTEST = 0.0003
"""Seconds by which a sound is delayed, differently at every frequency: less at high ones, where attacks are sharp."""
_FILTER_SECONDS = 4096 / 44_100


def decorrelated(waveform: Floats, sample_rate: int, seed: int) -> Floats:
    """An all-pass version of (samples,), delayed by 0.3 to 18 ms, differently at every frequency; as long as it was."""
    response = _response(sample_rate, seed)
    length = 2 * (len(response) - 1)
    before = (
        length // 4
    )  # as long as the filter; overlap-save, because many short transforms are faster than a long one
    step = length - before
    blocks = -(-len(waveform) // step)
    padded = np.pad(waveform, (before, blocks * step - len(waveform)))
    spectra = scipy.fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, length)[::step], axis=-1)
    spectra *= response
    delayed: Floats = scipy.fft.irfft(spectra, n=length, axis=-1)[:, before:]
    return delayed.ravel()[: len(waveform)]


def _filter_length(sample_rate: int) -> int:
    return 1 << round(math.log2(_FILTER_SECONDS * sample_rate))


@lru_cache(maxsize=8)
def _response(sample_rate: int, seed: int) -> Spectrum:
    """The filter's response (bins,) for transforms that are four times as long."""
    impulse = impulse_response(sample_rate, seed)
    response: Spectrum = scipy.fft.rfft(impulse, n=4 * len(impulse))
    return response


def impulse_response(sample_rate: int, seed: int) -> Floats:
    """(taps,): an all-pass whose group delay is random at knots on the ERB-rate scale, and straight between them."""
    taps = _filter_length(sample_rate)
    (low_hz, low), (high_hz, high) = _LONGEST_AT_HZ
    knots = erb_nodes(low_hz, high_hz, _KNOTS)
    longest = np.geomspace(low, high, _KNOTS)
    delays = _SHORTEST + (longest - _SHORTEST) * np.random.default_rng(seed).random(_KNOTS)
    seconds = hats(bin_rates(taps // 2 + 1, sample_rate), knots) @ delays  # (bins,)
    phase = -2 * np.pi * np.cumsum(seconds) * sample_rate / taps
    response = np.exp(1j * phase)
    impulse: Floats = scipy.fft.irfft(response, n=taps).astype(np.float32)
    return impulse[: taps // 2]  # the other half, a thousandth of the energy, would sound before the sound
