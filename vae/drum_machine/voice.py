"""A voice: the time axis of one sound, its own randomness, and the envelopes and oscillators that use them.

Engines learn how long a sound lasts only from its length.
"""

from collections.abc import Iterable

import numpy as np

from vae.drum_machine.filters import lowpass
from vae.drum_machine.parts import NUM_SAMPLES, SAMPLE_RATE, Wave, peak


class Voice:
    """Everything that an engine needs besides its parameters.

    Every wave that a voice makes is float64, shape (num_samples,).

    Attributes:
        num_samples: length of the sound in samples.
        time: seconds since the start of the sound, shape (num_samples,).
        rng: source of noise and of small irregularities.
    """

    def __init__(self, rng: np.random.Generator, num_samples: int = NUM_SAMPLES) -> None:
        self.num_samples = num_samples
        self.time: Wave = np.arange(num_samples) / SAMPLE_RATE
        self.rng = rng

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
        """White Gaussian noise, standard deviation 1."""
        return self.rng.standard_normal(self.num_samples)

    def click(self, ms: float, cutoff_hz: float) -> Wave:
        """A short burst of low-passed noise on a pulse: what a beater, stick or trigger adds at the start."""
        shape = self.decay(ms / 1000.0)
        return peak(lowpass((0.6 * self.noise() + 1.0) * shape, cutoff_hz))

    def mix(self, waves: Iterable[Wave]) -> Wave:
        """The sum of some waves of this voice; silence if there are none."""
        return sum(waves, np.zeros(self.num_samples))
