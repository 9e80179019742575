"""Which raw latent dimensions change the sound most. Knows no model, checkpoint or page."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vae.latent.space import LatentSpace


def changes(
    decode: Callable[[NDArray[np.float32]], NDArray[np.float32]], space: LatentSpace
) -> NDArray[np.float64]:
    """How much each dimension changes the mean sound when moved by one standard deviation.

    Args:
        decode: decodes a latent (latent_dim,) to its spectrogram.
        space: latent space of a library.

    Returns:
        (compared_dims,), root mean square over the spectrogram, in its unit.
    """
    mean = decode(space.centre)
    moved = space.centre + np.diag(space.spread)[: space.compared_dims]  # (compared_dims, latent_dim)
    return np.array([np.sqrt(np.mean(np.square(decode(z) - mean, dtype=np.float64))) for z in moved])


def strongest(measured: NDArray[np.float64], count: int) -> list[int]:
    """The `count` dimensions with the largest `changes`, largest first; ties in order of their index."""
    return [int(dimension) for dimension in np.argsort(-measured, kind="stable")[:count]]
