"""A voice: the time axis of one sound, its own randomness, and the envelopes and oscillators that use them.

Engines learn how long a sound lasts and how wide it is only from its voice.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.filters import lowpass
from vae.drum_machine.parts import NUM_SAMPLES, SAMPLE_RATE, Wave, peak
from vae.drum_machine.stage import apart, pan, sides

LOW_MODES_HZ = 300.0
"""At this frequency modes lie half as far apart as high ones."""


class Voice:
    """Everything that an engine needs besides its parameters.

    Every wave that a voice makes is float64, shape (num_samples,); only what is heard from two places, noise first of
    all, is (2, num_samples) where the voice has a width. The middle of such a wave is what it is in mono.

    Attributes:
        num_samples: length of the sound in samples.
        time: seconds since the start of the sound, shape (num_samples,).
        rng: source of noise and of small irregularities.
        width: from 0, mono, to 1, where noise has nothing in common on both sides.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        num_samples: int = NUM_SAMPLES,
        *,
        width: float = 0.0,
        places: np.random.Generator | None = None,
    ) -> None:
        """`places` is the source of places and of side noise; without it the voice is in mono."""
        self.num_samples = num_samples
        self.time: Wave = np.arange(num_samples) / SAMPLE_RATE
        self.rng = rng
        self.width = 0.0 if places is None else width
        self._places = places or np.random.default_rng(0)

    def decay(self, t60: float, *, delay: float = 0.0) -> Wave:
        """Exponential decay that has fallen by 60 dB after `t60` seconds; zero before `delay` seconds."""
        if delay <= 0.0:
            return np.exp(-6.9078 * self.time / t60)
        since = self.time - delay
        return np.where(since >= 0.0, np.exp(-6.9078 * np.maximum(since, 0.0) / t60), 0.0)

    def attack(self, seconds: float) -> Wave:
        """A rise from 0 towards 1 with the time constant `seconds`."""
        return 1.0 - np.exp(-self.time / max(seconds, 1e-6))

    def glide(self, start_hz: float, end_hz: float, seconds: float) -> Wave:
        """A frequency curve in Hz that moves exponentially from start to end, time constant `seconds`."""
        return end_hz + (start_hz - end_hz) * np.exp(-self.time / seconds)

    def cycles(self, hz: Wave | float) -> Wave:
        """Running phase in cycles, starting at 0, of a frequency curve or a constant in Hz."""
        if not isinstance(hz, np.ndarray):
            return float(hz) * self.time
        steps: Wave = np.cumsum(hz) / SAMPLE_RATE
        return steps - float(steps[0])

    def sine(self, hz: Wave | float, phase: Wave | float = 0.0) -> Wave:
        """Sine of a frequency curve; `phase` in radians may be a signal (phase modulation)."""
        return np.sin(2.0 * np.pi * self.cycles(hz) + phase)

    def triangle(self, hz: Wave | float) -> Wave:
        """Triangle of a frequency curve, starting at 0 and rising."""
        return 2.0 / np.pi * np.arcsin(np.sin(2.0 * np.pi * self.cycles(hz)))

    def square(self, hz: float, phase: float = 0.0) -> Wave:
        """Square at a constant frequency; edges last one sample, to tame aliasing; `phase` in cycles."""
        distance = 0.25 - np.abs((hz * self.time + (phase + 0.25)) % 1.0 - 0.5)
        return np.clip(distance * (2.0 * SAMPLE_RATE / hz), -1.0, 1.0)

    def noise(self) -> Wave:
        """White Gaussian noise, standard deviation 1, (2, num_samples) in a voice with a width."""
        middle = self.rng.standard_normal(self.num_samples)
        if self.width == 0.0:
            return middle
        return apart(middle, self._places.standard_normal(self.num_samples), self.width)

    def pan(self, wave: Wave, position: float | Wave) -> Wave:
        """A wave to one side, -1 (left) to 1 (right), as far as the width goes; a curve (num_samples,) moves it."""
        return wave if self.width == 0.0 else pan(wave, self.width * position)

    def scatter(self, wave: Wave) -> Wave:
        """Every sample of (num_samples,) at a place of its own: for grains, beads and crackles."""
        if self.width == 0.0:
            return wave
        return pan(wave, self.width * self._places.uniform(-1.0, 1.0, self.num_samples))

    def place(self) -> float:
        """A random place for `pan`, -1 to 1; in the middle in mono."""
        return 0.0 if self.width == 0.0 else float(self._places.uniform(-1.0, 1.0))

    def places_of_modes(self, frequencies: Wave, *, shifted: bool) -> NDArray[np.complex128] | None:
        """Factors of modes in both channels, complex (2, modes), as two microphones over a plate hear them.

        Low modes move all of a drum and stay in the middle.

        Args:
            frequencies: Hz, (modes,).
            shifted: whether the channels differ in phase too.

        Returns:
            None in mono.
        """
        if self.width == 0.0:
            return None
        reach = self.width * frequencies / (frequencies + LOW_MODES_HZ)
        factors = sides(reach * self._places.uniform(-1.0, 1.0, frequencies.size))
        turn = shifted * np.pi / 3.0 * reach * self._places.uniform(-1.0, 1.0, frequencies.size)
        turned: NDArray[np.complex128] = factors * np.exp(1j * np.stack([turn, -turn]))
        return turned

    def click(self, ms: float, cutoff_hz: float) -> Wave:
        """A short burst of low-passed noise on a pulse, in the middle: what a beater, stick or trigger adds."""
        shape = self.decay(ms / 1000.0)
        noise = self.rng.standard_normal(self.num_samples)
        return peak(lowpass((0.6 * noise + 1.0) * shape, cutoff_hz))

    def mix(self, waves: Iterable[Wave]) -> Wave:
        """The sum of some waves of this voice; silence if there are none."""
        return sum(waves, np.zeros(self.num_samples))
