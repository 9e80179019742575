"""Latents kept as 16-bit floats and read as float32: half the room, and they may stay in a file until they are used."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096


class HalfLatents:
    """An array (N, latent_dim) of float32 whose values are kept in 16 bits, a rounding of at most 1 in 2,048.

    Attributes:
        stored: (N, latent_dim) float16, in memory or mapped from a file; read-only.
    """

    def __init__(self, stored: NDArray[np.float16]) -> None:
        self.stored = stored.view()
        self.stored.setflags(write=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """(N, latent_dim)."""
        return self.stored.shape

    def __len__(self) -> int:
        return len(self.stored)

    def __getitem__(self, index: Any) -> NDArray[np.float32]:
        read: NDArray[np.float32] = self.stored[index].astype(np.float32)
        return read

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return self.stored.astype(np.float32 if dtype is None else dtype)


Latents = NDArray[np.float32] | HalfLatents
"""Latents (N, latent_dim), kept as they are or as `HalfLatents`; an index gives float32 either way."""


def halved(latents: NDArray[np.floating]) -> HalfLatents:
    """Rounds latents (N, latent_dim) to 16 bits."""
    return HalfLatents(latents.astype(np.float16))


def appended(latents: Latents, more: NDArray[np.float32]) -> Latents:
    """Latents (N + M, latent_dim), kept as the first N are."""
    if isinstance(latents, HalfLatents):
        return HalfLatents(np.concatenate([latents.stored, more.astype(np.float16)]))
    return np.concatenate([latents, more])


def chosen(latents: Latents, ids: NDArray[np.int64]) -> Latents:
    """Some of the latents, (k, latent_dim), kept as all are."""
    return HalfLatents(latents.stored[ids]) if isinstance(latents, HalfLatents) else latents[ids]


def blocks(latents: Latents) -> Iterator[NDArray[np.float32]]:
    """The same latents, a few thousand at a time."""
    for start in range(0, len(latents), BLOCK):
        yield latents[start : start + BLOCK]
