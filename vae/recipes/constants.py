"""What the page shares with recipes, as one JSON value: kinds, fields, ranges, qualities, locks and limits."""

from typing import Any

from vae.checks import MAX_INTEGER
from vae.recipes import kinds
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION, INTERPOLATIONS, MAX_CORNERS
from vae.recipes.kinds.noise import LOCKS
from vae.recipes.kinds.offset import OFFSET_RANGE
from vae.recipes.kinds.place import NEW_PLACES
from vae.recipes.qualities import QUALITIES
from vae.recipes.recipe import MAX_DEPTH, Recipe
from vae.recipes.text import MAX_BYTES, MAX_COST, MAX_PARTS, field_names


def constants() -> dict[str, Any]:
    """The shared constants as JSON values; ranges are [low, high].

    Returns:
        `kinds`, their names; `fields`, by kind and name: whether each is `required`, and the `range` of its numbers or
        None; `qualities`; `locks`; `interpolations`, the `default_interpolation` of a mix and the
        `place_interpolation` of new places; `offset_range`; and the limits of
        a recipe: `max_seed`, `max_depth` (levels), `max_parts`, `max_cost`, `max_corners` (of a mix) and `max_bytes`
        (of text).
    """
    return {
        "kinds": [kind.kind for kind in kinds.KINDS],
        "fields": {kind.kind: _fields(kind) for kind in kinds.KINDS},
        "qualities": list(QUALITIES),
        "locks": list(LOCKS),
        "interpolations": list(INTERPOLATIONS),
        "default_interpolation": DEFAULT_INTERPOLATION,
        "place_interpolation": NEW_PLACES,
        "offset_range": list(OFFSET_RANGE),
        "max_seed": MAX_INTEGER,
        "max_depth": MAX_DEPTH,
        "max_parts": MAX_PARTS,
        "max_cost": MAX_COST,
        "max_corners": MAX_CORNERS,
        "max_bytes": MAX_BYTES,
    }


def _fields(kind: type[Recipe]) -> dict[str, Any]:
    return {
        name: {"required": required, "range": list(kind.ranges[name]) if name in kind.ranges else None}
        for name, required in field_names(kind).items()
    }
