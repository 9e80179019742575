"""Describes a recipe without rendering it: its title, its place on the map, the sounds it resembles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vae.latent.spacing import likeness
from vae.library.library import Library
from vae.library.places import place_latent

NEIGHBOURS = 8
INSIDE_LATENT_SPACINGS = 2.3
"""A latent counts as among the sounds up to this many times the typical distance between neighbours."""


@dataclass(frozen=True)
class Description:
    """A recipe described.

    Attributes:
        title: one line of at most `titles.MAX_TITLE` characters.
        kind: the recipe's kind; for one that only changes the phase, that of the recipe inside.
        rounds: rounds of its phase; None for the codec's own number.
        x, y: where it belongs on the map.
        id: id of the library's sound, if it is one; otherwise None.
        inside: whether it lies among the sounds.
        distance: distance to the nearest sound, in units of the typical distance between neighbours: on the map for a
            place, between latents otherwise.
        label: label of the library's sound that it is or is nearest to.
        neighbours: ids of the nearest sounds, nearest first, without itself.
        likeness: how alike each of them is, as `vae.latent.spacing.likeness` of the distance between the latents.
        error_db: reconstruction error of the library's sound; None if it is not one, or if its phase is not the
            codec's own.
    """

    title: str
    kind: str
    rounds: int | None
    x: float
    y: float
    id: int | None
    inside: bool
    distance: float
    label: str
    neighbours: tuple[int, ...]
    likeness: tuple[float, ...]
    error_db: float | None


def describe_latent(
    z: NDArray[np.float32],
    library: Library,
    *,
    title: str,
    kind: str,
    sound: int | None = None,
    place: tuple[float, float] | None = None,
) -> Description:
    """Describes a latent by the sounds around it.

    Args:
        z: (latent_dim,).
        library: the library to compare it with.
        title: its recipe's title.
        kind: its recipe's kind.
        sound: id of the library's sound, if it is one.
        place: (x, y) on the map, if known; by default from `place_latent`.
    """
    distances, nearest = library.nearest(z, NEIGHBOURS + 1)
    distance = float(distances[0]) / library.latent_spacing
    x, y = place_latent(z, library) if place is None else place
    others = np.flatnonzero(nearest != (-1 if sound is None else sound))[:NEIGHBOURS]
    return Description(
        title=title,
        kind=kind,
        rounds=None,
        x=x,
        y=y,
        id=sound,
        inside=distance <= INSIDE_LATENT_SPACINGS,
        distance=distance,
        label=library.labels[nearest[0] if sound is None else sound],
        neighbours=tuple(nearest[others].tolist()),
        likeness=tuple(likeness(distances[others], library.typical_distance).round(4).tolist()),
        error_db=None if sound is None else float(library.errors_db[sound]),
    )
