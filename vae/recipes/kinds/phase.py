"""A recipe heard with another phase."""

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
    """A recipe heard with so many rounds of Griffin-Lim: 0 is the inverse transform without a phase.

    Only outermost: it says how a sound is made of a latent, not which latent.
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
        """Nothing: rounds are cheap beside steering."""
        return 0

    def latent(self, world: World) -> NDArray[np.float32]:
        """That of what is heard."""
        return self.of.latent(world)

    def phrase(self, library: Library) -> str:
        """That of what is heard."""
        return self.of.phrase(library)

    def title(self, library: Library) -> str:
        """The title of what is heard, and how: "Snare 3 varied, phase of 5 rounds"."""
        rounds = f"{self.rounds} rounds" if self.rounds > 1 else "1 round"
        phase = f"phase of {rounds}" if self.rounds else "no phase"
        return f"{shorten(self.of.title(library), MAX_TITLE - len(phase) - 2)}, {phase}"

    def describe(self, world: World) -> Description:
        """As what is heard; its error is known for the codec's own phase only."""
        described = self.of.describe(world)
        return replace(described, title=self.title(world.library), rounds=self.rounds, error_db=None)

    def waveform(self, voice: Voice, rounds: int | None = None) -> NDArray[np.float32]:
        """What is heard, with its own rounds."""
        return self.of.waveform(voice, self.rounds)

    def with_latent(self, change: Callable[[Recipe], Recipe]) -> Recipe:
        """Changes what is heard: the phase stays outermost."""
        return replace(self, of=self.of.with_latent(change))
