"""What recipes depend on: the sounds they name, the model that steers them, and the voice that renders them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.recipes.checks import RecipeError

if TYPE_CHECKING:
    from vae.checkpoint.synthesis import Synthesis
    from vae.recipes.blending import Blending
    from vae.recipes.recipe import Recipe
    from vae.recipes.steering import Steering


Silence = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]
"""A latent, and the same varied -> the varied one, as `vae.checkpoint.codec.Codec.keeping_silence` does it."""


@dataclass(frozen=True)
class World:
    """What the latent of a recipe depends on.

    Attributes:
        library: the sounds that recipes name.
        steering: moves latents for `Shape` and for `Noise` that holds a quality; None without a model.
        blending: puts sounds between sounds for `Mix` and `Place`; None without a model.
        silence: leaves out of a varied latent what would sound after its end, for `Noise`; None without a model.
        synthesis: the drum machine's sounds as the model's own, for `Machine`; None without a model.
    """

    library: Library
    steering: "Steering | None" = None
    blending: "Blending | None" = None
    silence: Silence | None = None
    synthesis: "Synthesis | None" = None

    def steer(self) -> "Steering":
        """The steering.

        Raises:
            RecipeError: there is no model.
        """
        if self.steering is None:
            raise RecipeError("A sound can only be shaped or locked where its model is.")
        return self.steering

    def blend(self) -> "Blending":
        """The blending.

        Raises:
            RecipeError: there is no model.
        """
        if self.blending is None:
            raise RecipeError("Sounds can only be blended like this where their model is.")
        return self.blending

    def synthesise(self) -> "Synthesis":
        """The synthesis.

        Raises:
            RecipeError: there is no model.
        """
        if self.synthesis is None:
            raise RecipeError("A sound of the drum machine can only be played where a model is.")
        return self.synthesis


class Voice(Protocol):
    """Turns recipes into waveforms, like `explorer.sound.render.Renderer`."""

    @property
    def world(self) -> World:
        """What the recipes depend on."""

    @property
    def is_stereo(self) -> bool:
        """Whether its sounds may have two channels."""

    def decode(self, z: NDArray[np.float32], rounds: int | None) -> NDArray[np.float32]:
        """The sound of a latent, (samples,) or (2, samples), after `rounds` rounds of phase, None for the codec's."""

    def play(
        self, spectrogram: NDArray[np.float32], z: NDArray[np.float32] | None, rounds: int | None
    ) -> NDArray[np.float32]:
        """The sound of a scaled spectrogram (bands, frames), likewise, as wide as a latent is; mono for None."""

    def waveform(self, recipe: "Recipe", rounds: int | None) -> NDArray[np.float32]:
        """The sound of a recipe inside another one."""
