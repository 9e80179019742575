"""A place on the map."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.library.places import locate
from vae.recipes.checks import number
from vae.recipes.description import Description, describe_latent
from vae.recipes.recipe import Source, set_fields
from vae.recipes.titles import shorten, sound_name, sound_title
from vae.recipes.world import World

PLACE_RANGE = (-100.0, 100.0)
"""The library's own sounds lie within `vae.library.layout.FRAME`: 1.3 horizontally, 1 vertically."""


@dataclass(frozen=True)
class Place(Source):
    """Any place on the map, in the library's coordinates, blended from the sounds around it."""

    kind: ClassVar[str] = "place"
    ranges: ClassVar = {"x": PLACE_RANGE, "y": PLACE_RANGE}
    x: float
    y: float

    def __post_init__(self) -> None:
        set_fields(self, x=number(self.x, "x", PLACE_RANGE), y=number(self.y, "y", PLACE_RANGE))

    def latent(self, world: World) -> NDArray[np.float32]:
        """The blend of the sounds around the place."""
        return locate(self.x, self.y, world.library).latent

    def phrase(self, library: Library) -> str:
        """The nearest sound: "near Snare 3", without "near" if the place is exactly that sound's."""
        nearest, *others = locate(self.x, self.y, library).ids
        return f"near {sound_name(nearest, library)}" if others else sound_name(nearest, library)

    def title(self, library: Library) -> str:
        """The two nearest sounds: "Between Snare 3 and Clap 1"."""
        location = locate(self.x, self.y, library)
        nearest, *others = location.ids
        if not others:
            return shorten(sound_title(nearest, library))
        if not location.inside:
            return shorten(f"Far from any sound, nearest {sound_name(nearest, library)}")
        return shorten(f"Between {sound_name(nearest, library)} and {sound_name(others[0], library)}")

    def describe(self, world: World) -> Description:
        """Describes the sound that lies there, if any; distances are those on the map."""
        library = world.library
        location = locate(self.x, self.y, library)
        described = describe_latent(
            location.latent,
            library,
            title=self.title(library),
            kind=self.kind,
            sound=location.ids[0] if len(location.ids) == 1 else None,
            place=(self.x, self.y),
        )
        return replace(described, distance=location.distance, inside=location.inside)
