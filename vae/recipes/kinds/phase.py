"""A recipe with another phase."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.library.library import Library
from vae.recipes.checks import integer
from vae.recipes.description import Description
from vae.recipes.recipe import Effect, Recipe, set_fields
from vae.recipes.titles import MAX_TITLE, shorten
from vae.recipes.world import Voice, World

MAX_ROUNDS = 128


@dataclass(frozen=True)
class Phase(Effect):
    """A recipe rendered with `rounds` rounds of Griffin-Lim; 0 is the inverse transform with zero phase.

    Only outermost: it determines how a latent becomes sound, not which latent.
    """

    kind: ClassVar[str] = "phase"
    ranges: ClassVar = {"rounds": (0, MAX_ROUNDS)}
    outermost: ClassVar[str | None] = "A choice of phase can only be the outermost part of a recipe."
    takes_any: ClassVar[bool] = True
    rounds: int

    def __post_init__(self) -> None:
        set_fields(self, rounds=integer(self.rounds, "The number of rounds of a phase", MAX_ROUNDS))
        super().__post_init__()

    @property
    def cost(self) -> int:
        """0: rounds are cheap compared with steering."""
        return 0

    def latent(self, world: World) -> NDArray[np.float32]:
        """The latent of the recipe inside."""
        return self.of.latent(world)

    def phrase(self, library: Library) -> str:
        """The phrase of the recipe inside."""
        return self.of.phrase(library)

    def title(self, library: Library) -> str:
        """The title of the recipe inside, and the phase: "Snare 3 varied, 5 rounds"."""
        rounds = f"{self.rounds} rounds" if self.rounds > 1 else "1 round"
        phase = rounds if self.rounds else "raw"
        return f"{shorten(self.of.title(library), MAX_TITLE - len(phase) - 2)}, {phase}"

    def describe(self, world: World) -> Description:
        """Describes the recipe inside, without an error, which is known only for the codec's own phase."""
        described = self.of.describe(world)
        return replace(described, title=self.title(world.library), rounds=self.rounds, error_db=None)

    def waveform(self, voice: Voice, rounds: int | None = None) -> NDArray[np.float32]:
        """The recipe inside, with this recipe's own rounds."""
        return self.of.waveform(voice, self.rounds)

    def with_latent(self, change: Callable[[Recipe], Recipe]) -> Recipe:
        """Changes the recipe inside: the phase stays outermost."""
        return replace(self, of=self.of.with_latent(change))
