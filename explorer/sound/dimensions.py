"""Which raw dimensions of a latent are heard most. Knows no model, checkpoint or page."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vae.latent.space import LatentSpace


def changes(
    decode: Callable[[NDArray[np.float32]], NDArray[np.float32]], space: LatentSpace
) -> NDArray[np.float64]:
    """How much each dimension changes the mean sound when it is moved by its own standard deviation.

    Args:
        decode: a latent (latent_dim,) to its spectrogram.
        space: of a library.

    Returns:
        (latent_dim,), root mean square over the spectrogram, in its unit.
    """
    mean = decode(space.centre)
    moved = space.centre + np.diag(space.spread)  # (latent_dim, latent_dim)
    return np.array([np.sqrt(np.mean(np.square(decode(z) - mean, dtype=np.float64))) for z in moved])


def strongest(measured: NDArray[np.float64], count: int) -> list[int]:
    """The dimensions with the largest of `changes`, largest first; of equal ones the first."""
    return [int(dimension) for dimension in np.argsort(-measured, kind="stable")[:count]]
