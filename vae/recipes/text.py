"""Recipes as JSON text: `parse_recipe` and `to_json` are exact inverses."""

import json
from dataclasses import MISSING, fields, is_dataclass

from vae.recipes import kinds
from vae.recipes.checks import RecipeError, quoted
from vae.recipes.kinds.mix import MAX_CORNERS
from vae.recipes.recipe import MAX_DEPTH, Recipe

MAX_BYTES = 64 * 1024
MAX_PARTS = 64
MAX_COST = 32
"""Qualities that an entire recipe may steer or hold: 30 took 4.8 s on a busy machine, while other requests wait."""


def parse_recipe(text: str) -> Recipe:
    """Reads a recipe from JSON text; the inverse of `to_json`, exactly.

    Raises:
        RecipeError: the text is not a valid recipe; no text raises anything else.
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
        raise RecipeError("This recipe is not valid JSON.") from None
    recipe = _from_data(data, MAX_DEPTH)
    _check_work(recipe)
    return recipe


def to_json(recipe: Recipe) -> str:
    """Writes a recipe as canonical JSON text: equal recipes give equal text; the inverse of `parse_recipe`.

    Raises:
        RecipeError: the text would be longer than a recipe may be.
    """
    text = json.dumps(to_data(recipe), separators=(",", ":"), allow_nan=False)
    _check_size(text)
    return text


def to_data(recipe: Recipe) -> dict[str, object]:
    """A recipe as a JSON value; empty fields are left out."""
    data: dict[str, object] = {"kind": recipe.kind}
    for name in field_names(type(recipe)):
        value = getattr(recipe, name)
        if name == "of":
            value = [to_data(part) for part in value] if isinstance(value, tuple) else to_data(value)
        if value is not None:
            data[name] = value
    return data


def field_names(kind: type[Recipe]) -> dict[str, bool]:
    """The fields of a kind in order, and whether each is required."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has to be a dataclass, as every kind of recipe")
    return {each.name: each.default is MISSING for each in fields(kind)}


def _from_data(data: object, levels: int) -> Recipe:
    if levels == 0:
        raise RecipeError(f"A recipe can be nested {MAX_DEPTH} levels deep at most.")
    if not isinstance(data, dict):
        raise RecipeError("A recipe has to be a JSON object with a kind.")
    known = {kind.kind: kind for kind in kinds.KINDS}
    name = data.get("kind")
    if not isinstance(name, str) or name not in known:
        raise RecipeError(f"The kind of a recipe is one of {', '.join(known)}.")
    values = {key: value for key, value in data.items() if key != "kind"}
    required = field_names(known[name])
    for key in values:
        if key not in required:
            raise RecipeError(f"A {name} recipe has no field {quoted(key)}.")
        if values[key] is None:
            raise RecipeError(f"The field {key} of a {name} recipe is empty.")
    for key, needed in required.items():
        if needed and key not in values:
            raise RecipeError(f"A {name} recipe needs the field {key}.")
    of = values.get("of")
    if isinstance(of, list) and len(of) <= MAX_CORNERS:
        values["of"] = tuple(_from_data(part, levels - 1) for part in of)
    elif isinstance(of, dict):
        values["of"] = _from_data(of, levels - 1)
    return known[name](**values)


def _check_size(text: str) -> None:
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RecipeError(f"A recipe can be {MAX_BYTES // 1024} kB long at most.")


def _check_work(recipe: Recipe) -> None:
    """Raises an error for a recipe that would keep other visitors waiting."""
    costs = [part.cost for part in recipe.walk()]
    if len(costs) > MAX_PARTS or sum(costs) > MAX_COST:
        raise RecipeError(
            f"A recipe has {MAX_PARTS} parts at most, which shape or hold {MAX_COST} qualities."
        )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise RecipeError("A recipe gives one of its fields twice.")
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise RecipeError("A recipe holds a value that is not a finite number.")
