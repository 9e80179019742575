"""Channels -> mono, without losing a band that a channel has. Knows no sample rates.

Channels may cancel out in a part of the spectrum alone: a body in antiphase under a click in phase, or one microphone
that is inverted and a millisecond late. Their mean is then a click. It is kept where it loses at most 11 dB of every
octave, which holds for nearly all stereo; otherwise the channel, or the difference of the two, that loses nothing is
taken; where none does, each band is taken from where it is loudest. An octave with less than 1 % of the energy can go.
"""

import numpy as np
import scipy.fft
from numpy.typing import NDArray

_COMPARED = 65_536
_OCTAVES = 11
_LOST, _LOST_IN_MEAN = 0.15, 0.07  # ordinary stereo loses up to 10 dB of an octave in its mean
_TRIGGERS, _COUNTS = 1e-2, 1e-4

Waves = NDArray[np.float32]


def mix_down(channels: Waves, onset: int = 0) -> Waves:
    """Mono (samples,) of (samples, channels).

    Args:
        channels: float32, finite, at least one channel.
        onset: where the sound begins; channels are compared in the `_COMPARED` samples from there on.
    """
    mean = _mean(channels)
    compared = np.ascontiguousarray(channels[onset : onset + _COMPARED].T)
    if len(compared) == 1 or not compared.size or not np.any(compared[1:] != compared[0]):
        return mean
    length = scipy.fft.next_fast_len(max(64, compared.shape[1]), real=True)
    spectra = scipy.fft.rfft(compared, n=length, axis=1)
    energies = _octave_energies(spectra)
    if not energies.any():
        return mean
    least = (
        _LOST_IN_MEAN * (2 / len(compared)) ** 2
    )  # what one channel alone has in the mean doesn't count as lost
    if not _loses(_octave_energies(spectra.mean(axis=0)), energies, _TRIGGERS, min(_LOST_IN_MEAN, least)):
        return mean
    order = np.argsort(-energies.sum(axis=1), kind="stable")
    for channel in order:
        if not _loses(energies[channel], energies, _COUNTS, _LOST):
            return np.ascontiguousarray(channels[:, channel])
    sources = [mean, *(channels[:, channel] for channel in order)]
    levels = [_octave_energies(spectra.mean(axis=0)), *energies[order]]
    if len(compared) == 2:
        difference = _octave_energies(spectra[0] - spectra[1]) / 4
        side: Waves = np.float32(0.5) * (channels[:, 0] - channels[:, 1])
        if not _loses(difference, energies, _COUNTS, _LOST):
            return side
        sources.append(side)
        levels.append(difference)
    return _joined(sources, np.array(levels))


def loudest_or_mean(channels: Waves) -> Waves:
    """Mono (samples,) of (samples, channels) in which a hit can be looked for, faster than `mix_down`."""
    mean = _mean(channels)
    energies = np.einsum("ij,ij->j", channels, channels)
    if np.dot(mean, mean) < _LOST * energies.max():
        return np.ascontiguousarray(channels[:, int(energies.argmax())])
    return mean


def _mean(channels: Waves) -> Waves:
    """Mean (samples,) of (samples, channels): the bits of NumPy's, sooner for one or two channels."""
    if channels.shape[1] == 1:
        return channels[:, 0].copy()
    if channels.shape[1] == 2:
        return (channels[:, 0] + channels[:, 1]) / np.float32(2)
    mean: Waves = channels.mean(axis=1)
    return mean


def _loses(
    energies: NDArray[np.float64], of_channels: NDArray[np.float64], share: float, least: float
) -> bool:
    """Whether a mono sound misses a band that a channel has.

    Args:
        energies: (octaves,) of the mono sound.
        of_channels: (channels, octaves).
        share: bands with less of the loudest channel's energy don't count.
        least: a band is missed with less than this part of its energy in the channel that has most of it.
    """
    loudest = of_channels.max(axis=0)
    counts = loudest >= share * of_channels.sum(axis=1).max()
    return bool((energies[counts] < least * loudest[counts]).any())


def _octave_energies(spectra: NDArray[np.complex64]) -> NDArray[np.float64]:
    """(…, bins) -> (…, octaves): energy of each octave, from the Nyquist rate down."""
    power = np.square(spectra.real, dtype=np.float64) + np.square(spectra.imag, dtype=np.float64)
    return np.add.reduceat(power, _edges(spectra.shape[-1])[:-1], axis=-1)[..., ::-1]


def _edges(bins: int) -> NDArray[np.int64]:
    """The first bins of octaves from low to high, and the number of bins; bin 0 is in none but a very short sound's."""
    edges = np.round((bins - 1) * 2.0 ** -np.arange(_OCTAVES, -1, -1.0)).astype(np.int64)
    return np.unique(np.append(np.maximum(edges[:-1], 1), bins))


def _joined(sources: list[Waves], levels: NDArray[np.float64]) -> Waves:
    """Each octave from the source that is loudest there, faded into the next over the width of an octave.

    Args:
        sources: (samples,) each.
        levels: (sources, octaves), from the Nyquist rate down.
    """
    samples = len(sources[0])
    length = scipy.fft.next_fast_len(2 * samples, real=True)
    bins = length // 2 + 1
    octave = -np.log2(np.maximum(np.arange(bins), 0.5) / (bins - 1)) - 0.5  # 0 in the middle of the highest
    chosen = levels.argmax(axis=0)
    spectra = {one: scipy.fft.rfft(sources[one], n=length) for one in np.unique(chosen)}
    joined = np.zeros(bins, np.complex64)
    for band, one in enumerate(chosen):
        distance = np.clip(octave, 0, len(chosen) - 1) - band
        window = np.cos(np.clip(distance, -1, 1) * np.pi / 2) ** 2
        part = window.astype(np.float32) * spectra[one]
        turned = np.vdot(joined, part).real < 0  # so that neighbouring bands don't cancel where they meet
        joined += -part if turned else part
    mixed: Waves = scipy.fft.irfft(joined, n=length)[:samples]
    return mixed.astype(np.float32)
