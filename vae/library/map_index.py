"""Nearest-sound search on a map. Knows coordinates and latents, but no names."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree


class MapIndex:
    """Nearest-sound search on a map, built once per library.

    Sounds at identical coordinates count as one, with the mean of their latents.

    Attributes:
        tree: the P distinct places of the map, in the order of `first` and `latents`.
        first: (P,), the first sound at each place.
        latents: (P, latent_dim) float32.
        spacing: median distance between a place and its nearest neighbour; 1 if there is only one place.
    """

    def __init__(self, coordinates: NDArray[np.float32], latents: NDArray[np.float32]) -> None:
        """Sorts the sounds by place.

        Args:
            coordinates: (N, 2).
            latents: (N, latent_dim).
        """
        places, self.first, group, counts = np.unique(
            coordinates.astype(np.float64), axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        self.tree = cKDTree(places)
        self.latents = latents[self.first]
        for shared in np.flatnonzero(counts > 1):
            self.latents[shared] = latents[group == shared].mean(axis=0)
        self.spacing = 1.0
        if len(places) > 1:
            self.spacing = float(np.median(self.tree.query(places, k=2)[0][:, 1]))
