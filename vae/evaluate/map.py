"""How faithful a map is to its latents and labels. Knows only arrays."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.manifold import trustworthiness as sklearn_trustworthiness

NEIGHBOURS = 10
FEWEST = 4


def trustworthiness(latents: np.ndarray, coordinates: np.ndarray) -> float | None:
    """Whether neighbours on the map are neighbours in the latent space (scikit-learn, 10 neighbours); 1 is best.

    Latents are compared by their directions about the mean latent, as when the map is fitted.

    Args:
        latents: (N, latent_dim).
        coordinates: (N, 2).

    Returns:
        0 to 1; None for fewer than 4 sounds.
    """
    if len(latents) < FEWEST:
        return None
    neighbours = min(NEIGHBOURS, (len(latents) - 1) // 2)
    offsets = latents.astype(np.float64) - latents.mean(0, dtype=np.float64)
    return float(sklearn_trustworthiness(offsets, coordinates, n_neighbors=neighbours, metric="cosine"))


def label_purity(coordinates: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Share of each point's 10 nearest map neighbours that have its label: (N,), 0 to 1.

    Args:
        coordinates: (N, 2), N at least 2.
        labels: (N,).
    """
    distances = cdist(coordinates, coordinates)
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(labels) - 1)]
    shares: np.ndarray = (labels[nearest] == labels[:, None]).mean(1)
    return shares
