"""How sure the labels of a library's sounds are, and which sounds have none."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vae.data.naming.likeness import UNNAMED
from vae.library.library import Library

NO_LABEL = frozenset({"", UNNAMED})
"""Labels of sounds that have none."""
CACHED = 8


@lru_cache(maxsize=CACHED)
def sureness(library: Library) -> NDArray[np.float32]:
    """How sure the label of each sound is, (N,) from 0 to 1; below 1 it is a guess, and NaN where there is no label."""
    named = np.array([label not in NO_LABEL for label in library.labels])
    sure: NDArray[np.float32] = np.where(named, library.label_confidences, np.nan).astype(np.float32)
    sure.setflags(write=False)
    return sure


def label_confidence(library: Library, sound: int | None) -> float | None:
    """How sure the label of one sound is; None if it has no label, or for None."""
    sure = np.nan if sound is None else float(sureness(library)[sound])
    return None if np.isnan(sure) else round(sure, 3)
