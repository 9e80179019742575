"""A recipe with some raw dimensions of its latent moved."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.latent import ops as latent_ops
from vae.library.library import Library
from vae.recipes.checks import MAX_LATENT_DIM, RecipeError, offsets
from vae.recipes.recipe import Effect, set_fields
from vae.recipes.world import World

OFFSET_RANGE = (-3.0, 3.0)
"""In the library's standard deviations per dimension."""


@dataclass(frozen=True)
class Offset(Effect):
    """A recipe with some raw dimensions of its latent moved, in units of the library's spread per dimension.

    `explorer.sound.dimensions` finds the most audible ones.
    """

    kind: ClassVar[str] = "offset"
    ranges: ClassVar = {"dimensions": (0, MAX_LATENT_DIM - 1), "amounts": OFFSET_RANGE}
    dimensions: tuple[int, ...]
    amounts: tuple[float, ...]

    def __post_init__(self) -> None:
        dimensions, amounts = offsets(self.dimensions, self.amounts, MAX_LATENT_DIM, OFFSET_RANGE)
        set_fields(self, dimensions=dimensions, amounts=amounts)
        super().__post_init__()

    @property
    def cost(self) -> int:
        """0: it is one addition."""
        return 0

    def latent(self, world: World) -> NDArray[np.float32]:
        """The latent with its dimensions moved."""
        last = world.library.compared_dims - 1
        if self.dimensions[-1] > last:
            raise RecipeError(f"There is no dimension {self.dimensions[-1]} here, the last one is {last}.")
        base = self.of.latent(world)
        moved = latent_ops.add_offset(base, self.dimensions, self.amounts, world.library.spread)
        return world.library.bound(moved)

    def phrase(self, library: Library) -> str:
        """The recipe inside, moved: "Snare 3 moved"."""
        return f"{self.of.phrase(library)} moved" if any(self.amounts) else self.of.phrase(library)
