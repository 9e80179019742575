"""A sound of the library."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.checks import MAX_INTEGER
from vae.library.library import Library
from vae.recipes.checks import RecipeError, integer
from vae.recipes.description import Description, describe_latent
from vae.recipes.recipe import Source, set_fields
from vae.recipes.titles import shorten, sound_name, sound_title
from vae.recipes.world import World


@dataclass(frozen=True)
class Point(Source):
    """A sound of the library, by its index."""

    kind: ClassVar[str] = "point"
    ranges: ClassVar = {"id": (0, MAX_INTEGER)}
    id: int

    def __post_init__(self) -> None:
        set_fields(self, id=integer(self.id, "The id of a sound"))

    def latent(self, world: World) -> NDArray[np.float32]:
        """The posterior mean of the sound."""
        z: NDArray[np.float32] = world.library.latents[self._known(world.library)].copy()
        return z

    def _known(self, library: Library) -> int:
        """The id, if the library has it."""
        if self.id >= len(library):
            raise RecipeError(f"There is no sound {self.id} here, the last one is {len(library) - 1}.")
        return self.id

    def phrase(self, library: Library) -> str:
        """The sound's name."""
        return sound_name(self._known(library), library)

    def title(self, library: Library) -> str:
        """The sound's name and its kit."""
        return shorten(sound_title(self._known(library), library))

    def describe(self, world: World) -> Description:
        """Describes the sound, at its own place."""
        z, library = self.latent(world), world.library
        x, y = library.coordinates[self.id].tolist()
        title = self.title(library)
        return describe_latent(z, library, title=title, kind=self.kind, sound=self.id, place=(x, y))
