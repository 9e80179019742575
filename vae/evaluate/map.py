"""How true a map is to what it shows. Reads the arrays of `library.npz`, and knows nothing of how they were made."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.manifold import trustworthiness as sklearn_trustworthiness

from vae.checkpoint.files import CheckpointError

FILE_NAME = "library.npz"
NEIGHBOURS = 10
FEWEST = 4


@dataclass(frozen=True, eq=False)
class LibraryArrays:
    """The part of a library that measuring needs.

    Attributes:
        latents: (N, latent_dim) float32.
        coordinates: (N, 2) float32, places on the map.
        names: (N,).
        labels: (N,).
        held_out: (N,) bool, what training never saw.
    """

    latents: np.ndarray
    coordinates: np.ndarray
    names: np.ndarray
    labels: np.ndarray
    held_out: np.ndarray


def read_library(folder: Path) -> LibraryArrays | None:
    """The arrays of a checkpoint's library, None when it has none.

    Raises:
        CheckpointError: the file is damaged.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return None
    try:
        with np.lib.npyio.NpzFile(path, allow_pickle=False) as file:
            arrays = LibraryArrays(**{name: file[name] for name in LibraryArrays.__dataclass_fields__})
    except (OSError, KeyError, ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise CheckpointError(f"{folder.name}/{FILE_NAME} is damaged and cannot be measured.") from error
    if len({len(getattr(arrays, name)) for name in LibraryArrays.__dataclass_fields__}) > 1:
        raise CheckpointError(f"{folder.name}/{FILE_NAME} is damaged: its arrays are of different lengths.")
    return arrays


def trustworthiness(latents: np.ndarray, coordinates: np.ndarray) -> float | None:
    """Whether neighbours on the map are neighbours in the latent space: scikit-learn's, 10 neighbours, 1 is best.

    Latents are compared by their directions about the mean latent, as the map is fitted.

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
    return (labels[nearest] == labels[:, None]).mean(1)
