"""The ways of mixing sounds, in a musician's words, the default first."""

from collections.abc import Sequence
from dataclasses import dataclass

from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION, INTERPOLATIONS


@dataclass(frozen=True)
class Way:
    """One way of mixing.

    Attributes:
        name: the `interpolation` of a mix.
        title: its name on the page.
        tip: one sentence on what is heard.
    """

    name: str
    title: str
    tip: str


WORDS = {
    "natural": (
        "Natural",
        "One sound, at a pitch and of a length between theirs: learned from sounds that really lie between others.",
    ),
    "glide": (
        "Glide",
        "One sound: pitch and time of all move towards each other, then their levels are averaged. Not learned.",
    ),
    "lerp": (
        "Quick",
        "One sound fades into the other: their latents are blended along a straight line (lerp).",
    ),
    "slerp": (
        "Smooth",
        "Like Quick, but along an arc, as far from the centre of all sounds as the corners are (slerp).",
    ),
    "crossfade": ("Plain mix", "Both sounds at once, as on a mixing desk (crossfade)."),
}
"""Title and tip of each interpolation."""


def ways(names: Sequence[str] = INTERPOLATIONS, default: str = DEFAULT_INTERPOLATION) -> list[Way]:
    """The ways with these names, the default first, the others in their order; one without words is its own title."""
    ordered = [default, *(name for name in names if name != default)]
    return [Way(name, *WORDS.get(name, (name.capitalize(), ""))) for name in ordered]
