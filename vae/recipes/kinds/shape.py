"""A recipe that is made brighter, longer, noisier, higher or slower."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.recipes.checks import number
from vae.recipes.qualities import QUALITIES
from vae.recipes.recipe import Effect, set_fields
from vae.recipes.world import World

SHAPE_RANGE = (-3.0, 3.0)
"""In steps, as many as `vae.recipes.sliders.STEPS` to each side."""


@dataclass(frozen=True)
class Shape(Effect):
    """A recipe with other qualities, each moved by a number of steps; the ends of the range are as far as is useful.

    `explorer.calibrate` measures how far a step moves the sound, and what else it moves.
    """

    kind: ClassVar[str] = "shape"
    ranges: ClassVar = dict.fromkeys(QUALITIES, SHAPE_RANGE)
    brightness: float | None = None
    decay: float | None = None
    noisiness: float | None = None
    pitch: float | None = None
    attack: float | None = None

    def __post_init__(self) -> None:
        for name in QUALITIES:
            if getattr(self, name) is not None:
                set_fields(self, **{name: number(getattr(self, name), f"The {name} of a shape", SHAPE_RANGE)})
        super().__post_init__()

    @property
    def steps(self) -> dict[str, float]:
        """How far each quality moves, without those that stay."""
        return {name: step for name in QUALITIES if (step := getattr(self, name))}

    @property
    def cost(self) -> int:
        """The number of qualities that move."""
        return len(self.steps)

    def latent(self, world: World) -> NDArray[np.float32]:
        """The latent, steered."""
        steering = world.steer()
        return world.library.bound(steering.move(self.of.latent(world), self.steps))

    def phrase(self, library: Library) -> str:
        """The recipe inside, shaped: "Snare 3 shaped"."""
        return f"{self.of.phrase(library)} shaped" if self.steps else self.of.phrase(library)
