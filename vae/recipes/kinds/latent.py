"""A latent given directly."""

import base64
import binascii
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.library.library import Library
from vae.recipes.checks import RecipeError
from vae.recipes.recipe import Source
from vae.recipes.world import World

MOST_NUMBERS = 4096
"""Of a latent and what its model misses."""
LATENT_RANGE = (-1000.0, 1000.0)
"""Far beyond the values of any latent, which stay within about ten; float16 reaches 65,504."""


@dataclass(frozen=True)
class Latent(Source):
    """A latent given directly: base64 of its values as little-endian float16. Build one with `from_array`.

    What a model misses of a sound may be left out at its end, where it is 0; links of earlier versions have none of it.
    """

    kind: ClassVar[str] = "latent"
    z: str

    def __post_init__(self) -> None:
        if not isinstance(self.z, str) or len(self.z) > 4 * MOST_NUMBERS:
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
    def from_array(cls, z: ArrayLike, detail_dims: int = 0) -> "Latent":
        """The recipe of a latent (latent_dim,), rounded to float16.

        Args:
            z: (latent_dim,).
            detail_dims: how many dimensions, the last ones, are left out where only zeros follow.
        """
        rounded = np.clip(np.asarray(z, dtype=np.float64).ravel(), *LATENT_RANGE).astype("<f2")
        kept = len(np.trim_zeros(rounded[len(rounded) - detail_dims :], "b"))
        return cls(base64.b64encode(rounded[: len(rounded) - detail_dims + kept].tobytes()).decode())

    @property
    def values(self) -> NDArray[np.float32]:
        """(latent_dim,) float32."""
        return np.frombuffer(base64.b64decode(self.z), dtype="<f2").astype(np.float32)

    def latent(self, world: World) -> NDArray[np.float32]:
        """The values, pulled back to within reach."""
        values, library = self.values, world.library
        needed, most = library.compared_dims, library.latents.shape[1]
        if not needed <= len(values) <= most:
            raise RecipeError(f"This latent has {len(values)} numbers, this checkpoint needs {needed}.")
        return library.bound(np.pad(values, (0, most - len(values))))

    def phrase(self, library: Library) -> str:
        """A fixed phrase: nothing is known about it."""
        return "a sound of your own"
