"""When a pattern's hits fall, and their mix: arithmetic on arrays. Knows no files and no recipes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.kit.kit import MAX_VELOCITY, STEPS, Pattern

CEILING = 0.99


def step_beats(step: int, swing: float) -> float:
    """When a sixteenth falls, in quarter notes from the start of the bar; swing delays every second one."""
    return step // 2 / 2 + (swing / 2 if step % 2 else 0.0)


def velocity_gain(velocity: int) -> float:
    """Amplitude of a hit: (velocity / 127)², the curve that the SFZ format prescribes and the page plays."""
    return (velocity / MAX_VELOCITY) ** 2


def mix_loop(
    hits: Sequence[Sequence[NDArray[np.float32]]],
    levels: Sequence[float],
    pattern: Pattern,
    sample_rate: int,
    *,
    bars: int,
) -> NDArray[np.float32]:
    """Mixes a pattern to a seamless loop: sounds that ring past its end continue at its start.

    Args:
        hits: for each pad, the waveforms that its hits use in turn, (samples,) or (2, samples); empty for an empty pad.
        levels: gain in dB for each pad.
        pattern: the hits of each pad, the tempo and the swing.
        sample_rate: in Hz.
        bars: number of times to play the bar, at least 1.

    Returns:
        float32, `bars` bars long to the nearest sample: (2, samples) if a hit is stereo, else (samples,); turned down
        as a whole if its peak would pass 0.99.
    """
    beat = 60.0 / pattern.tempo * sample_rate
    is_stereo = any(waveform.ndim == 2 for waveforms in hits for waveform in waveforms)
    samples = round(4 * bars * beat)
    loop = np.zeros((2, samples) if is_stereo else samples, dtype=np.float64)
    for waveforms, level, row in zip(hits, levels, pattern.steps, strict=True):
        count = 0
        for number in range(bars * STEPS):
            velocity = row[number % STEPS]
            if not velocity or not waveforms:
                continue
            start = round((4 * (number // STEPS) + step_beats(number % STEPS, pattern.swing)) * beat)
            _add(
                loop,
                waveforms[count % len(waveforms)] * (velocity_gain(velocity) * 10 ** (level / 20)),
                start,
            )
            count += 1
    peak = np.abs(loop).max()
    return (loop * min(1.0, CEILING / peak) if peak else loop).astype(np.float32)


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
