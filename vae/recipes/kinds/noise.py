"""A recipe with noise added to its latent."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.checks import MAX_INTEGER
from vae.library.library import Library
from vae.recipes.checks import integer, locks, number
from vae.recipes.qualities import QUALITIES, label_directions
from vae.recipes.recipe import Effect, set_fields
from vae.recipes.world import World

AMOUNT_RANGE = (0.0, 4.0)
"""In standard deviations of the library: at 1 a sound is as different as the library's sounds are from their mean."""

LOCKS = ("label", *QUALITIES)
"""What noise can leave alone."""


@dataclass(frozen=True)
class Noise(Effect):
    """A recipe with Gaussian noise added to its latent, in units of the library's spread per dimension.

    `lock` names the entries of `LOCKS` that the noise has to leave alone.
    """

    kind: ClassVar[str] = "noise"
    ranges: ClassVar = {"amount": AMOUNT_RANGE, "seed": (0, MAX_INTEGER)}
    amount: float
    seed: int
    lock: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        set_fields(self, amount=number(self.amount, "The amount of noise", AMOUNT_RANGE))
        set_fields(self, seed=integer(self.seed, "A seed"))
        if self.lock is not None:
            set_fields(self, lock=locks(self.lock, LOCKS))
        super().__post_init__()

    @property
    def held(self) -> tuple[str, ...]:
        """The qualities that it locks."""
        return tuple(name for name in self.lock or () if name in QUALITIES)

    @property
    def cost(self) -> int:
        """1 if it holds any qualities, however many: they are solved for together."""
        return int(bool(self.held))

    def latent(self, world: World) -> NDArray[np.float32]:
        """The latent with noise: label directions are projected out and qualities steered back, if locked."""
        base = self.of.latent(world)
        directions = label_directions(world.library) if "label" in (self.lock or ()) else None
        z = world.library.vary(base, self.amount, self.seed, directions)
        if world.silence is not None and self.amount:
            z = world.library.bound(world.silence(base, z))
        return world.library.bound(world.steer().hold(z, base, self.held)) if self.held else z

    def phrase(self, library: Library) -> str:
        """The recipe inside, varied: "Snare 3 varied"."""
        return f"{self.of.phrase(library)} varied" if self.amount else self.of.phrase(library)
