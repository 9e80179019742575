"""A kit: up to eight recipes on pads and four patterns of one or two bars, as one small JSON value.

`kit_of` and `data_of` are exact inverses; what has its usual value is left out of the JSON. Knows nothing of audio,
files or pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vae.checks import is_integer
from vae.recipes.checks import number
from vae.recipes.sheet import Entry, KitError, entry_data, entry_of
from vae.recipes.text import MAX_BYTES

PADS = 8
STEPS = 16
"""Steps in a bar."""

LENGTHS = (STEPS, 2 * STEPS)
"""Numbers of steps that a pattern may have."""

PATTERNS = 4
MAX_SONG = 16
"""Patterns in the order of a song."""

MAX_VELOCITY = 127
ALWAYS = 100
"""The chance of a step that is never left out, in percent."""

MAX_RATCHET = 4
TEMPO_RANGE = (40.0, 240.0)
"""In quarter notes per minute."""

SWING_RANGE = (0.5, 0.75)
HUMANISE_RANGE = (0.0, 1.0)
MAX_KIT_BYTES = PADS * (MAX_BYTES + 4096) + 2**16
"""Room for the longest recipes, the patterns and the JSON around them."""

Steps = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Beat:
    """The steps of eight pads, in sixteenths.

    Attributes:
        steps: velocities from 0 (rest) to 127, a row of 16 or 32 for each of the eight pads.
        chances: how likely each step is to be played, 1 to 100 percent; empty if all are always played.
        ratchets: by how many even hits each step is played, 1 to 4; empty if all are single.
    """

    steps: Steps = field(default=((0,) * STEPS,) * PADS)
    chances: Steps = ()
    ratchets: Steps = ()

    def __post_init__(self) -> None:
        if not isinstance(self.steps, list | tuple) or len(self.steps) != PADS:
            raise KitError(f"A pattern has {PADS} rows of steps.")
        first = self.steps[0]
        length = len(first) if isinstance(first, list | tuple) and len(first) in LENGTHS else STEPS
        object.__setattr__(self, "steps", _rows(self.steps, length, "velocities", 0, MAX_VELOCITY))
        for name, usual, highest in (("chances", ALWAYS, ALWAYS), ("ratchets", 1, MAX_RATCHET)):
            given = getattr(self, name)
            rows = _rows(given, length, name, 1, highest) if given not in ((), []) else ()
            changed = any(value != usual for row in rows for value in row)
            object.__setattr__(self, name, rows if changed else ())

    @property
    def length(self) -> int:
        """Number of steps, 16 or 32."""
        return len(self.steps[0])

    def chance(self, pad: int, step: int) -> int:
        """How likely a step is to be played, in percent."""
        return self.chances[pad][step] if self.chances else ALWAYS

    def ratchet(self, pad: int, step: int) -> int:
        """By how many hits a step is played."""
        return self.ratchets[pad][step] if self.ratchets else 1


@dataclass(frozen=True)
class Pattern:
    """The first beat of a kit, and how all of them are played.

    Attributes:
        tempo: quarter notes per minute.
        swing: position of the second sixteenth in its pair: 0.5 is straight, 2/3 a triplet.
        humanise: noise on each hit's latent, as the amount of a noise recipe.
        steps: as in `Beat`, like the two below.
        chances: as in `Beat`.
        ratchets: as in `Beat`.
    """

    tempo: float = 120.0
    swing: float = 0.5
    humanise: float = 0.0
    steps: Steps = field(default=((0,) * STEPS,) * PADS)
    chances: Steps = ()
    ratchets: Steps = ()

    def __post_init__(self) -> None:
        for name, limits in (("tempo", TEMPO_RANGE), ("swing", SWING_RANGE), ("humanise", HUMANISE_RANGE)):
            value = number(getattr(self, name), f"The {name} of a pattern", limits, KitError)
            object.__setattr__(self, name, value)
        beat = self.beat
        for name in ("steps", "chances", "ratchets"):
            object.__setattr__(self, name, getattr(beat, name))

    @property
    def beat(self) -> Beat:
        """Its steps alone."""
        return Beat(self.steps, self.chances, self.ratchets)


@dataclass(frozen=True)
class Kit:
    """Eight pads, each with a sound or empty, and their patterns.

    Attributes:
        slots: the sounds of the pads; None for an empty one.
        pattern: the first pattern, A, with the tempo of all.
        patterns: the other three: B, C and D.
        song: which patterns are played, in this order, over and over: 0 is A, 3 is D.
    """

    slots: tuple[Entry | None, ...] = (None,) * PADS
    pattern: Pattern = field(default_factory=Pattern)
    patterns: tuple[Beat, ...] = field(default_factory=lambda: (Beat(),) * (PATTERNS - 1))
    song: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        if not isinstance(self.slots, list | tuple) or len(self.slots) != PADS:
            raise KitError(f"A kit has {PADS} pads.")
        if not all(slot is None or isinstance(slot, Entry) for slot in self.slots):
            raise KitError("A pad of a kit holds a sound or nothing.")
        if not isinstance(self.patterns, list | tuple) or len(self.patterns) != PATTERNS - 1:
            raise KitError(f"A kit has {PATTERNS} patterns.")
        is_song = isinstance(self.song, list | tuple) and 1 <= len(self.song) <= MAX_SONG
        if not is_song or not all(is_integer(one, 0, PATTERNS - 1) for one in self.song):
            raise KitError(f"A song is a list of 1 to {MAX_SONG} patterns, each a number from 0 to 3.")
        for name in ("slots", "patterns", "song"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def beats(self) -> tuple[Beat, ...]:
        """All four patterns, A to D."""
        return (self.pattern.beat, *self.patterns)


def kit_of(data: object) -> Kit:
    """Reads a kit from a JSON value; the inverse of `data_of`.

    Raises:
        KitError: it is not a kit.
        RecipeError: one of its recipes is invalid.
    """
    values = _values(data, "kit", ("slots", "pattern"), ("patterns", "song"))
    details = ("chances", "ratchets")
    pattern = _values(values["pattern"], "pattern", ("tempo", "swing", "humanise", "steps"), details)
    if not isinstance(values["slots"], list):
        raise KitError(f"A kit has {PADS} pads.")
    slots = [None if slot is None else entry_of(slot) for slot in values["slots"][: PADS + 1]]
    others = values.get("patterns", [{}] * (PATTERNS - 1))
    if not isinstance(others, list) or len(others) != PATTERNS - 1:
        raise KitError(f"A kit has {PATTERNS} patterns.")
    patterns = [Beat(**_values(each, "pattern", (), ("steps", *details))) for each in others]
    return Kit(tuple(slots), Pattern(**pattern), tuple(patterns), values.get("song", (0,)))


def data_of(kit: Kit) -> dict[str, Any]:
    """Returns a kit as a JSON value; the inverse of `kit_of`."""
    usual = Kit()
    beats = [_data_of_beat(beat) for beat in kit.beats]
    knobs = {name: getattr(kit.pattern, name) for name in ("tempo", "swing", "humanise")}
    data: dict[str, Any] = {
        "slots": [None if slot is None else entry_data(slot) for slot in kit.slots],
        "pattern": {**knobs, **beats[0]},
    }
    if kit.patterns != usual.patterns:
        data["patterns"] = beats[1:]
    if kit.song != usual.song:
        data["song"] = list(kit.song)
    return data


def _data_of_beat(beat: Beat) -> dict[str, Any]:
    rows = {name: [list(row) for row in getattr(beat, name)] for name in ("steps", "chances", "ratchets")}
    return {name: value for name, value in rows.items() if value}


def _values(data: object, what: str, names: tuple[str, ...], optional: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping) or not set(names) <= set(data) <= {*names, *optional}:
        known = names or optional
        raise KitError(f"A {what} is a JSON object with {', '.join(known[:-1])} and {known[-1]}.")
    return data


def _rows(given: object, length: int, what: str, lowest: int, highest: int) -> Steps:
    if not isinstance(given, list | tuple) or len(given) != PADS:
        raise KitError(f"A pattern has {PADS} rows of {what}.")
    return tuple(_row(row, length, what, lowest, highest) for row in given)


def _row(values: object, length: int, what: str, lowest: int, highest: int) -> tuple[int, ...]:
    if (
        not isinstance(values, list | tuple)
        or len(values) != length
        or not all(is_integer(value, lowest, highest) for value in values)
    ):
        raise KitError(f"A row of a pattern has {length} {what} from {lowest} to {highest}.")
    return tuple(values)
