"""A new sound, drawn at random."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.checks import MAX_INTEGER
from vae.library.library import Library
from vae.recipes.checks import RecipeError, integer, plain_text, quoted
from vae.recipes.recipe import Source, set_fields
from vae.recipes.world import World

MAX_LABEL = 64
"""Characters."""


@dataclass(frozen=True)
class Prior(Source):
    """A new sound drawn from the distribution of the library's sounds, or of those with one label."""

    kind: ClassVar[str] = "prior"
    ranges: ClassVar = {"seed": (0, MAX_INTEGER)}
    seed: int
    label: str | None = None

    def __post_init__(self) -> None:
        set_fields(self, seed=integer(self.seed, "A seed"))
        if self.label is not None:
            plain_text(self.label, "A label", MAX_LABEL)

    def latent(self, world: World) -> NDArray[np.float32]:
        """A draw from the aggregate posterior."""
        library = world.library
        members = library.members(self.label)
        if self.label is not None and len(library.latents[members]) == 0:
            raise RecipeError(f"There is no sound labelled {quoted(self.label)} here.")
        return library.draw(members, self.seed)

    def phrase(self, library: Library) -> str:
        """The label, if any: "a new snare"."""
        return f"a new {self.label.replace('_', ' ')}" if self.label else "a new sound"
