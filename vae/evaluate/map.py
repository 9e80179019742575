"""How faithful a map is to its latents and labels. Knows only arrays."""

import numpy as np
from scipy.spatial import cKDTree

from vae.latent.space import evenly

NEIGHBOURS = 10
FEWEST = 4
MOST = 4_000
"""The most sounds whose neighbours are all ranked; of more, as many are chosen evenly and ranked among all."""
BLOCK = 64


def trustworthiness(latents: np.ndarray, coordinates: np.ndarray) -> float | None:
    """Whether neighbours on the map are neighbours in the latent space (scikit-learn, 10 neighbours); 1 is best.

    Latents are compared by their directions about the mean latent, as when the map is fitted.

    Args:
        latents: (N, latent_dim).
        coordinates: (N, 2).

    Returns:
        0 to 1; None for fewer than 4 sounds.
    """
    from sklearn.manifold import trustworthiness as sklearn_trustworthiness

    if len(latents) < FEWEST:
        return None
    neighbours = min(NEIGHBOURS, (len(latents) - 1) // 2)
    centre = latents.mean(0, dtype=np.float64)
    if len(latents) > MOST:
        return _trustworthiness_of_some(latents - centre.astype(np.float32), coordinates)
    offsets = latents.astype(np.float64) - centre
    return float(sklearn_trustworthiness(offsets, coordinates, n_neighbors=neighbours, metric="cosine"))


def _trustworthiness_of_some(offsets: np.ndarray, coordinates: np.ndarray) -> float:
    """The mean share of `MOST` of the sounds in `trustworthiness`, in memory that grows with their number alone.

    The offsets (N, latent_dim) are overwritten.
    """
    total, k = len(offsets), NEIGHBOURS
    lengths = np.sqrt(np.einsum("nd,nd->n", offsets, offsets))[:, None]
    units = np.divide(offsets, np.maximum(lengths, 1e-12), out=offsets)
    chosen = evenly(total, MOST)
    beyond = 0
    for some in np.array_split(chosen, -(-MOST // BLOCK)):
        likeness = units[some] @ units.T  # (block, N)
        likeness[np.arange(len(some)), some] = np.inf
        found = np.take_along_axis(likeness, _nearest(coordinates, some, k), axis=1)
        ranks = np.stack([(likeness > found[:, [column]]).sum(axis=1) for column in range(k)])
        beyond += int(np.maximum(ranks - k, 0).sum())
    return 1 - 2 * beyond / (MOST * k * (2 * total - 3 * k - 1))


def _nearest(coordinates: np.ndarray, some: np.ndarray, k: int) -> np.ndarray:
    """The k points nearest to some others, without themselves: (some, k)."""
    found = cKDTree(coordinates).query(coordinates[some], k + 1)[1]
    itself = found == some[:, None]
    itself[~itself.any(axis=1), -1] = True  # more than k others are at its very place
    nearest: np.ndarray = found[~itself].reshape(len(some), k)
    return nearest


def label_purity(coordinates: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Share of each point's 10 nearest map neighbours that have its label: (N,), 0 to 1.

    Args:
        coordinates: (N, 2), N at least 2.
        labels: (N,).
    """
    nearest = _nearest(coordinates, np.arange(len(labels)), min(NEIGHBOURS, len(labels) - 1))
    shares: np.ndarray = (labels[nearest] == labels[:, None]).mean(1)
    return shares
