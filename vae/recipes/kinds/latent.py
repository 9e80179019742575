"""A latent given directly."""

import base64
import binascii
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.library.library import Library
from vae.recipes.checks import MAX_LATENT_DIM, RecipeError
from vae.recipes.recipe import Source
from vae.recipes.world import World

LATENT_RANGE = (-1000.0, 1000.0)
"""Far beyond the values of any latent, which stay within about ten; float16 reaches 65,504."""


@dataclass(frozen=True)
class Latent(Source):
    """A latent given directly: base64 of its values as little-endian float16. Build one with `from_array`."""

    kind: ClassVar[str] = "latent"
    z: str

    def __post_init__(self) -> None:
        if not isinstance(self.z, str) or len(self.z) > 4 * MAX_LATENT_DIM:
            raise RecipeError("The z of a latent has to be a short base64 text.")
        try:
            raw = base64.b64decode(self.z, validate=True)
        except (binascii.Error, ValueError):
            raise RecipeError("The z of a latent is not valid base64 text.") from None
        if not raw or len(raw) % 2 or base64.b64encode(raw).decode() != self.z:
            raise RecipeError("The z of a latent has to be base64 of 16-bit numbers.")
        values = self.values
        if not np.isfinite(values).all() or np.abs(values).max() > LATENT_RANGE[1]:
            raise RecipeError("The z of a latent holds values that cannot be used.")

    @classmethod
    def from_array(cls, z: ArrayLike) -> "Latent":
        """The recipe of a latent (latent_dim,), rounded to float16."""
        clipped = np.clip(np.asarray(z, dtype=np.float64).ravel(), *LATENT_RANGE)
        return cls(base64.b64encode(clipped.astype("<f2").tobytes()).decode())

    @property
    def values(self) -> NDArray[np.float32]:
        """(latent_dim,) float32."""
        return np.frombuffer(base64.b64decode(self.z), dtype="<f2").astype(np.float32)

    def latent(self, world: World) -> NDArray[np.float32]:
        """The values, pulled back to within reach."""
        values, wanted = self.values, world.library.latents.shape[1]
        if len(values) != wanted:
            raise RecipeError(f"This latent has {len(values)} numbers, this checkpoint needs {wanted}.")
        return world.library.bound(values)

    def phrase(self, library: Library) -> str:
        """A fixed phrase: nothing is known about it."""
        return "a sound of your own"
