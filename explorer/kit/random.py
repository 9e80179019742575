"""Random kits: one sound for each of eight labels; the same seed gives the same kit."""

import numpy as np

from explorer.kit.kit import PADS
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
    present = sorted(set(library.labels))
    core = [label for label in CORE if label in present]
    others = rng.permutation([label for label in present if label not in core]).tolist()
    labels = (core + others)[:PADS]
    labels = (labels * PADS)[:PADS]
    recipes = [_draw(library, label, source, rng) for label in labels]
    return tuple(Entry(recipe, pad_name(recipe, library), checkpoint) for recipe in recipes)


def pad_name(recipe: Recipe, library: Library) -> str:
    """The name of a sound on a pad: its title without the kit."""
    return name_from(recipe.title(library).split(" · ")[0])


def _draw(library: Library, label: str, source: str, rng: np.random.Generator) -> Recipe:
    if source == "prior":
        return Prior(int(rng.integers(MAX_INTEGER)), label)
    return Point(int(rng.choice(np.arange(len(library))[library.members(label)])))
