"""The space that a library's latents span: its centre, spread and reach, nearest sounds, and draws.

Knows nothing about names, maps, recipes or models.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.latent import ops as latent_ops
from vae.latent.half import Latents, blocks
from vae.latent.sketch import SLACK, Sketch
from vae.latent.spacing import typical_distance, typical_spacing

REACH = 1.5
COMPARED = 4096
"""Up to so many sounds the nearest are found by comparing all, in 4 ms; of 10,000 that takes 16, and by sketches 4."""
FEW = 16_384
"""Up to so many sounds all are compared, and all at once; of more, this many stand for the others where they may."""


@dataclass(frozen=True, eq=False)
class LatentSpace:
    """The latents of a library, and what follows from them.

    Attributes:
        latents: (N, latent_dim) float32, posterior means; kept as 16 bits in large libraries.
        detail_dims: how many dimensions, the last ones, are only what a model misses of each sound. They blend as the
            others do, but say nothing of how alike two sounds are, and do not vary.
    """

    latents: Latents
    detail_dims: int = field(default=0, kw_only=True)

    @property
    def compared_dims(self) -> int:
        """How many dimensions, the first ones, say how alike two sounds are."""
        return self.latents.shape[1] - self.detail_dims

    @cached_property
    def centre(self) -> NDArray[np.float32]:
        """(latent_dim,) mean latent."""
        if self.has_few:
            mean = self.latents[:].mean(axis=0, dtype=np.float64)
        else:
            sums = [block.sum(axis=0, dtype=np.float64) for block in blocks(self.latents)]
            mean = np.sum(sums, axis=0) / len(self.latents)
        middle: NDArray[np.float32] = mean.astype(np.float32)
        return middle

    @cached_property
    def spread(self) -> NDArray[np.float32]:
        """(latent_dim,) standard deviation of the latents per dimension; 0 where they do not vary."""
        if self.has_few:
            deviation = self.latents[:].std(axis=0, dtype=np.float64)
        else:
            squares = (np.square(block - self.centre) for block in blocks(self.latents))
            sums = [block.sum(axis=0, dtype=np.float64) for block in squares]
            deviation = np.sqrt(np.sum(sums, axis=0) / len(self.latents))
        spread: NDArray[np.float32] = deviation.astype(np.float32)
        spread[self.compared_dims :] = 0
        return spread

    @cached_property
    def reach(self) -> float:
        """Distance from the centre beyond which no latent is decoded: a margin past the farthest sound."""
        return REACH * float(self._lengths.max())

    @property
    def has_few(self) -> bool:
        """Whether there are so few sounds that all can be compared at once."""
        return len(self.latents) <= FEW

    @property
    def sample(self) -> NDArray[np.int64] | slice:
        """An index of sounds that stand for all: all of few, or `FEW` of many, evenly spaced."""
        return slice(None) if self.has_few else evenly(len(self.latents), FEW)

    @cached_property
    def compared(self) -> NDArray[np.float64]:
        """(N, compared_dims + 1) coordinates for comparing latents: `latent_ops.polar`. Only kept of few."""
        return self._polar(self.latents[:])

    def _polar(self, latents: NDArray[np.float32]) -> NDArray[np.float64]:
        """Such coordinates of latents (k, latent_dim)."""
        compared = self.compared_dims
        return latent_ops.polar(latents[:, :compared], self.centre[:compared])

    def _compared(self, ids: NDArray[np.int64] | slice) -> NDArray[np.float64]:
        """`compared` of some sounds."""
        return self.compared[ids] if self.has_few else self._polar(self.latents[ids])

    @cached_property
    def latent_spacing(self) -> float:
        """Median distance, as in `nearest`, between a latent and its nearest neighbour; see `typical_spacing`."""
        return typical_spacing(self._points)

    @cached_property
    def typical_distance(self) -> float:
        """Median distance, as in `nearest`, between two of the latents; see `spacing.typical_distance`."""
        return typical_distance(self._compared(self.sample))

    def _points(self) -> Iterator[NDArray[np.float64]]:
        """`compared`, of a few thousand sounds at a time."""
        return (self._polar(block) for block in blocks(self.latents))

    @cached_property
    def _sketch(self) -> Sketch:
        return Sketch(self._compared(self.sample), self._points())

    def nearest(self, z: ArrayLike, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The k sounds whose latents are nearest to `z`.

        Args:
            z: (latent_dim,).
            k: how many, at most N.

        Returns:
            Distances (k,), ascending, and ids (k,). Distances are Euclidean, between the coordinates of
            `latent_ops.polar`: 0 for the same latent, about 1.4 for unrelated ones.
        """
        point = self._polar(np.asarray(z, dtype=np.float32)[None])[0]
        compares_all = len(self.latents) <= max(COMPARED, k)
        ids = np.arange(len(self.latents)) if compares_all else self._near(point, k)
        offsets = self._compared(slice(None) if compares_all else ids) - point
        distances = np.sqrt(np.einsum("nd,nd->n", offsets, offsets))
        order = np.argsort(distances, kind="stable")[:k]
        return distances[order], ids[order]

    def _near(self, point: NDArray[np.float64], k: int) -> NDArray[np.int64]:
        """Ids, ascending, of few of many sounds, the k nearest to a point, as compared, among them."""
        ids = self._sketch.candidates(point, k, lambda some: self._squared(some, point))
        squares = self._squared(ids, point)
        near: NDArray[np.int64] = ids[squares <= np.partition(squares, k - 1)[k - 1] + SLACK]
        return near

    def _squared(self, ids: NDArray[np.int64], point: NDArray[np.float64]) -> NDArray[np.float32]:
        """Squared distances (k,) of these sounds from a point, as compared, in single precision."""
        away = point[:-1].astype(np.float32)
        compared = self.compared_dims
        parts = (ids[start : start + FEW] for start in range(0, len(ids), FEW))
        along = [self.latents[part, :compared] @ away for part in parts]
        lengths = self._lengths[ids]
        cosines = (np.concatenate(along) - self.centre[:compared] @ away) / lengths
        squares: NDArray[np.float32] = 2 - 2 * cosines + np.square(np.log(lengths) - np.float32(point[-1]))
        return squares

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        """(N,) distances from the centre."""
        offsets = ((block - self.centre)[:, : self.compared_dims] for block in blocks(self.latents))
        found = [np.linalg.norm(one, axis=1) for one in offsets]
        lengths: NDArray[np.float32] = np.maximum(np.concatenate(found), 1e-6)
        return lengths

    def bound(self, z: ArrayLike) -> NDArray[np.float32]:
        """`latent_ops.bound` of (latent_dim,): pulled back to within `reach` of the centre, where it is compared."""
        latent, compared = np.asarray(z, dtype=np.float32), self.compared_dims
        bounded = latent_ops.bound(latent[:compared], self.centre[:compared], self.reach)
        return np.concatenate([bounded, latent[compared:]]) if self.detail_dims else bounded

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
        Of more than `FEW` members, that many are drawn from.
        """
        if isinstance(members, slice):
            members = self.sample
        elif len(members) == 1:
            return self.bound(self._draw_around(int(members[0]), seed))
        elif len(members) > FEW:
            members = members[evenly(len(members), FEW)]
        return self.bound(latent_ops.draw_prior(self.latents[members], self._compared(members), seed))

    def _draw_around(self, sound: int, seed: int) -> NDArray[np.float32]:
        if self.has_few:
            return latent_ops.draw_around(self.latents[:], self.compared, seed, sound)
        around = self.nearest(self.latents[sound], latent_ops.PRIOR_NEIGHBOURS + 1)[1]
        return latent_ops.draw_around(self.latents[around], self._compared(around), seed, 0)


def evenly(count: int, most: int) -> NDArray[np.int64]:
    """Indices (most,) of as many of `count` things, evenly spaced."""
    return np.linspace(0, count - 1, most).astype(np.int64)
