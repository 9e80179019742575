"""How far sounds lie from each other: the unit for "near" and "far". Pure functions on arrays.

All pairs are compared by blocked matrix products: in hundreds of dimensions a k-d tree also visits nearly all of them,
but one by one. For 10,000 sounds it took 25 s, and this takes 0.7 s.
"""

import numpy as np
from numpy.typing import NDArray

MOST_MEASURED, SAMPLE = 4096, 2048
"""The largest number of points that are all measured, and the size of the sample taken from more."""

PAIRS = 4096

_BLOCK = 64


def typical_spacing(points: NDArray[np.float64]) -> float:
    """Median distance between a point and its nearest neighbour; 1 if there is only one point.

    More than 4,096 points are represented by a seeded sample of 2,048: for 10,000 its median is off by 0.9 % (root mean
    square of 200 samples; 2.6 % at most).

    Args:
        points: (N, dimensions); duplicates count once.
    """
    points = _distinct(points)
    if len(points) == 1:
        return 1.0
    rows = np.arange(len(points))
    if len(rows) > MOST_MEASURED:
        rows = np.random.default_rng(0).choice(rows, SAMPLE, replace=False)
    return float(np.median(nearest_distances(points, rows)))


def typical_distance(points: NDArray[np.float64]) -> float:
    """Median distance between two points, of 4,096 pairs drawn with a seed; 1 if that is 0 or there is only one point.

    Args:
        points: (N, dimensions).
    """
    if len(points) == 1:
        return 1.0
    rng = np.random.default_rng(0)
    first = rng.integers(len(points), size=PAIRS)
    second = (first + rng.integers(1, len(points), size=PAIRS)) % len(points)
    return float(np.median(np.linalg.norm(points[first] - points[second], axis=1))) or 1.0


def likeness(distances: NDArray[np.float64], typical: float) -> NDArray[np.float64]:
    """How alike things at these distances are, from 0 to 1: 2 to the power of −(distance / typical distance)².

    1 is the same, and 0.5 as alike as any two things usually are. Squared, as in a Gaussian kernel, because in hundreds
    of dimensions the nearest of 1,440 sounds are still three quarters of the typical distance away.
    """
    return np.exp2(-np.square(np.asarray(distances, dtype=np.float64) / typical))


def nearest_distances(points: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Euclidean distances from some points to their nearest neighbours, which are found in single precision.

    Args:
        points: (N, dimensions), at least two, all different.
        rows: (M,), indices of the points to measure from.

    Returns:
        (M,) distances in double precision.
    """
    compared = points.astype(np.float32)
    squares = np.einsum("nd,nd->n", compared, compared)
    found = np.empty(len(rows))
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        away = squares - 2 * (compared[block] @ compared.T)  # (block, N), less the block's own squares
        away[np.arange(len(block)), block] = np.inf
        nearest = away.argmin(axis=1)
        found[start : start + _BLOCK] = np.linalg.norm(points[block] - points[nearest], axis=1)
    return found


def _distinct(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rows of (N, dimensions) without duplicates."""
    return points[list({row.tobytes(): index for index, row in enumerate(points)}.values())]
