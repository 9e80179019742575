"""When a pattern's hits fall and what they sound like together: arithmetic on arrays. Knows no files and no recipes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.kit.kit import MAX_VELOCITY, STEPS, Pattern

CEILING = 0.99


def step_beats(step: int, swing: float) -> float:
    """Where a sixteenth falls, in quarters from the start of the bar; every second one is late by the swing."""
    return step // 2 / 2 + (swing / 2 if step % 2 else 0.0)


def velocity_gain(velocity: int) -> float:
    """Amplitude of a hit: (velocity / 127)², the curve that the SFZ format prescribes; the page plays the same."""
    return (velocity / MAX_VELOCITY) ** 2


def mix_loop(
    hits: Sequence[Sequence[NDArray[np.float32]]],
    levels: Sequence[float],
    pattern: Pattern,
    sample_rate: int,
    *,
    bars: int,
) -> NDArray[np.float32]:
    """Mixes a pattern to a loop without a seam: what rings past its end sounds on at its start.

    Args:
        hits: for each pad the waveforms (samples,) that its hits take in turn; none for an empty pad.
        levels: gain in dB for each pad.
        pattern: when which pad sounds.
        sample_rate: in Hz.
        bars: how many times the bar is played, at least 1.

    Returns:
        (samples,) float32, exactly that many bars long to the nearest sample; turned down as a whole where its peak
        would pass 0.99.
    """
    beat = 60.0 / pattern.tempo * sample_rate
    loop = np.zeros(round(4 * bars * beat), dtype=np.float64)
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
    """Adds a waveform from a sample on, around the end of the loop as often as it is long."""
    at = start
    while len(waveform):
        at %= len(loop)
        part = waveform[: len(loop) - at]
        loop[at : at + len(part)] += part
        waveform = waveform[len(part) :]
        at += len(part)
