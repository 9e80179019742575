"""Where a sound stands between two loudspeakers: pan, width, and the bass in the middle.

A wave is (samples,) in mono and (2, samples), left and right, in stereo.
"""

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.filters import highpass
from vae.drum_machine.parts import Wave

BASS_HZ = 120.0
"""Below this, records and rooms sound alike on both sides."""


def pan(wave: Wave, position: float | Wave) -> Wave:
    """Two channels, (2, samples), in which a wave is to one side, with the power that it had in the middle.

    Args:
        wave: (samples,) or (2, samples).
        position: -1 (left) to 1 (right), or a curve of such, (samples,).
    """
    return sides(position) * wave


def sides(position: float | Wave) -> Wave:
    """Amplitude factors of both channels, (2, 1) or (2, samples), of equal power: 1 and 1 in the middle."""
    places = np.atleast_1d(position)
    factors: Wave = np.sqrt(np.stack([1.0 - places, 1.0 + places]))
    return factors


def apart(middle: Wave, side: Wave, width: float) -> Wave:
    """Two channels of equal power, (2, samples), of two independent noises.

    Half of their sum is `middle` but for its level. Their coherence falls from 1 at width 0 to 0 at width 1.
    """
    angle = 0.25 * np.pi * width
    common, difference = float(np.cos(angle)) * middle, float(np.sin(angle)) * side
    return np.stack([common + difference, common - difference])


def bass_in_the_middle(wave: Wave) -> Wave:
    """Takes the difference of two channels, (2, samples), out of the bass; equal channels stay as they are."""
    middle, side = 0.5 * (wave[0] + wave[1]), 0.5 * (wave[0] - wave[1])
    side = highpass(side, BASS_HZ)
    return np.stack([middle + side, middle - side])


def as_heard(wave: NDArray[np.float32]) -> NDArray[np.float32]:
    """One channel, (samples,), where both are the same."""
    return wave[0] if wave.ndim == 2 and np.array_equal(wave[0], wave[1]) else wave
