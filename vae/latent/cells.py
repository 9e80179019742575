"""Nearest rows without comparing all of them: only those in the same and the neighbouring cells of a k-means.

An index of one level (IVF; Jégou, Douze and Schmid, 2011), but what lies beyond the border of a cell is not guessed: a
row within `reach` of another lies in a cell whose border is. Knows arrays, nothing about sounds.
"""

from collections.abc import Iterator

import numpy as np

CELL = 512
"""Rows of a cell, on average."""
MOST_CELLS = 8
"""That each row is looked for in, the nearest first: with as many as this, time grows with the number of rows."""
SAMPLED = 32
"""Rows for each cell that k-means learns from."""


def cells(
    rows: np.ndarray, reach: float, *, most: int = MOST_CELLS
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Gives pairs of lists of rows to compare, which together hold nearly every pair of rows within reach.

    Args:
        rows: (N, dims) float32.
        reach: a Euclidean distance.
        most: how many cells each row is looked for in, at most; in as many as there are, no pair is missed.

    Returns:
        For each cell the rows that may be within reach of its own, and its own, both ascending.
    """
    count = -(-len(rows) // CELL)
    if count <= 1:
        yield np.arange(len(rows)), np.arange(len(rows))
        return
    centres = _centres(rows, count)
    apart = np.sqrt(np.maximum(_squared(centres, centres), 1e-12))
    own = np.empty(len(rows), np.int64)
    seekers: list[list[np.ndarray]] = [[] for _ in range(count)]
    for start in range(0, len(rows), CELL):
        squared = _squared(rows[start : start + CELL], centres)  # (block, cells)
        nearest = squared.argmin(axis=1)
        own[start : start + CELL] = nearest
        block = np.arange(len(squared))
        border = (squared - squared[block, nearest][:, None]) / (2 * apart[nearest])  # distances to the cells
        border[block, nearest] = -1.0
        order = np.argsort(border, axis=1, kind="stable")[:, :most]
        near = np.take_along_axis(border, order, axis=1) <= reach
        for cell in range(count):
            found = block[(near & (order == cell)).any(axis=1)]
            if len(found):
                seekers[cell].append(start + found)
    for cell in range(count):
        members = np.flatnonzero(own == cell)
        if len(members):
            yield np.concatenate(seekers[cell]), members


def _centres(rows: np.ndarray, count: int) -> np.ndarray:
    from sklearn.cluster import MiniBatchKMeans

    sample = rows[:: max(1, len(rows) // (count * SAMPLED))]
    means = MiniBatchKMeans(count, random_state=0, n_init=1, max_iter=10, batch_size=4096).fit(sample)
    centres: np.ndarray = means.cluster_centers_.astype(np.float32)
    return centres


def _squared(rows: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distances (rows, centres)."""
    products = rows @ centres.T
    squared: np.ndarray = np.square(rows).sum(1)[:, None] + np.square(centres).sum(1) - 2 * products
    return squared
