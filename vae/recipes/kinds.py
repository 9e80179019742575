"""The kinds of recipes, as dataclasses that check themselves: a recipe is valid once it exists.

What depends on a library (is there such a sound, such a label, that many dimensions) is not known here.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.recipes.checks import RecipeError, integer, locks, number, offsets

MAX_DEPTH = 8
MAX_CORNERS = 4
WEIGHT_RANGE = (-2.0, 3.0)
MIN_WEIGHT_SUM = 0.1
AMOUNT_RANGE = (0.0, 4.0)
SHAPE_RANGE = (-3.0, 3.0)
OFFSET_RANGE = (-3.0, 3.0)
QUALITIES = ("brightness", "decay", "noisiness", "pitch", "attack")
LOCKS = ("label", *QUALITIES)
PLACE_RANGE = (-100.0, 100.0)
LATENT_RANGE = (-1000.0, 1000.0)
MAX_ROUNDS = 128
INTERPOLATIONS = ("lerp", "slerp", "crossfade")
MAX_LATENT_DIM = 1024
MAX_LABEL = 64


@dataclass(frozen=True)
class Point:
    """A sound of the library, by its index."""

    kind: ClassVar = "point"
    id: int

    def __post_init__(self) -> None:
        _set(self, id=integer(self.id, "The id of a sound"))


@dataclass(frozen=True)
class Place:
    """Any place of the map, in the library's coordinates."""

    kind: ClassVar = "place"
    x: float
    y: float

    def __post_init__(self) -> None:
        _set(self, x=number(self.x, "x", PLACE_RANGE), y=number(self.y, "y", PLACE_RANGE))


@dataclass(frozen=True)
class Mix:
    """Two to four recipes blended; the weights are used relative to their sum and may lie outside 0…1.

    "lerp" and "slerp" blend latents, "crossfade" the finished waveforms: it has no latent of its own, so that no
    other recipe but `Phase` can be made of it.
    """

    kind: ClassVar = "mix"
    of: tuple["Recipe", ...]
    weights: tuple[float, ...]
    interpolation: Literal["lerp", "slerp", "crossfade"]

    def __post_init__(self) -> None:
        if not isinstance(self.of, list | tuple) or not 2 <= len(self.of) <= MAX_CORNERS:
            raise RecipeError(f"A mix blends 2 to {MAX_CORNERS} sounds.")
        if not isinstance(self.weights, list | tuple) or len(self.weights) != len(self.of):
            raise RecipeError("A mix needs one weight for each of its sounds.")
        weights = tuple(number(weight, "A weight", WEIGHT_RANGE) for weight in self.weights)
        if sum(weights) < MIN_WEIGHT_SUM:
            raise RecipeError(f"The weights of a mix have to add up to at least {MIN_WEIGHT_SUM}.")
        if not isinstance(self.interpolation, str) or self.interpolation not in INTERPOLATIONS:
            raise RecipeError('The interpolation of a mix is "lerp", "slerp" or "crossfade".')
        _set(self, of=tuple(self.of), weights=weights)
        _check_parts(self, self.of)


@dataclass(frozen=True)
class Noise:
    """A recipe with Gaussian noise on its latent, in units of the library's spread per dimension.

    `lock` names what the noise has to leave alone, of `LOCKS`.
    """

    kind: ClassVar = "noise"
    of: "Recipe"
    amount: float
    seed: int
    lock: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        _set(self, amount=number(self.amount, "The amount of noise", AMOUNT_RANGE))
        _set(self, seed=integer(self.seed, "A seed"))
        if self.lock is not None:
            _set(self, lock=locks(self.lock, LOCKS))
        _check_parts(self, (self.of,))


@dataclass(frozen=True)
class Shape:
    """A recipe with other qualities: each moves by so many steps, the ends of the range as far as is of use.

    How far a step is heard, and what else it moves: `explorer.calibrate`.
    """

    kind: ClassVar = "shape"
    of: "Recipe"
    brightness: float | None = None
    decay: float | None = None
    noisiness: float | None = None
    pitch: float | None = None
    attack: float | None = None

    def __post_init__(self) -> None:
        for name in QUALITIES:
            if getattr(self, name) is not None:
                _set(self, **{name: number(getattr(self, name), f"The {name} of a shape", SHAPE_RANGE)})
        _check_parts(self, (self.of,))

    @property
    def steps(self) -> tuple[float, ...]:
        """(5,), how far each of `QUALITIES` moves."""
        return tuple(getattr(self, name) or 0.0 for name in QUALITIES)


