"""The plainest voice: recipes rendered by a codec for one reader, without lane, map or page."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae.checkpoint.audible import decode_audibly, play
from vae.checkpoint.synthesis import Synthesis
from vae.library.library import Library
from vae.recipes.blending import Blending
from vae.recipes.recipe import Recipe
from vae.recipes.world import World

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

RECENT = 8
"""Sounds that are kept: the corners of a mix are heard alone and in every way to mix them."""


class CodecVoice:
    """A `vae.recipes.world.Voice` that gives the app's sounds, one at a time."""

    def __init__(self, codec: "Codec", library: Library) -> None:
        """Recipes that steer a latent are refused: that takes more than a codec."""
        self.codec = codec
        self.world = World(library, None, Blending(codec), codec.keeping_silence, Synthesis(codec))
        self._recent = lru_cache(maxsize=RECENT)(self._render)

    @property
    def is_stereo(self) -> bool:
        """Whether its sounds may have two channels."""
        return self.codec.channels > 1

    def decode(self, z: NDArray[np.float32], rounds: int | None = None) -> NDArray[np.float32]:
        """The sound of a latent (latent_dim,); if it would be silent, that of the nearest sound."""
        return decode_audibly(self.codec, z, self.world.library, rounds)

    def play(
        self,
        spectrogram: NDArray[np.float32],
        z: NDArray[np.float32] | None = None,
        rounds: int | None = None,
    ) -> NDArray[np.float32]:
        """The sound of a scaled spectrogram (bands, frames), as wide as a latent is; mono for None."""
        return play(self.codec, spectrogram, z, rounds)

    def waveform(self, recipe: Recipe, rounds: int | None = None) -> NDArray[np.float32]:
        """The sound of a recipe, read-only, because the last few are kept.

        Raises:
            RecipeError: the recipe does not fit the library, or needs steering.
        """
        return self._recent(recipe, rounds)

    def _render(self, recipe: Recipe, rounds: int | None) -> NDArray[np.float32]:
        waveform = recipe.waveform(self, rounds)
        waveform.setflags(write=False)
        return waveform
