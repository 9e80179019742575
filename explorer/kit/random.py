"""Random kits: one sound for each of eight labels, whatever labels there are; the same seed gives the same kit."""

from collections.abc import Sequence

import numpy as np

from explorer.kit.kit import PADS
from explorer.kit.mix import usual_choke
from explorer.sound.labels import NO_LABEL
from vae.checks import MAX_INTEGER
from vae.library.library import Library
from vae.recipes.checks import integer
from vae.recipes.kinds import Point, Prior
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import Entry, KitError, name_from

SOURCES = ("map", "prior")
CORE = ("kick", "snare", "closed_hat", "open_hat", "clap")
"""Labels that every kit gets if the library has them, in the order of the pads."""


def random_slots(library: Library, checkpoint: str, seed: int, source: str) -> tuple[Entry, ...]:
    """Fills eight pads at random: first the core labels, then other labels, then more sounds of these.

    Sounds without a label are used only where nothing has one. No sound is on two pads as long as its label has others.

    Args:
        library: the source of the sounds.
        checkpoint: the name of its checkpoint.
        seed: 0 to 2³¹ - 1; the same seed gives the same kit.
        source: "map" picks sounds from the library, "prior" makes up new ones.

    Raises:
        KitError: the seed or the source is invalid.
    """
    integer(seed, "The seed of a kit", error=KitError)
    if source not in SOURCES:
        raise KitError("The sounds of a random kit come from the map or from the prior.")
    rng = np.random.default_rng(seed)
    present = sorted(set(library.labels) - NO_LABEL) or sorted(set(library.labels))
    core = [label for label in CORE if label in present]
    others = rng.permutation([label for label in present if label not in core]).tolist()
    labels = (core + others)[:PADS]
    recipes: list[Recipe] = []
    drawn = (labels * PADS)[:PADS]
    for label in drawn:
        recipes.append(_draw(library, label, source, rng, recipes))
    return tuple(
        Entry(recipe, pad_name(recipe, library), checkpoint, choke=usual_choke(label))
        for recipe, label in zip(recipes, drawn, strict=True)
    )


def pad_name(recipe: Recipe, library: Library) -> str:
    """The name of a sound on a pad: its title without the kit."""
    return name_from(recipe.title(library).split(" · ")[0])


def _draw(
    library: Library, label: str, source: str, rng: np.random.Generator, taken: Sequence[Recipe]
) -> Recipe:
    if source == "prior":
        return Prior(int(rng.integers(MAX_INTEGER)), label or None)
    members = np.arange(len(library))[library.members(label)]
    left = [sound for sound in members.tolist() if Point(sound) not in taken]
    return Point(int(rng.choice(left or members)))
