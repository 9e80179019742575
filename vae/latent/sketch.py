"""A sketch of many points: few numbers for each, which tell quickly what cannot be near. Pure functions on arrays.

The numbers are coordinates along the principal directions of the points, and the length of the rest. Distances between
sketches are never larger than those between the points, by the triangle inequality, so that no neighbour is missed.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 384
"""Of 99,987 latents of 572 numbers, half of twelve places between sounds leave 78,000 to compare with 128 directions,
1,142 with 256 and 14 with 384; the distances to all sketches take 14, 25 and 38 ms (two cores, both busy)."""
SLACK = 1e-3
"""For rounding, on squared distances: those of `latent_ops.polar` are about 2."""
LIKELY = 4
"""Times as many points are compared first as neighbours are wanted: the farthest of these bounds the search."""


class Sketch:
    """Sketches of N points."""

    def __init__(self, sample: NDArray[np.float64], points: Iterable[NDArray[np.float64]]) -> None:
        """Sketches points.

        Args:
            sample: (M, dimensions), some of them, whose principal directions are used.
            points: all of them, in blocks (n, dimensions).
        """
        directions = np.linalg.eigh(sample.T @ sample)[1]
        self._directions = directions[:, -DIRECTIONS:]
        self._rows = np.concatenate([self._of(block) for block in points])
        self._squares = np.einsum("nd,nd->n", self._rows, self._rows)

    def candidates(
        self,
        point: NDArray[np.float64],
        count: int,
        squared: Callable[[NDArray[np.int64]], NDArray[np.floating]],
    ) -> NDArray[np.int64]:
        """Indices, ascending, of points among which the nearest ones are.

        Args:
            point: (dimensions,).
            count: how many neighbours are wanted, fewer than N.
            squared: gives the squared distances from `point` to the points with these indices.
        """
        row = self._of(point[None])[0]
        bounds = self._squares - 2 * (self._rows @ row) + row @ row
        likely = np.argpartition(bounds, min(LIKELY * count, len(bounds) - 1))[: LIKELY * count]
        farthest = np.partition(squared(likely), count - 1)[count - 1]
        return np.flatnonzero(bounds <= farthest + SLACK)

    def _of(self, points: NDArray[np.float64]) -> NDArray[np.float32]:
        """(n, dimensions) -> (n, directions + 1) float32."""
        along = points @ self._directions
        lengths = np.einsum("nd,nd->n", points, points) - np.einsum("nd,nd->n", along, along)
        return np.hstack((along, np.sqrt(np.maximum(lengths, 0))[:, None])).astype(np.float32)
