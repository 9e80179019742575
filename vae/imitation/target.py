"""A sound to imitate: prepared once, then compared with hundreds of others."""

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.parts import SAMPLE_RATE
from vae.sound.levels import match_level
from vae.sound.measures.envelope import COARSE, EPSILON, envelope
from vae.sound.measures.pairs import mono, mono_pair
from vae.sound.one_shot import align_onset, resample, to_one_shot

SHORTEST_S, LONGEST_S = 1.0, 8.0
"""As long as a sound of the drum machine may ring; what a longer target has after that is not imitated."""


class Target:
    """A sound to imitate.

    Attributes:
        waveform: float32 (samples,), mono, at the drum machine's rate: from the onset to where it falls silent, and a
            second at least.
        seconds: how long that is.
        levels: its envelope, (bands, blocks), and
        floor: the power under which nothing of it counts.
    """

    def __init__(self, waveform: NDArray[np.float32], sample_rate: int) -> None:
        """Prepares a waveform (samples,) or (2, samples) of any level, rate and length.

        Raises:
            AudioError: it is empty or silent.
        """
        longest = round(LONGEST_S * SAMPLE_RATE)
        sound = to_one_shot(waveform, sample_rate, target_rate=SAMPLE_RATE, num_samples=longest)
        self.seconds = float(np.clip(sound.duration, SHORTEST_S, LONGEST_S))
        self.waveform = sound.waveform[: round(self.seconds * SAMPLE_RATE)]
        self.levels = envelope(self.waveform, SAMPLE_RATE)
        self.floor = max(float(self.levels.max()) * 10 ** (-COARSE.range_db / 10), EPSILON)

    def error_db(self, candidate: NDArray[np.float32]) -> float:
        """`measures.envelope_db` of a sound (samples,) or (2, samples) against it, both from their onsets."""
        reference, decoded = mono_pair(self.waveform, align_onset(mono(candidate), SAMPLE_RATE))
        ours = envelope(match_level(decoded, reference), SAMPLE_RATE)
        theirs = np.zeros_like(ours)
        theirs[:, : self.levels.shape[1]] = self.levels
        audible = (ours > self.floor) | (theirs > self.floor)
        error = 10 * np.log10(np.maximum(ours, self.floor) / np.maximum(theirs, self.floor))
        return float(np.abs(error[audible]).mean())

    def error_at(self, candidate: NDArray[np.float32], sample_rate: int) -> float:
        """`error_db` of a sound at any rate."""
        return self.error_db(resample(candidate, sample_rate, SAMPLE_RATE))
