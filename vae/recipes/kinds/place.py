"""A place on the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.between.names import WAYS, Way
from vae.library.library import Library
from vae.library.places import PLACE_NEIGHBOURS, Location, locate
from vae.recipes.blending import Corner
from vae.recipes.checks import RecipeError, number
from vae.recipes.description import Description, describe_latent
from vae.recipes.recipe import Source, set_fields
from vae.recipes.titles import shorten, sound_name, sound_title
from vae.recipes.world import World

PLACE_RANGE = (-100.0, 100.0)
"""The library's own sounds lie within `vae.library.layout.FRAME`: 1.3 horizontally, 1 vertically."""

NEW_PLACES: Way = "natural"
"""The interpolation of the places that are clicked today; those of older links have none, and keep their sound."""

BLENDED = 2
"""Sounds around a place that move towards each other: a third takes 17 ms more, and a click has to be heard at once."""


@dataclass(frozen=True)
class Place(Source):
    """Any place on the map, in the library's coordinates, blended from the sounds around it.

    Without an interpolation the latents of the nearest eight are averaged; with one, the nearest two sounds are moved
    towards each other.
    """

    kind: ClassVar[str] = "place"
    ranges: ClassVar = {"x": PLACE_RANGE, "y": PLACE_RANGE}
    x: float
    y: float
    interpolation: Way | None = None

    def __post_init__(self) -> None:
        set_fields(self, x=number(self.x, "x", PLACE_RANGE), y=number(self.y, "y", PLACE_RANGE))
        if self.interpolation is not None and self.interpolation not in WAYS:
            raise RecipeError(f"The interpolation of a place is {' or '.join(WAYS)}.")

    def latent(self, world: World) -> NDArray[np.float32]:
        """The blend of the latents around the place, or the latent that stands for the blend of their sounds."""
        blend = self._blend(world.library)
        if blend is None:
            return self._location(world.library).latent
        return world.library.bound(world.blend().latent(*blend))

    def spectrogram(self, world: World) -> NDArray[np.float32] | None:
        """What lies between the sounds around the place, if they are blended and not their latents."""
        blend = self._blend(world.library)
        return None if blend is None else world.blend().spectrogram(*blend)

    def _location(self, library: Library) -> Location:
        """The sounds that are heard here."""
        return locate(self.x, self.y, library, BLENDED if self.interpolation else PLACE_NEIGHBOURS)

    def _blend(self, library: Library) -> tuple[list[Corner], Sequence[float], Way] | None:
        """The sounds heard here, their shares, and the way, for `Blending`; None for one sound, or for latents."""
        location = self._location(library)
        if self.interpolation is None or len(location.ids) == 1:
            return None
        corners = [Corner.of(library.latents[sound], None) for sound in location.ids]
        return corners, location.weights, self.interpolation

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
            return shorten(f"Off the map, near {sound_name(nearest, library)}")
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
