"""How each quality is steered: the constants of the Shape sliders, with their units.

All were found by trial, with `explorer.calibrate` on the shipped checkpoints, judged by how often a slider is monotone
and how much it moves other qualities.
"""

from dataclasses import dataclass

from vae.recipes.qualities import QUALITIES


@dataclass(frozen=True)
class Slider:
    """How one quality is steered.

    Attributes:
        reach: the most that half the slider, from the centre to one end, moves the quality, in standard deviations of
            the library. For pitch, one of them is two and a half octaves, so that its reach is nearly two octaves.
        edited: whether a step begins with an edit of the spectrogram; the decoder alone steers noisiness and attack
            better.
        damping: damping of the step through the decoder, in the quality's variance over the library. It keeps the
            step where the slopes are valid, which is a small range for pitch, as it jumps from partial to partial.
        probe: amount of the quality's edit, in the unit of `vae.recipes.edits`, that serves as the unit of the solver.
            The edit of pitch is known in advance and not solved for.
        limit: largest amount of that edit, a few times what nine sounds in ten need.
    """

    reach: float
    edited: bool
    damping: float
    probe: float
    limit: float


SLIDERS = {
    "brightness": Slider(reach=1.2, edited=True, damping=0.2, probe=0.3, limit=1.5),
    "decay": Slider(reach=1.5, edited=True, damping=0.2, probe=0.5, limit=5.0),
    "noisiness": Slider(reach=1.2, edited=False, damping=0.2, probe=0.3, limit=1.5),
    "pitch": Slider(reach=0.75, edited=True, damping=1.0, probe=0.0, limit=4.0),
    "attack": Slider(reach=1.5, edited=False, damping=0.2, probe=0.5, limit=4.0),
}

STEPS = 3
"""Steps from the slider's centre to its end; each is a third of the way to the target there."""

LEAST_REACH = 0.3
"""In standard deviations: even a sound at the end of the library's range moves this far."""

RANGE_QUANTILES = (0.04, 0.96)
"""Quantiles of the library's qualities between which sliders move, to ignore the few oddest sounds."""

PITCH = QUALITIES.index("pitch")
SOLVED = [i for i, name in enumerate(QUALITIES) if name != "pitch"]
"""Indices of the qualities whose edits are solved for."""
