"""A kit's beat as audio: every hit as its pad sounds, until another one cuts it off. Knows no files and no recipes."""

from collections.abc import Sequence

import numpy as np
import soxr
from numpy.typing import NDArray

from explorer.kit.hits import BEATS, hits
from explorer.kit.hits import bars as bars_of
from explorer.kit.kit import Kit
from explorer.kit.mix import DECAY_NEPERS, FADE_SECONDS, Strip, mix, velocity_gain

CEILING = 0.99


def as_played(
    waveform: NDArray[np.float32], strip: Strip, sample_rate: int, *, mono: bool = False
) -> NDArray[np.float32]:
    """Returns a sound as its pad plays it at full velocity: pitched, faded, at its level and place.

    Args:
        waveform: float32, (samples,) or (2, samples).
        strip: how the pad sounds.
        sample_rate: in Hz.
        mono: leave the sound where it is.

    Returns:
        float32: (2, samples) if it is stereo or not in the middle, else (samples,).
    """
    played = waveform
    if strip.rate != 1:
        speeded = soxr.resample(np.ascontiguousarray(played.T), strip.rate, 1.0, quality="HQ")
        played = np.asarray(speeded.T, dtype=np.float32)
    gain = np.full(played.shape[-1], strip.gain)
    if strip.decay is not None:
        gain *= np.exp(-DECAY_NEPERS / (strip.decay * sample_rate) * np.arange(len(gain)))
    played = played * gain
    if not mono and (strip.left, strip.right) != (1, 1):
        played = np.broadcast_to(played, (2, len(gain))) * [[strip.left], [strip.right]]
    return played.astype(np.float32)


def mix_loop(
    takes: Sequence[Sequence[NDArray[np.float32]]],
    kit: Kit,
    sample_rate: int,
    *,
    bars: int,
    mono: bool = False,
) -> NDArray[np.float32]:
    """Mixes a kit's song to a seamless loop: sounds that ring past its end continue at its start.

    Args:
        takes: for each pad, the waveforms that its hits use in turn, (samples,) or (2, samples); none for an empty pad.
        kit: the kit.
        sample_rate: in Hz.
        bars: the least number of bars, at least 1; the song is always played to its end.
        mono: all takes are mono, and stay in the middle.

    Returns:
        float32, as long as its bars to the nearest sample: (2, samples) if a hit is stereo, else (samples,); turned
        down as a whole if its peak would pass 0.99.
    """
    beat = 60.0 / kit.pattern.tempo * sample_rate
    rounds = -(-bars // bars_of(kit))
    ready = [
        [as_played(take, strip, sample_rate, mono=mono) for take in waveforms] if strip is not None else []
        for waveforms, strip in zip(takes, mix(kit), strict=True)
    ]
    is_stereo = any(waveform.ndim == 2 for waveforms in ready for waveform in waveforms)
    samples = round(BEATS * rounds * bars_of(kit) * beat)
    loop = np.zeros((2, samples) if is_stereo else samples, dtype=np.float64)
    counts = [0] * len(ready)
    for hit in hits(kit, rounds):
        if not ready[hit.pad]:
            continue
        waveform = ready[hit.pad][counts[hit.pad] % len(ready[hit.pad])]
        counts[hit.pad] += 1
        start, stop = round(hit.beat * beat), round(hit.ends * beat)
        _add(loop, _until(waveform, stop - start, sample_rate) * velocity_gain(hit.velocity), start)
    peak = np.abs(loop).max()
    return (loop * min(1.0, CEILING / peak) if peak else loop).astype(np.float32)


def _until(waveform: NDArray[np.float32], samples: int, sample_rate: int) -> NDArray[np.float32]:
    """A waveform that is cut off after some samples, and then fades."""
    fade = round(FADE_SECONDS * sample_rate)
    part = waveform[..., : samples + fade].copy()
    faded = part.shape[-1] - samples
    if faded > 0:
        part[..., samples:] *= 1 - np.arange(1, faded + 1) / (fade + 1)
    return part


def _add(loop: NDArray[np.float64], waveform: NDArray[np.floating], start: int) -> None:
    """Adds a waveform to the loop from the sample `start`, wrapping around its end as often as needed.

    A mono one goes to both channels of a stereo loop.
    """
    at, length = start, loop.shape[-1]
    while waveform.shape[-1]:
        at %= length
        part = waveform[..., : length - at]
        loop[..., at : at + part.shape[-1]] += part
        waveform = waveform[..., part.shape[-1] :]
        at += part.shape[-1]
