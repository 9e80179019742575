"""The five qualities that sounds are shaped by, and what a library says of them and of its labels."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.sound.descriptors import DESCRIPTORS, descriptor_names

QUALITIES = ("brightness", "decay", "noisiness", "pitch", "attack")
"""Their names, which are descriptors of `vae.sound.descriptors`, in the order of every array of qualities."""

RIDGE = 0.02
CACHED = 8


def to_log_qualities(
    descriptors: NDArray[np.floating], names: Sequence[str] | None = None
) -> NDArray[np.float64]:
    """`QUALITIES` (N, 5) out of descriptors (N, K), those that are heard by ratios as logarithms to base 2.

    Args:
        descriptors: (N, K).
        names: of the columns, all qualities among them; those of `vae.sound.descriptors` by default.
    """
    order = list(names or descriptor_names())
    is_logarithmic = {descriptor.name: descriptor.logarithmic for descriptor in DESCRIPTORS}
    columns = []
    for name in QUALITIES:
        values = descriptors[:, order.index(name)].astype(np.float64)
        columns.append(np.log2(np.maximum(values, 1e-6)) if is_logarithmic[name] else values)
    return np.stack(columns, axis=1)


def log_qualities(library: Library) -> NDArray[np.float64]:
    """(N, 5) `to_log_qualities` of a library's sounds."""
    return to_log_qualities(library.descriptors, library.descriptor_names)


@lru_cache(maxsize=CACHED)
def label_directions(library: Library) -> NDArray[np.float64]:
    """The directions that a linear model (ridge regression) reads the labels from; computed once for a library.

    Returns:
        (latent_dim, labels - 1) orthonormal, in units of the library's spread per dimension.
    """
    scaled = (library.latents - library.centre) / np.maximum(library.spread.astype(np.float64), 1e-9)
    labels = np.array(library.labels)
    targets = np.stack(
        [labels == label for label in sorted(set(library.labels))[1:]] or [labels == ""], axis=1
    )
    targets = targets - targets.mean(axis=0)
    gram = scaled.T @ scaled + RIDGE * len(scaled) * np.eye(scaled.shape[1])
    return np.linalg.qr(np.linalg.solve(gram, scaled.T @ targets))[0]
