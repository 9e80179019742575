"""The contract that every kind of recipe follows. A recipe is valid once it exists.

A kind is a frozen dataclass in `vae.recipes.kinds` that owns its fields, their checks, and everything below. Its fields
are JSON values; the recipes that it is made of are in a field `of`, one recipe or a tuple of them. Conditions on the
library (that a sound, a label or a dimension exists) are checked by `latent`, not at construction.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.checkpoint.audible import SILENCE_PEAK
from vae.library.library import Library
from vae.recipes.checks import RecipeError
from vae.recipes.description import Description, describe_latent
from vae.recipes.titles import shorten
from vae.recipes.world import Voice, World

MAX_DEPTH = 8


class Recipe(ABC):
    """A description of a sound. A kind defines the abstract members; the others have defaults for one with a latent.

    Attributes:
        kind: the name of the kind in JSON.
        ranges: lowest and highest value of its numbers, by field.
        outermost: the message of the error if another recipe contains it; None if that is allowed.
        takes_any: whether it accepts parts without a latent.
    """

    kind: ClassVar[str]
    ranges: ClassVar[Mapping[str, tuple[float, float]]] = {}
    outermost: ClassVar[str | None] = None
    takes_any: ClassVar[bool] = False

    @property
    @abstractmethod
    def parts(self) -> tuple["Recipe", ...]:
        """The recipes that it is made of directly."""

    @property
    @abstractmethod
    def cost(self) -> int:
        """Number of qualities that it steers or holds itself, each about 160 ms of work for the model."""

    @abstractmethod
    def latent(self, world: World) -> NDArray[np.float32]:
        """The latent (latent_dim,) float32 that it describes, within reach of the library.

        Raises:
            RecipeError: it asks for a sound, a label or a size that this library does not have, has no latent, or
                needs steering without a model.
        """

    def spectrogram(self, world: World) -> NDArray[np.float32] | None:
        """The scaled spectrogram (bands, frames) that is heard; None if it is what the latent decodes to.

        Raises the errors of `latent`.
        """
        return None

    @abstractmethod
    def phrase(self, library: Library) -> str:
        """Its name inside a longer title: "Snare 3 varied"."""

    @property
    def no_latent(self) -> str | None:
        """The message of the error if its latent is needed; None if it has one."""
        return None

    def title(self, library: Library) -> str:
        """One line of at most `titles.MAX_TITLE` characters: "Between Snare 3 and Clap 1"."""
        phrase = self.phrase(library)
        return shorten(phrase[:1].upper() + phrase[1:])

    def describe(self, world: World) -> Description:
        """Describes it without rendering it. Raises the errors of `latent`."""
        title = self.title(world.library)
        return describe_latent(self.latent(world), world.library, title=title, kind=self.kind)

    def waveform(self, voice: Voice, rounds: int | None = None) -> NDArray[np.float32]:
        """The sound, (samples,) or (2, samples), with `rounds` rounds of phase, None for the codec's.

        Raises the errors of `latent`.
        """
        heard = self.spectrogram(voice.world)
        if heard is not None:
            z = self.latent(voice.world) if voice.is_stereo and not self.no_latent else None
            waveform = voice.play(heard, z, rounds)
            if np.abs(waveform).max() > SILENCE_PEAK:
                return waveform
        return voice.decode(self.latent(voice.world), rounds)

    def with_latent(self, change: Callable[["Recipe"], "Recipe"]) -> "Recipe":
        """The recipe with `change` applied to its latent: around the recipe, or wherever in it the latents are.

        Raises:
            RecipeError: it would be nested too deep.
        """
        return change(self)

    @property
    def depth(self) -> int:
        """Levels: 1 for a recipe that holds no other."""
        return 1 + max((part.depth for part in self.parts), default=0)

    def walk(self) -> Iterator["Recipe"]:
        """The recipe and every one inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def check_parts(self) -> None:
        """Raises an error for parts that it cannot be made of; for `__post_init__`.

        Raises:
            RecipeError: they are not recipes, can only be outermost, have no latent, or are nested too deep.
        """
        if not all(isinstance(part, Recipe) for part in self.parts):
            raise RecipeError(f"A {self.kind} recipe is made of other recipes.")
        for part in self.parts:
            reason = part.outermost or (None if self.takes_any else part.no_latent)
            if reason:
                raise RecipeError(reason)
        if self.depth > MAX_DEPTH:
            raise RecipeError(f"A recipe can be nested {MAX_DEPTH} levels deep at most.")


class Source(Recipe):
    """A recipe that contains no other."""

    @property
    def parts(self) -> tuple[Recipe, ...]:
        """Empty."""
        return ()

    @property
    def cost(self) -> int:
        """0."""
        return 0


@dataclass(frozen=True)
class Effect(Recipe):
    """A recipe that contains one other."""

    of: Recipe

    def __post_init__(self) -> None:
        self.check_parts()

    @property
    def parts(self) -> tuple[Recipe, ...]:
        """The recipe inside."""
        return (self.of,)

    def spectrogram(self, world: World) -> NDArray[np.float32] | None:
        """The one inside, if there is one, changed by as much as the change of latent changes what is decoded."""
        inside = self.of.spectrogram(world)
        if inside is None:
            return None
        return world.blend().carried(inside, self.of.latent(world), self.latent(world))


def set_fields(recipe: Recipe, **values: object) -> None:
    """Replaces fields of a frozen recipe with their checked values; only for `__post_init__`."""
    for name, value in values.items():
        object.__setattr__(recipe, name, value)
