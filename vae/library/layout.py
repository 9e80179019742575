"""Arranges points so that the map uses its area: distant islands move closer, blobs open, no point hides another.

Pure functions on (N, 2) coordinates; deterministic. Knows nothing about sounds or latents.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]

FRAME = (1.3, 1.0)
"""The map reaches from -1.3 to 1.3 horizontally and from -1 to 1 vertically (y up)."""

MAX_ROUNDS = 20
SHARE = 0.1
WANTED_AREA = 0.5
SEPARATION = 0.35
_ANGLES = 120
_STEP = 0.7
_GOLDEN = (np.sqrt(5) - 1) / 2
_EVEN_STEP = (0.7548776662466927, 0.5698402909980532)
"""The first two powers of the plastic number's inverse."""


def use_area(coordinates: Coordinates) -> Coordinates:
    """Lays out an embedding so that it uses the frame, preserving neighbourhoods.

    Repeatedly, every point moves a share of the way to where optimal transport would take it if the points
    had to fill the frame evenly (McCann's displacement interpolation, 1997): crowded regions open and voids
    shrink, but both remain visible. At the end, points that would cover each other are pushed apart.

    Args:
        coordinates: (N, 2), any finite values, duplicates allowed.

    Returns:
        (N, 2) within `FRAME`, all different.
    """
    points = fit_frame(_orient(np.asarray(coordinates, dtype=np.float64)))
    wanted = WANTED_AREA * area_share(_even(len(points)))
    for _ in range(MAX_ROUNDS):
        if area_share(points) >= wanted:
            break
        points = fit_frame((1 - SHARE) * points + SHARE * _transport(points))
    area = 4 * FRAME[0] * FRAME[1]
    return _separate(points, SEPARATION * np.sqrt(area / max(len(points), 1)))


def fit_frame(points: Coordinates) -> Coordinates:
    """Stretches points to touch all four sides of the frame."""
    low, high = points.min(axis=0), points.max(axis=0)
    stretched: Coordinates = (points - (low + high) / 2) / np.maximum((high - low) / 2, 1e-12) * FRAME
    return stretched


def area_share(points: Coordinates, cells: int = 24) -> float:
    """Share of the frame that holds points: occupied cells of a grid of `cells` by `cells`."""
    grid = ((np.asarray(points) / FRAME + 1) / 2 * cells).astype(int).clip(0, cells - 1)
    return len(np.unique(grid, axis=0)) / cells**2


def _orient(points: Coordinates) -> Coordinates:
    """Rotates the longest extent to the horizontal, with the heavier tails to the right and top."""
    points = points - points.mean(axis=0)
    axes = np.linalg.svd(points, full_matrices=False)[2]
    points = points @ axes.T
    return points * np.where((points**3).sum(axis=0) < 0, -1.0, 1.0)


def _even(count: int) -> Coordinates:
    """Points that fill the frame evenly: Roberts's R2 sequence (2018)."""
    return (np.outer(np.arange(count) + 0.5, _EVEN_STEP) % 1 * 2 - 1) * FRAME


def _transport(points: Coordinates) -> Coordinates:
    """Where each point goes if all of them fill the frame evenly with the least total movement.

    Sliced optimal transport (Pitié, Kokaram and Dahyot, ICCV 2005): along one direction after another, the
    points move towards the quantiles of the even distribution. O(N log N), close to the exact assignment.
    """
    even = _even(len(points))
    points = points.copy()
    for turn in range(_ANGLES):
        angle = np.pi * (turn * _GOLDEN % 1)
        for direction in np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]):
            along = points @ direction
            moves = np.empty(len(points))
            order = np.argsort(along, kind="stable")
            moves[order] = np.sort(even @ direction) - along[order]
            points += _STEP * moves[:, None] * direction
    return points


def _separate(points: Coordinates, distance: float, rounds: int = 100) -> Coordinates:
    """Pushes apart all pairs that are closer than `distance`, staying in the frame."""
    turns = 2 * np.pi * _GOLDEN * np.arange(len(points))
    points = points + 1e-3 * distance * np.column_stack((np.cos(turns), np.sin(turns)))
    for _ in range(rounds):
        points = points.clip(np.negative(FRAME), FRAME)
        pairs = scipy.spatial.cKDTree(points).query_pairs(distance * 0.98, output_type="ndarray")
        if len(pairs) == 0:
            break
        first, second = pairs.T
        apart = points[first] - points[second]
        gaps = np.maximum(np.linalg.norm(apart, axis=1), 1e-9)[:, None]
        push = apart / gaps * (distance - gaps) / 4
        np.add.at(points, first, push)
        np.subtract.at(points, second, push)
    return points.clip(np.negative(FRAME), FRAME)
