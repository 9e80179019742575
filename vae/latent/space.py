"""The space that a library's latents span: its centre, spread and reach, nearest sounds, and draws.

Knows nothing about names, maps, recipes or models.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.latent import ops as latent_ops
from vae.latent.spacing import typical_spacing

REACH = 1.5


@dataclass(frozen=True, eq=False)
class LatentSpace:
    """The latents of a library, and what follows from them.

    Attributes:
        latents: (N, latent_dim) float32, posterior means.
    """

    latents: NDArray[np.float32]

    @cached_property
    def centre(self) -> NDArray[np.float32]:
        """(latent_dim,) mean latent."""
        mean: NDArray[np.float32] = self.latents.mean(axis=0, dtype=np.float64).astype(np.float32)
        return mean

    @cached_property
    def spread(self) -> NDArray[np.float32]:
        """(latent_dim,) standard deviation of the latents per dimension."""
        deviation: NDArray[np.float32] = self.latents.std(axis=0, dtype=np.float64).astype(np.float32)
        return deviation

    @cached_property
    def reach(self) -> float:
        """Distance from the centre beyond which no latent is decoded: a margin past the farthest sound."""
        return REACH * float(np.linalg.norm(self.latents - self.centre, axis=1).max())

    @cached_property
    def compared(self) -> NDArray[np.float64]:
        """(N, latent_dim + 1) coordinates for comparing latents: `latent_ops.polar`."""
        return latent_ops.polar(self.latents, self.centre)

    @cached_property
    def latent_spacing(self) -> float:
        """Median distance, as in `nearest`, between a latent and its nearest neighbour; see `typical_spacing`."""
        return typical_spacing(self.compared)

    def nearest(self, z: ArrayLike, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The k sounds whose latents are nearest to `z`.

        Args:
            z: (latent_dim,).
            k: how many, at most N.

        Returns:
            Distances (k,), ascending, and ids (k,). Distances are Euclidean, between the coordinates of
            `latent_ops.polar`: 0 for the same latent, about 1.4 for unrelated ones.
        """
        offsets = self.compared - latent_ops.polar(np.asarray(z, dtype=np.float32)[None], self.centre)
        distances = np.sqrt(np.einsum("nd,nd->n", offsets, offsets))
        ids = np.argsort(distances, kind="stable")[:k]
        return distances[ids], ids

    def bound(self, z: ArrayLike) -> NDArray[np.float32]:
        """`latent_ops.bound` of (latent_dim,): pulled back to within `reach` of the centre."""
        return latent_ops.bound(z, self.centre, self.reach)

    def vary(
        self, z: ArrayLike, amount: float, seed: int, locked: NDArray[np.float64] | None = None
    ) -> NDArray[np.float32]:
        """`latent_ops.add_noise` to (latent_dim,), within reach.

        What a sound does not have at all, exact zeros, it does not get from noise: a mono sound has no stereo image.
        """
        missing = np.asarray(z) == 0
        return self.bound(latent_ops.add_noise(z, amount, seed, np.where(missing, 0, self.spread), locked))

    def draw(self, members: NDArray[np.int64] | slice, seed: int) -> NDArray[np.float32]:
        """`latent_ops.draw_prior` from at least one of the sounds, within reach: (latent_dim,).

        A single sound has no neighbour among itself: it is drawn around as far as its neighbours of any kind are.
        """
        if not isinstance(members, slice) and len(members) == 1:
            drawn = latent_ops.draw_around(self.latents, self.compared, seed, int(members[0]))
            return self.bound(drawn)
        return self.bound(latent_ops.draw_prior(self.latents[members], self.compared[members], seed))
