"""Recipes: the small JSON values that describe every sound on screen, and what latent each one means.

A recipe is valid once it exists: the dataclasses check themselves, so JSON and Python follow the same rules.
What depends on the library (is there such a sound, such a label, that many dimensions) is checked by
`latent_of`. Knows nothing of audio, rendering or pages.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer import latent_ops
from explorer.projection import locate

if TYPE_CHECKING:
    from explorer.library import Library

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8
MAX_CORNERS = 4
WEIGHT_RANGE = (-2.0, 3.0)
MIN_WEIGHT_SUM = 0.1
AMOUNT_RANGE = (0.0, 4.0)
PLACE_RANGE = (-100.0, 100.0)
LATENT_RANGE = (-1000.0, 1000.0)
MAX_LATENT_DIM = 1024
MAX_INTEGER = 2**31 - 1
MAX_LABEL = 64


class RecipeError(ValueError):
    """A recipe that cannot be used; the message is one sentence for the musician."""


@dataclass(frozen=True)
class Point:
    """A sound of the library, by its index."""

    kind: ClassVar = "point"
    id: int

    def __post_init__(self) -> None:
        _set(self, id=_integer(self.id, "The id of a sound"))


@dataclass(frozen=True)
class Place:
    """Any place of the map, in the library's coordinates."""

    kind: ClassVar = "place"
    x: float
    y: float

    def __post_init__(self) -> None:
        _set(self, x=_number(self.x, "x", PLACE_RANGE), y=_number(self.y, "y", PLACE_RANGE))


@dataclass(frozen=True)
class Mix:
    """Two to four recipes blended; the weights are used relative to their sum and may lie outside 0…1."""

    kind: ClassVar = "mix"
    of: tuple["Recipe", ...]
    weights: tuple[float, ...]
    interpolation: Literal["lerp", "slerp"]

    def __post_init__(self) -> None:
        if not isinstance(self.of, list | tuple) or not 2 <= len(self.of) <= MAX_CORNERS:
            raise RecipeError(f"A mix blends 2 to {MAX_CORNERS} sounds.")
        if not isinstance(self.weights, list | tuple) or len(self.weights) != len(self.of):
            raise RecipeError("A mix needs one weight for each of its sounds.")
        weights = tuple(_number(weight, "A weight", WEIGHT_RANGE) for weight in self.weights)
        if sum(weights) < MIN_WEIGHT_SUM:
            raise RecipeError(f"The weights of a mix have to add up to at least {MIN_WEIGHT_SUM}.")
        if not isinstance(self.interpolation, str) or self.interpolation not in ("lerp", "slerp"):
            raise RecipeError('The interpolation of a mix is "lerp" or "slerp".')
        _set(self, of=tuple(self.of), weights=weights)
        _check_parts(self, self.of)


@dataclass(frozen=True)
class Noise:
    """A recipe with Gaussian noise on its latent, in units of the library's spread per dimension."""

    kind: ClassVar = "noise"
    of: "Recipe"
    amount: float
    seed: int

    def __post_init__(self) -> None:
        _set(self, amount=_number(self.amount, "The amount of noise", AMOUNT_RANGE))
        _set(self, seed=_integer(self.seed, "A seed"))
        _check_parts(self, (self.of,))


@dataclass(frozen=True)
class Prior:
    """A new sound drawn from what the library's sounds have in common, or those of one label."""

    kind: ClassVar = "prior"
    seed: int
    label: str | None = None

    def __post_init__(self) -> None:
        _set(self, seed=_integer(self.seed, "A seed"))
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


Recipe = Point | Place | Mix | Noise | Prior | Latent
_KINDS = {kind.kind: kind for kind in Recipe.__args__}


def parse_recipe(text: str) -> Recipe:
    """Reads a recipe from JSON text; the inverse of `to_json`, exactly.

    Raises:
        RecipeError: when the text is no valid recipe, whatever it holds.
    """
    if not isinstance(text, str):
        raise RecipeError("A recipe has to be text.")
    _check_size(text)
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except RecipeError:
        raise
    except RecursionError:
        raise RecipeError(f"A recipe can be nested {MAX_DEPTH} levels deep at most.") from None
    except ValueError:
        raise RecipeError("This recipe is no valid JSON.") from None
    return _from_data(data, MAX_DEPTH)


def to_json(recipe: Recipe) -> str:
    """Writes a recipe as canonical JSON text: equal recipes give equal text; the inverse of `parse_recipe`.

    Raises:
        RecipeError: when the text would be longer than a recipe may be.
    """
    text = json.dumps(_to_data(recipe), separators=(",", ":"), allow_nan=False)
    _check_size(text)
    return text


