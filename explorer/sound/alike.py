"""Which sounds of a library are most like a sound in one aspect: its spectrum, its decay or its pitch.

An aspect is one or more of the descriptors of `vae.sound.descriptors`. Each is measured in units of its typical
difference between two sounds of the library, those heard by ratios as logarithms, and all of an aspect together by
Euclidean distance. `vae.latent.spacing.likeness` makes a score of that. Many sounds are as long as one another to the
percent: of those, the ones come first that are nearer in all qualities together. What is alike overall, the latents
say: `vae.recipes.description`.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vae.latent.spacing import likeness, typical_distance
from vae.library.library import Library
from vae.recipes.checks import RecipeError
from vae.recipes.qualities import QUALITIES, log_qualities

ASPECTS: Mapping[str, tuple[str, ...]] = {
    "spectrum": ("brightness", "noisiness"),
    "decay": ("decay",),
    "pitch": ("pitch",),
}
"""The descriptors of each aspect."""


def most_alike(
    library: Library, qualities: NDArray[np.float64], aspect: str, count: int, without: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The sounds of a library that are most like a sound in an aspect.

    Args:
        library: the library.
        qualities: (5,), the sound's, as `to_log_qualities` gives them.
        aspect: a name in `ASPECTS`.
        count: how many sounds.
        without: id of a sound to leave out: the sound itself, if it is one of the library.

    Returns:
        Ids (count,), the most alike first, to the percent, and their likeness (count,), from 0 to 1.

    Raises:
        RecipeError: there is no such aspect.
    """
    if aspect not in ASPECTS:
        raise RecipeError(f"Sounds are compared by {', '.join(ASPECTS)} or as a whole.")
    known = log_qualities(library)
    units = np.array([typical_distance(column[:, None]) for column in known.T])
    offsets = (known - qualities) / units
    columns = [QUALITIES.index(name) for name in ASPECTS[aspect]]
    typical = typical_distance((known / units)[:, columns])
    found = likeness(np.linalg.norm(offsets[:, columns], axis=1), typical)
    ids = np.lexsort((np.linalg.norm(offsets, axis=1), -found.round(2)))
    ids = ids[ids != (-1 if without is None else without)][:count]
    return ids, found[ids]
