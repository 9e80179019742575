"""Recipes: the small JSON values that describe every sound on screen, and what latent each one means.

`parse_recipe` and `to_json` are each other's inverse, exactly; `latent_of` looks things up in a library.
Knows nothing of audio, rendering or pages.
"""

import json
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae.latent import ops as latent_ops
from vae.library.places import locate
from vae.recipes.kinds import (
    MAX_CORNERS,
    MAX_DEPTH,
    QUALITIES,
    Latent,
    Mix,
    Noise,
    Offset,
    Phase,
    Place,
    Point,
    Prior,
    Recipe,
    RecipeError,
    Shape,
    depth,
    is_crossfade,
    parts_of,
)
from vae.recipes.qualities import label_directions

if TYPE_CHECKING:
    from vae.library.library import Library
    from vae.recipes.steering import Steering

__all__ = [
    "Latent",
    "Mix",
    "Noise",
    "Offset",
    "Phase",
    "Place",
    "Point",
    "Prior",
    "Recipe",
    "RecipeError",
    "Shape",
    "depth",
    "is_crossfade",
    "latent_of",
    "parse_recipe",
    "parts_of",
    "to_json",
]

MAX_BYTES = 64 * 1024
MAX_PARTS = 64
MAX_MOVES = 32
"""Qualities that a whole recipe may steer or hold: 30 of them took 4.8 s on a busy machine, in which others wait."""

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
    recipe = _from_data(data, MAX_DEPTH)
    _check_work(recipe)
    return recipe


def to_json(recipe: Recipe) -> str:
    """Writes a recipe as canonical JSON text: equal recipes give equal text; the inverse of `parse_recipe`.

    Raises:
        RecipeError: when the text would be longer than a recipe may be.
    """
    text = json.dumps(_to_data(recipe), separators=(",", ":"), allow_nan=False)
    _check_size(text)
    return text


def latent_of(recipe: Recipe, library: "Library", steering: "Steering | None" = None) -> NDArray[np.float32]:
    """The latent (latent_dim,) float32 that a recipe means in a library.

    Args:
        recipe: a recipe.
        library: whose sounds it is about.
        steering: what moves latents for `Shape` and for locked `Noise`; all else needs only the library.

    Raises:
        RecipeError: when the recipe asks for a sound, a label or a size that this library does not have, is a
            crossfade, which has no latent, or is shaped and there is nothing to steer with.
    """
    match recipe:
        case Point(id):
            if id >= len(library):
                raise RecipeError(f"There is no sound {id} here, the last one is {len(library) - 1}.")
            return library.latents[id].copy()
        case Place(x, y):
            return locate(x, y, library).latent
        case Phase(of):
            return latent_of(of, library, steering)
        case Mix(interpolation="crossfade"):
            raise RecipeError("A crossfade blends finished sounds, it has no place among the latents.")
        case Mix(of, weights, interpolation):
            corners = np.stack([latent_of(corner, library, steering) for corner in of])
            if interpolation == "lerp":
                z = latent_ops.lerp(corners, weights)
            else:
                z = latent_ops.slerp(corners, weights, library.centre)
        case Noise(of, amount, seed, lock):
            base = latent_of(of, library, steering)
            directions = label_directions(library) if "label" in (lock or ()) else None
            z = library.vary(base, amount, seed, directions)
            if not set(lock or ()) & set(QUALITIES):
                return z
            z = _needed(steering).hold(z, base, lock)
        case Shape(of):
            z = _needed(steering).move(latent_of(of, library, steering), recipe.steps)
        case Offset(of, dimensions, amounts):
            if dimensions[-1] >= library.latents.shape[1]:
                raise RecipeError(
                    f"There is no dimension {dimensions[-1]} here, the last one is {library.latents.shape[1] - 1}."
                )
            base = latent_of(of, library, steering)
            z = latent_ops.add_offset(base, dimensions, amounts, library.spread)
        case Prior(seed, label):
            members = library.members(label)
            if len(library.latents[members]) == 0:
                raise RecipeError(f"There is no sound labelled {_quote(label)} here.")
            return library.draw(members, seed)
        case Latent():
            z = recipe.values
            if len(z) != library.latents.shape[1]:
                raise RecipeError(
                    f"This latent has {len(z)} numbers, this checkpoint needs {library.latents.shape[1]}."
                )
    return library.bound(z)


def _needed(steering: "Steering | None") -> "Steering":
    if steering is None:
        raise RecipeError("A sound can only be shaped or locked where its model is.")
    return steering


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


def _check_size(text: str) -> None:
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RecipeError(f"A recipe can be {MAX_BYTES // 1024} kB long at most.")


def _quote(text: str) -> str:
    shown = "".join(character for character in text[:24] if character.isprintable())
    return f'"{shown}…"' if len(text) > 24 else f'"{shown}"'


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise RecipeError("A recipe gives one of its fields twice.")
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise RecipeError("A recipe holds a value that is no finite number.")


def _check_work(recipe: Recipe) -> None:
    """Refuses a recipe that would keep the other visitors waiting."""
    waiting, parts, moves = [recipe], 0, 0
    while waiting:
        one = waiting.pop()
        waiting += parts_of(one)
        parts += 1
        if isinstance(one, Shape):
            moves += sum(bool(step) for step in one.steps)
        elif isinstance(one, Noise):
            moves += bool(set(one.lock or ()) & set(QUALITIES))
    if parts > MAX_PARTS or moves > MAX_MOVES:
        raise RecipeError(
            f"A recipe has {MAX_PARTS} parts at most, which shape or hold {MAX_MOVES} qualities."
        )
