"""Nearest-sound search on a map. Knows coordinates and latents, but no names."""

import numpy as np
import scipy
from numpy.typing import NDArray

from vae.latent.half import Latents


class MapIndex:
    """Nearest-sound search on a map, built once per library.

    Sounds at identical coordinates count as one, with the mean of their latents.

    Attributes:
        tree: the P distinct places of the map, in the order of `first`.
        first: (P,), the first sound at each place.
        spacing: median distance between a place and its nearest neighbour; 1 if there is only one place.
    """

    def __init__(self, coordinates: NDArray[np.float32], latents: Latents) -> None:
        """Sorts the sounds by place.

        Args:
            coordinates: (N, 2).
            latents: (N, latent_dim).
        """
        places, self.first, group, counts = np.unique(
            coordinates.astype(np.float64), axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        self.tree = scipy.spatial.cKDTree(places)
        self._latents = latents
        self._means = {
            int(shared): latents[np.flatnonzero(group == shared)].mean(axis=0)
            for shared in np.flatnonzero(counts > 1)
        }
        self.spacing = 1.0
        if len(places) > 1:
            self.spacing = float(np.median(self.tree.query(places, k=2)[0][:, 1]))

    def latents(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Latents (k, latent_dim) at some of the places."""
        found = self._latents[self.first[places]]
        for row, place in enumerate(places.tolist()):
            if place in self._means:
                found[row] = self._means[place]
        return found
