"""How each quality is steered: the numbers of the Shape sliders, with their units.

All were found by trial: `explorer.calibrate` on the shipped checkpoints, judged by how often a slider is monotone and
how much else it moves.
"""

from dataclasses import dataclass

from vae.recipes.qualities import QUALITIES


@dataclass(frozen=True)
class Slider:
    """How one quality is steered.

    Attributes:
        reach: how far the whole slider moves the quality at most, in standard deviations of the library. One of pitch
            is two and a half octaves, so that its reach is nearly two.
        edited: whether a step begins with an edit of the spectrogram; the decoder alone steers noisiness and attack
            better.
        damping: of the step through the decoder, in the quality's variance over the library. It keeps the step where
            the slopes hold; those of pitch, which jumps from partial to partial, hold least far.
        probe: amount of the quality's edit, in the unit of `vae.recipes.edits`: the unit that edits are solved in. The
            edit of pitch is known beforehand and is not solved for.
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
"""The slider's end: one step is a third of the way to the target there."""

LEAST_REACH = 0.3
"""In standard deviations: a sound at the end of the library's range still moves."""

RANGE_QUANTILES = (0.04, 0.96)
"""Of the library's qualities: the range that sliders reach for, to which the few oddest sounds add nothing."""

PITCH = QUALITIES.index("pitch")
SOLVED = [i for i, name in enumerate(QUALITIES) if name != "pitch"]
"""Indices of the qualities whose edits are solved for."""
