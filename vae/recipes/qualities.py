"""The five qualities by which sounds are shaped, and what a library says about them and its labels."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.sound.descriptors import DESCRIPTORS, descriptor_names

QUALITIES = ("brightness", "decay", "noisiness", "pitch", "attack")
"""Names of descriptors in `vae.sound.descriptors`, in the order of every array of qualities."""

RIDGE = 0.02
MOST_DIRECTIONS = 11
CACHED = 8


def to_log_qualities(
    descriptors: NDArray[np.floating], names: Sequence[str] | None = None
) -> NDArray[np.float64]:
    """`QUALITIES` (N, 5) from descriptors (N, K); logarithmic ones as base-2 logarithms.

    Args:
        descriptors: (N, K).
        names: names of the columns, including all qualities; by default those of `vae.sound.descriptors`.
    """
    order = list(names or descriptor_names())
    is_logarithmic = {descriptor.name: descriptor.logarithmic for descriptor in DESCRIPTORS}
    columns = []
    for name in QUALITIES:
        values = descriptors[:, order.index(name)].astype(np.float64)
        columns.append(np.log2(np.maximum(values, 1e-6)) if is_logarithmic[name] else values)
    return np.stack(columns, axis=1)


def log_qualities(library: Library) -> NDArray[np.float64]:
    """`to_log_qualities` of a library's sounds: (N, 5)."""
    return to_log_qualities(library.descriptors, library.descriptor_names)


@lru_cache(maxsize=CACHED)
def label_directions(library: Library) -> NDArray[np.float64]:
    """The directions from which a linear model (ridge regression) predicts the labels; computed once per library.

    Returns:
        (latent_dim, labels - 1) orthonormal, in units of the library's spread per dimension; 0 in those that do not
        vary. Of more than eleven labels and a quarter of the dimensions, the directions that tell most sounds apart:
        all would leave nothing to vary.
    """
    chosen, compared = library.sample, library.compared_dims
    spread = np.maximum(library.spread[:compared].astype(np.float64), 1e-9)
    scaled = (library.latents[chosen] - library.centre)[:, :compared] / spread
    labels = np.array(library.labels)[chosen]
    targets = np.stack(
        [labels == label for label in sorted(set(library.labels))[1:]] or [labels == ""], axis=1
    )
    targets = targets - targets.mean(axis=0)
    gram = scaled.T @ scaled + RIDGE * len(scaled) * np.eye(scaled.shape[1])
    weights = np.linalg.solve(gram, scaled.T @ targets)  # (compared_dims, labels - 1)
    most = max(MOST_DIRECTIONS, len(weights) // 4)
    if weights.shape[1] > most:
        found = np.linalg.svd(weights, full_matrices=False)[0][:, :most]
    else:
        found = np.linalg.qr(weights)[0]
    return np.pad(found, ((0, library.detail_dims), (0, 0)))
