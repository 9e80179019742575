"""The library: everything the map and the page know about a checkpoint's sounds, as one file of arrays.

`library.npz` holds numbers and text only; what the audio is needed for, `build_library` computes once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.projection import MapIndex

FILE_NAME = "library.npz"
REACH = 1.5


class LibraryError(ValueError):
    """A library that cannot be built or used; the message is one sentence."""


@dataclass(frozen=True, eq=False)
class Library:
    """A checkpoint's sounds. A sound's id is its index, 0 to N - 1.

    Attributes:
        latents: (N, latent_dim) float32, posterior means.
        coordinates: (N, 2) float32, places on the map; y points up.
        names: the sounds' own names.
        labels: what each one is: "kick", "snare" …
        kits: the collection each one belongs to.
        label_sources: how each label was found: "kit", "name", "neighbours" or "unknown".
        descriptors: (N, K) float32, in the units of `explorer.descriptors`.
        descriptor_names: the K names.
        levels: (N,) float32, original peaks in dBFS.
        durations: (N,) float32, seconds.
        errors_db: (N,) float32, envelope error of each reconstruction.
        sources: how to get each original again.
        held_out: (N,) bool, whether training never saw it.
    """

    latents: NDArray[np.float32]
    coordinates: NDArray[np.float32]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    kits: tuple[str, ...]
    label_sources: tuple[str, ...]
    descriptors: NDArray[np.float32]
    descriptor_names: tuple[str, ...]
    levels: NDArray[np.float32]
    durations: NDArray[np.float32]
    errors_db: NDArray[np.float32]
    sources: tuple[dict[str, Any], ...]
    held_out: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for array in (self.latents, self.coordinates, self.descriptors, self.levels, self.durations):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def centre(self) -> NDArray[np.float32]:
        """(latent_dim,) mean latent."""
        return self.latents.mean(axis=0, dtype=np.float64).astype(np.float32)

    @cached_property
    def spread(self) -> NDArray[np.float32]:
        """(latent_dim,) standard deviation of the latents per dimension."""
        return self.latents.std(axis=0, dtype=np.float64).astype(np.float32)

    @cached_property
    def reach(self) -> float:
        """Distance from the centre beyond which no latent is decoded: a margin past the farthest sound."""
        return REACH * float(np.linalg.norm(self.latents - self.centre, axis=1).max())

    @cached_property
    def map_index(self) -> MapIndex:
        """Nearest-sound search on the map."""
        return MapIndex(self.coordinates, self.latents)

    def members(self, label: str | None) -> NDArray[np.int64]:
        """Ids of the sounds with this label; of all sounds for None."""
        if label is None:
            return np.arange(len(self))
        return np.flatnonzero(np.array(self.labels) == label)

    def nearest(self, z: ArrayLike, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The k sounds whose latents are nearest to `z`.

        Args:
            z: (latent_dim,).
            k: how many, at most all.

        Returns:
            Euclidean distances (k,), ascending, and ids (k,).
        """
        offsets = self.latents - np.asarray(z, dtype=np.float32)
        distances = np.sqrt(np.einsum("nd,nd->n", offsets, offsets, dtype=np.float64))
        ids = np.argsort(distances, kind="stable")[:k]
        return distances[ids], ids
