"""What recipes are about: the sounds they name, the model that steers them, and the voice they are heard with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.recipes.checks import RecipeError

if TYPE_CHECKING:
    from vae.recipes.recipe import Recipe
    from vae.recipes.steering import Steering


@dataclass(frozen=True)
class World:
    """What the latent of a recipe depends on.

    Attributes:
        library: the sounds that recipes name.
        steering: moves latents for `Shape` and for `Noise` that holds a quality; None where there is no model.
    """

    library: Library
    steering: "Steering | None" = None

    def steer(self) -> "Steering":
        """The steering.

        Raises:
            RecipeError: there is none.
        """
        if self.steering is None:
            raise RecipeError("A sound can only be shaped or locked where its model is.")
        return self.steering


class Voice(Protocol):
    """What turns recipes into waveforms: `explorer.sound.render.Renderer`."""

    @property
    def world(self) -> World:
        """What the recipes are about."""

    def decode(self, z: NDArray[np.float32], rounds: int | None) -> NDArray[np.float32]:
        """The waveform (samples,) of a latent (latent_dim,) after so many rounds of phase; None for the codec's own."""

    def waveform(self, recipe: "Recipe", rounds: int | None) -> NDArray[np.float32]:
        """The waveform (samples,) of a recipe that is part of another one."""
