"""The kinds of recipes. A new kind is a class in its own file here and an entry in `KINDS`."""

from vae.recipes.kinds.latent import Latent
from vae.recipes.kinds.machine import Machine
from vae.recipes.kinds.mix import Mix
from vae.recipes.kinds.noise import Noise
from vae.recipes.kinds.offset import Offset
from vae.recipes.kinds.phase import Phase
from vae.recipes.kinds.place import Place
from vae.recipes.kinds.point import Point
from vae.recipes.kinds.prior import Prior
from vae.recipes.kinds.shape import Shape
from vae.recipes.recipe import Recipe

__all__ = [
    "KINDS",
    "Latent",
    "Machine",
    "Mix",
    "Noise",
    "Offset",
    "Phase",
    "Place",
    "Point",
    "Prior",
    "Shape",
]

KINDS: tuple[type[Recipe], ...] = (Point, Place, Mix, Noise, Shape, Offset, Prior, Latent, Phase, Machine)
"""The kinds that `vae.recipes.text` reads, in the order in which its message lists them."""