@dataclass(frozen=True)
class Offset:
    """A recipe with some raw dimensions of its latent moved, in units of the library's spread per dimension.

    Which of them are heard most: `explorer.sound.dimensions`.
    """

    kind: ClassVar = "offset"
    of: "Recipe"
    dimensions: tuple[int, ...]
    amounts: tuple[float, ...]

    def __post_init__(self) -> None:
        dimensions, amounts = offsets(self.dimensions, self.amounts, MAX_LATENT_DIM, OFFSET_RANGE)
        _set(self, dimensions=dimensions, amounts=amounts)
        _check_parts(self, (self.of,))


@dataclass(frozen=True)
class Prior:
    """A new sound drawn from what the library's sounds have in common, or those of one label."""

    kind: ClassVar = "prior"
    seed: int
    label: str | None = None

    def __post_init__(self) -> None:
        _set(self, seed=integer(self.seed, "A seed"))
        if self.label is not None and not (isinstance(self.label, str) and 1 <= len(self.label) <= MAX_LABEL):
            raise RecipeError(f"A label is a text of 1 to {MAX_LABEL} characters.")
        if self.label is not None and not self.label.isprintable():
            raise RecipeError("A label is plain text without control characters.")


@dataclass(frozen=True)
class Latent:
    """A latent given directly: base64 of its values as little-endian float16. Build one with `from_array`."""

    kind: ClassVar = "latent"
    z: str

    def __post_init__(self) -> None:
        if not isinstance(self.z, str) or len(self.z) > 4 * MAX_LATENT_DIM:
            raise RecipeError("The z of a latent has to be a short base64 text.")
        try:
            raw = base64.b64decode(self.z, validate=True)
        except (binascii.Error, ValueError):
            raise RecipeError("The z of a latent is no valid base64 text.") from None
        if not raw or len(raw) % 2 or base64.b64encode(raw).decode() != self.z:
            raise RecipeError("The z of a latent has to be base64 of 16-bit numbers.")
        values = self.values
        if not np.isfinite(values).all() or np.abs(values).max() > LATENT_RANGE[1]:
            raise RecipeError("The z of a latent holds values that are no usable numbers.")

    @classmethod
    def from_array(cls, z: ArrayLike) -> "Latent":
        """Recipe of a latent (latent_dim,), rounded to float16."""
        clipped = np.clip(np.asarray(z, dtype=np.float64).ravel(), *LATENT_RANGE)
        return cls(base64.b64encode(clipped.astype("<f2").tobytes()).decode())

    @property
    def values(self) -> NDArray[np.float32]:
        """(latent_dim,) float32."""
        return np.frombuffer(base64.b64decode(self.z), dtype="<f2").astype(np.float32)


@dataclass(frozen=True)
class Phase:
    """A recipe heard with so many rounds of Griffin-Lim: 0 is the inverse transform without a phase.

    Only outermost: it says how a sound is made of a latent, not which latent.
    """

    kind: ClassVar = "phase"
    of: "Recipe"
    rounds: int

    def __post_init__(self) -> None:
        if (
            isinstance(self.rounds, bool)
            or not isinstance(self.rounds, int)
            or not 0 <= self.rounds <= MAX_ROUNDS
        ):
            raise RecipeError(f"The rounds of a phase are a whole number from 0 to {MAX_ROUNDS}.")
        _check_parts(self, (self.of,))


Recipe = Point | Place | Mix | Noise | Shape | Offset | Prior | Latent | Phase


def is_crossfade(recipe: Recipe) -> bool:
    """Whether a recipe blends waveforms and so has no latent."""
    return isinstance(recipe, Mix) and recipe.interpolation == "crossfade"


def depth(recipe: Recipe) -> int:
    """Levels of a recipe: 1 for one that holds no other."""
    return 1 + max((depth(part) for part in parts_of(recipe)), default=0)


def parts_of(recipe: Recipe) -> tuple[Recipe, ...]:
    """The recipes that a recipe is made of directly."""
    of = getattr(recipe, "of", ())
    return of if isinstance(of, tuple) else (of,)


def _check_parts(recipe: Recipe, parts: Sequence[object]) -> None:
    if not all(isinstance(part, Recipe) for part in parts):
        raise RecipeError(f"A {recipe.kind} recipe is made of other recipes.")
    if any(isinstance(part, Phase) for part in parts):
        raise RecipeError("A choice of phase can only be the outermost part of a recipe.")
    if not isinstance(recipe, Phase) and any(is_crossfade(part) for part in parts):
        raise RecipeError("A crossfade blends finished sounds, so that nothing else can be made of it.")
    if depth(recipe) > MAX_DEPTH:
        raise RecipeError(f"A recipe can be nested {MAX_DEPTH} levels deep at most.")


def _set(recipe: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(recipe, name, value)
