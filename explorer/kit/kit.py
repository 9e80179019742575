"""A kit: up to eight recipes on pads and a pattern of sixteen steps, as one small JSON value.

`kit_of` and `data_of` are exact inverses. Knows nothing of audio, files or pages.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from vae.checks import is_integer
from vae.recipes.checks import number
from vae.recipes.sheet import Entry, KitError, entry_data, entry_of
from vae.recipes.text import MAX_BYTES

PADS = 8
STEPS = 16
MAX_VELOCITY = 127
TEMPO_RANGE = (40.0, 240.0)
"""In quarter notes per minute."""

SWING_RANGE = (0.5, 0.75)
HUMANISE_RANGE = (0.0, 1.0)
MAX_KIT_BYTES = PADS * (MAX_BYTES + 4096)
"""Room for the longest recipes, the pattern and the JSON around them."""

Steps = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Pattern:
    """One bar of sixteenths for eight pads.

    Attributes:
        tempo: quarter notes per minute.
        swing: position of the second sixteenth in its pair: 0.5 is straight, 2/3 a triplet.
        humanise: noise on each hit's latent, as the amount of a noise recipe.
        steps: velocities from 0 (rest) to 127, a row of sixteen for each of the eight pads.
    """

    tempo: float = 120.0
    swing: float = 0.5
    humanise: float = 0.0
    steps: Steps = field(default=((0,) * STEPS,) * PADS)

    def __post_init__(self) -> None:
        for name, limits in (("tempo", TEMPO_RANGE), ("swing", SWING_RANGE), ("humanise", HUMANISE_RANGE)):
            value = number(getattr(self, name), f"The {name} of a pattern", limits, KitError)
            object.__setattr__(self, name, value)
        if not isinstance(self.steps, list | tuple) or len(self.steps) != PADS:
            raise KitError(f"A pattern has {PADS} rows of steps.")
        object.__setattr__(self, "steps", tuple(map(_row, self.steps)))


@dataclass(frozen=True)
class Kit:
    """Eight pads, each with a sound or empty, and their pattern."""

    slots: tuple[Entry | None, ...] = (None,) * PADS
    pattern: Pattern = field(default_factory=Pattern)

    def __post_init__(self) -> None:
        if not isinstance(self.slots, list | tuple) or len(self.slots) != PADS:
            raise KitError(f"A kit has {PADS} pads.")
        if not all(slot is None or isinstance(slot, Entry) for slot in self.slots):
            raise KitError("A pad of a kit holds a sound or nothing.")
        object.__setattr__(self, "slots", tuple(self.slots))


def kit_of(data: object) -> Kit:
    """Reads a kit from a JSON value; the inverse of `data_of`.

    Raises:
        KitError: it is not a kit.
        RecipeError: one of its recipes is invalid.
    """
    values = _values(data, "kit", ("slots", "pattern"))
    pattern = _values(values["pattern"], "pattern", tuple(each.name for each in fields(Pattern)))
    if not isinstance(values["slots"], list):
        raise KitError(f"A kit has {PADS} pads.")
    slots = [None if slot is None else entry_of(slot) for slot in values["slots"][: PADS + 1]]
    return Kit(tuple(slots), Pattern(**pattern))


def data_of(kit: Kit) -> dict[str, Any]:
    """Returns a kit as a JSON value; the inverse of `kit_of`."""
    return {
        "slots": [None if slot is None else entry_data(slot) for slot in kit.slots],
        "pattern": {**asdict(kit.pattern), "steps": [list(row) for row in kit.pattern.steps]},
    }


def _values(data: object, what: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise KitError(f"A {what} is a JSON object with {', '.join(names[:-1])} and {names[-1]}.")
    return data


def _row(velocities: object) -> tuple[int, ...]:
    if not isinstance(velocities, list | tuple) or len(velocities) != STEPS:
        raise KitError(f"A row of a pattern has {STEPS} velocities from 0 to {MAX_VELOCITY}.")
    if not all(is_integer(velocity, 0, MAX_VELOCITY) for velocity in velocities):
        raise KitError(f"A row of a pattern has {STEPS} velocities from 0 to {MAX_VELOCITY}.")
    return tuple(velocities)
