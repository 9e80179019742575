"""A kit: up to eight named recipes on pads and a pattern of sixteen steps, as one small JSON value.

`parse_kit` and `to_text` are each other's inverse, exactly. Knows nothing of audio, files or pages.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from vae.recipes.checks import RecipeError
from vae.recipes.recipe import Recipe
from vae.recipes.text import MAX_BYTES, parse_recipe, to_json

PADS = 8
STEPS = 16
MAX_VELOCITY = 127
TEMPO_RANGE = (40.0, 240.0)
SWING_RANGE = (0.5, 0.75)
HUMANISE_RANGE = (0.0, 1.0)
LEVEL_RANGE = (-24.0, 6.0)
MAX_NAME = 60
MAX_CHECKPOINT = 120
MAX_KIT_BYTES = PADS * (MAX_BYTES + 4096)

Steps = tuple[tuple[int, ...], ...]


class KitError(RecipeError):
    """A kit that cannot be used; the message is one sentence for the musician."""


@dataclass(frozen=True)
class Slot:
    """What lies on a pad.

    Attributes:
        recipe: of the sound.
        name: what the musician calls it.
        checkpoint: name of the checkpoint that the recipe is meant for.
        level: gain in dB.
    """

    recipe: Recipe
    name: str
    checkpoint: str
    level: float = 0.0

    def __post_init__(self) -> None:
        if not isinstance(self.recipe, Recipe):
            raise KitError("A pad holds a recipe.")
        _check_text(self.name, "The name of a pad", MAX_NAME)
        _check_text(self.checkpoint, "The checkpoint of a pad", MAX_CHECKPOINT)
        object.__setattr__(self, "level", _number(self.level, "The level of a pad", LEVEL_RANGE))


@dataclass(frozen=True)
class Pattern:
    """One bar of sixteenths for eight pads.

    Attributes:
        tempo: quarters a minute.
        swing: where the second sixteenth of a pair falls: 0.5 is straight, 2/3 a triplet.
        humanise: noise on each hit's latent, as the amount of a noise recipe.
        steps: velocities 0 (rest) to 127, a row of sixteen for each of the eight pads.
    """

    tempo: float = 120.0
    swing: float = 0.5
    humanise: float = 0.0
    steps: Steps = field(default=((0,) * STEPS,) * PADS)

    def __post_init__(self) -> None:
        for name, limits in (("tempo", TEMPO_RANGE), ("swing", SWING_RANGE), ("humanise", HUMANISE_RANGE)):
            object.__setattr__(self, name, _number(getattr(self, name), f"The {name} of a pattern", limits))
        rows = self.steps
        if not isinstance(rows, list | tuple) or len(rows) != PADS:
            raise KitError(f"A pattern has {PADS} rows of steps.")
        for row in rows:
            if not isinstance(row, list | tuple) or len(row) != STEPS or not all(map(_is_velocity, row)):
                raise KitError(f"A row of a pattern has {STEPS} velocities from 0 to {MAX_VELOCITY}.")
        object.__setattr__(self, "steps", tuple(tuple(row) for row in rows))


@dataclass(frozen=True)
class Kit:
    """Eight pads, each with a `Slot` or empty, and their pattern."""

    slots: tuple[Slot | None, ...] = (None,) * PADS
    pattern: Pattern = field(default_factory=Pattern)

    def __post_init__(self) -> None:
        if not isinstance(self.slots, list | tuple) or len(self.slots) != PADS:
            raise KitError(f"A kit has {PADS} pads.")
        if not all(slot is None or isinstance(slot, Slot) for slot in self.slots):
            raise KitError("A pad of a kit holds a sound or nothing.")
        object.__setattr__(self, "slots", tuple(self.slots))


def parse_kit(text: str) -> Kit:
    """Reads a kit from JSON text; the inverse of `to_text`, exactly.

    Raises:
        KitError: the text is no kit.
        RecipeError: one of its recipes is none.
    """
    return kit_of(read_json(text))


def to_text(kit: Kit) -> str:
    """Writes a kit as canonical JSON text; the inverse of `parse_kit`."""
    return json.dumps(data_of(kit), separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def read_json(text: str) -> Any:
    """Any JSON value from text of the size that a kit may have.

    Raises:
        KitError: it is too long or no JSON.
    """
    if not isinstance(text, str) or len(text) > MAX_KIT_BYTES:
        raise KitError(f"A kit is a text of {MAX_KIT_BYTES // 1024} kB at most.")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except KitError:
        raise
    except (ValueError, RecursionError):
        raise KitError("This kit is no valid JSON.") from None


def kit_of(data: object) -> Kit:
    """The kit in a JSON value; the inverse of `data_of`. Raises like `parse_kit`."""
    slots, pattern = _values(data, "kit", ("slots", "pattern"))
    if not isinstance(slots, list):
        raise KitError(f"A kit has {PADS} pads.")
    names = tuple(each.name for each in fields(Pattern))
    values = _values(pattern, "pattern", names)
    return Kit(tuple(map(_slot_of, slots[: PADS + 1])), Pattern(**dict(zip(names, values, strict=True))))


def data_of(kit: Kit) -> dict[str, Any]:
    """A kit as a JSON value; the inverse of `kit_of`."""
    pattern = {each.name: getattr(kit.pattern, each.name) for each in fields(Pattern)}
    return {
        "slots": [None if slot is None else _slot_data(slot) for slot in kit.slots],
        "pattern": {**pattern, "steps": [list(row) for row in kit.pattern.steps]},
    }


def _slot_of(data: object) -> Slot | None:
    if data is None:
        return None
    recipe, name, checkpoint, level = _values(data, "pad", ("recipe", "name", "checkpoint", "level"))
    return Slot(parse_recipe(json.dumps(recipe)), name, checkpoint, level)


def _slot_data(slot: Slot) -> dict[str, Any]:
    return {
        "recipe": json.loads(to_json(slot.recipe)),
        "name": slot.name,
        "checkpoint": slot.checkpoint,
        "level": slot.level,
    }


def _values(data: object, what: str, names: tuple[str, ...]) -> list[Any]:
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise KitError(f"A {what} is a JSON object with {', '.join(names[:-1])} and {names[-1]}.")
    return [data[name] for name in names]


def _is_velocity(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_VELOCITY


def _number(value: object, what: str, limits: tuple[float, float]) -> float:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise KitError(f"{what} is a number from {low:g} to {high:g}.")
    return float(value) + 0.0


def _check_text(value: object, what: str, longest: int) -> None:
    if not isinstance(value, str) or not 1 <= len(value) <= longest or not value.isprintable():
        raise KitError(f"{what} is a plain text of 1 to {longest} characters.")


def _refuse_constant(name: str) -> None:
    raise KitError("A kit holds a value that is no finite number.")