def latent_of(recipe: Recipe, library: "Library") -> NDArray[np.float32]:
    """The latent (latent_dim,) float32 that a recipe means in a library.

    Raises:
        RecipeError: when the recipe asks for a sound, a label or a size that this library does not have.
    """
    match recipe:
        case Point(id):
            if id >= len(library):
                raise RecipeError(f"There is no sound {id} here, the last one is {len(library) - 1}.")
            return library.latents[id]
        case Place(x, y):
            return locate(x, y, library).latent
        case Mix(of, weights, interpolation):
            corners = np.stack([latent_of(corner, library) for corner in of])
            if interpolation == "lerp":
                z = latent_ops.lerp(corners, weights)
            else:
                z = latent_ops.slerp(corners, weights, library.centre)
        case Noise(of, amount, seed):
            z = latent_ops.add_noise(latent_of(of, library), amount, seed, library.spread)
        case Prior(seed, label):
            members = library.members(label)
            if len(members) == 0:
                raise RecipeError(f"There is no sound labelled {_quote(label)} here.")
            z = latent_ops.draw_prior(library.latents[members], seed)
        case Latent():
            z = recipe.values
            if len(z) != library.latents.shape[1]:
                raise RecipeError(
                    f"This latent has {len(z)} numbers, this checkpoint needs {library.latents.shape[1]}."
                )
    return latent_ops.bound(z, library.centre, library.reach)


def depth(recipe: Recipe) -> int:
    """Levels of a recipe: 1 for one that holds no other."""
    return 1 + max((depth(part) for part in parts_of(recipe)), default=0)


def parts_of(recipe: Recipe) -> tuple[Recipe, ...]:
    """The recipes that a recipe is made of directly."""
    of = getattr(recipe, "of", ())
    return of if isinstance(of, tuple) else (of,)


def _from_data(data: object, levels: int) -> Recipe:
    if levels == 0:
        raise RecipeError(f"A recipe can be nested {MAX_DEPTH} levels deep at most.")
    if not isinstance(data, dict):
        raise RecipeError("A recipe has to be a JSON object with a kind.")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise RecipeError(f"The kind of a recipe is one of {', '.join(_KINDS)}.")
    values = {key: value for key, value in data.items() if key != "kind"}
    known = {field.name: field.default is MISSING for field in fields(_KINDS[kind])}
    for key in values:
        if key not in known:
            raise RecipeError(f"A {kind} recipe has no field {_quote(key)}.")
        if values[key] is None:
            raise RecipeError(f"The field {key} of a {kind} recipe is empty.")
    for key, required in known.items():
        if required and key not in values:
            raise RecipeError(f"A {kind} recipe needs the field {key}.")
    match values.get("of"):
        case list(parts) if len(parts) <= MAX_CORNERS:
            values["of"] = tuple(_from_data(part, levels - 1) for part in parts)
        case dict(part):
            values["of"] = _from_data(part, levels - 1)
    return _KINDS[kind](**values)


def _to_data(recipe: Recipe) -> dict[str, object]:
    data: dict[str, object] = {"kind": recipe.kind}
    for field in fields(recipe):
        value = getattr(recipe, field.name)
        if field.name == "of":
            value = [_to_data(part) for part in value] if isinstance(value, tuple) else _to_data(value)
        if value is not None:
            data[field.name] = value
    return data


def _check_parts(recipe: Recipe, parts: Sequence[object]) -> None:
    if not all(isinstance(part, Recipe) for part in parts):
        raise RecipeError(f"A {recipe.kind} recipe is made of other recipes.")
    if depth(recipe) > MAX_DEPTH:
        raise RecipeError(f"A recipe can be nested {MAX_DEPTH} levels deep at most.")


def _check_size(text: str) -> None:
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RecipeError(f"A recipe can be {MAX_BYTES // 1024} kB long at most.")


def _integer(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_INTEGER:
        raise RecipeError(f"{what} is a whole number from 0 to {MAX_INTEGER}.")
    return value


def _number(value: object, what: str, limits: tuple[float, float]) -> float:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise RecipeError(f"{what} is a number from {low:g} to {high:g}.")
    return float(value) + 0.0  # no -0.0: equal recipes have equal text


def _set(recipe: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(recipe, name, value)


def _quote(text: str) -> str:
    shown = "".join(character for character in text[:24] if character.isprintable())
    return f'"{shown}…"' if len(text) > 24 else f'"{shown}"'


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise RecipeError("A recipe gives one of its fields twice.")
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise RecipeError("A recipe holds a value that is no finite number.")
