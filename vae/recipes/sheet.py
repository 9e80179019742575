"""recipes.json: the recipes beside sound files, with their names and checkpoints.

There are two layouts, distinguished by their format:

    1   {"app": "hitmap", "format": 1, "checkpoints": {name: fingerprint}, "kit": {"slots": [sound or null], …}}
    2   {"app": "hitmap", "format": 2, "checkpoints": {name: fingerprint}, "sounds": [sound]}

A kit has eight slots and a pattern, which `explorer.kit.kit` reads; a list has any number of sounds, as
`vae.generate` writes them. A sound is {"recipe", "name", "checkpoint", "level"}, in a list with the "file" beside it,
and "mute", "solo", "choke", "pitch", "decay", "pan", "favourite" and "tags" where they are not as usual.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vae.recipes.checks import RecipeError, integer, number, plain_text
from vae.recipes.recipe import Recipe
from vae.recipes.text import parse_recipe, to_json

FILE_NAME = "recipes.json"
KIT_FORMAT, LIST_FORMAT = 1, 2
LEVEL_RANGE = (-24.0, 6.0)
"""In dB."""

CHOKES = 4
"""Choke groups, numbered from 1."""

PITCH_RANGE = (-24.0, 24.0)
"""In semitones."""

DECAY_RANGE = (0.02, 8.0)
"""In seconds."""

PAN_RANGE = (-1.0, 1.0)
MAX_NAME = 60
MAX_TAGS = 12
MAX_TAG = 30
"""Characters of a tag."""

MAX_CHECKPOINT = 120
MAX_FILE = 255
MAX_LIST_BYTES = 32 * 2**20
"""Room for 100,000 sounds, the most that `vae.generate` makes, at about 200 bytes each."""

FOREIGN = "This file is not a kit of Hitmap: drop an exported zip, or the recipes.json in it."
_REQUIRED = ("recipe", "name", "checkpoint", "level")
_PLAYED = {"mute": False, "solo": False, "choke": 0, "pitch": 0.0, "decay": None, "pan": 0.0}
_KEPT = {"favourite": False, "tags": ()}
"""What may be said about how a sound is played and what it is to its musician, and what holds if nothing is said."""


class KitError(RecipeError):
    """A kit or a list of sounds that cannot be used; the message is one sentence for the musician."""


@dataclass(frozen=True)
class Entry:
    """A recipe with its name, checkpoint, level and file.

    Attributes:
        recipe: the sound.
        name: the musician's name for it.
        checkpoint: name of the checkpoint that the recipe is for.
        level: gain in dB.
        file: the sound file beside the list; None for a pad of a kit.
        mute: a beat leaves it out.
        solo: a beat leaves out all that are not solo.
        choke: group of sounds that cut each other off, 1 to 4; 0 for none.
        pitch: by how many semitones it is played higher, as a sampler does it: faster.
        decay: in how many seconds a fade from its beginning reaches -78 dB (e⁻⁹); None if it rings as it is.
        pan: from -1, left, to 1, right.
        favourite: the musician has it among their favourites.
        tags: the musician's own words for it.
    """

    recipe: Recipe
    name: str
    checkpoint: str
    level: float = 0.0
    file: str | None = None
    mute: bool = False
    solo: bool = False
    choke: int = 0
    pitch: float = 0.0
    decay: float | None = None
    pan: float = 0.0
    favourite: bool = False
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.recipe, Recipe):
            raise KitError("A pad holds a recipe.")
        plain_text(self.name, "The name of a sound", MAX_NAME, KitError)
        plain_text(self.checkpoint, "The checkpoint of a sound", MAX_CHECKPOINT, KitError)
        if self.file is not None:
            plain_text(self.file, "The file of a sound", MAX_FILE, KitError)
        if not isinstance(self.mute, bool) or not isinstance(self.solo, bool):
            raise KitError("Whether a sound is mute or solo is true or false.")
        if not isinstance(self.favourite, bool):
            raise KitError("Whether a sound is a favourite is true or false.")
        if not isinstance(self.tags, list | tuple) or len(self.tags) > MAX_TAGS:
            raise KitError(f"The tags of a sound are a list of up to {MAX_TAGS} words.")
        tags = (plain_text(tag, "A tag of a sound", MAX_TAG, KitError) for tag in self.tags)
        object.__setattr__(self, "tags", tuple(tags))
        integer(self.choke, "The choke group of a sound", CHOKES, KitError)
        limits = {"level": LEVEL_RANGE, "pitch": PITCH_RANGE, "decay": DECAY_RANGE, "pan": PAN_RANGE}
        for name, (low, high) in limits.items():
            if (value := getattr(self, name)) is not None or name != "decay":
                value = number(value, f"The {name} of a sound", (low, high), KitError)
                object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Sheet:
    """The content of a recipes.json.

    Attributes:
        fingerprints: the fingerprint of each of its checkpoints at the time of writing, by name.
        kit: the JSON value of a kit, not checked; None for a list.
        sounds: the first sounds of a list, up to the number asked for; None for a kit.
        total: number of sounds in the list.
    """

    fingerprints: Mapping[str, str]
    kit: object = None
    sounds: tuple[Entry, ...] | None = None
    total: int = 0


def write_kit(kit: object, fingerprints: Mapping[str, str]) -> str:
    """The text of a kit, given as a JSON value; inverse: `read_sheet`."""
    data = {**_head(KIT_FORMAT, fingerprints), "kit": kit}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_list(sounds: Iterable[Entry], fingerprints: Mapping[str, str]) -> str:
    """The text of a list, a line for each sound; inverse: `read_sheet`."""
    head = json.dumps(_head(LIST_FORMAT, fingerprints), ensure_ascii=False)
    rows = ",\n".join(json.dumps(entry_data(sound), ensure_ascii=False, allow_nan=False) for sound in sounds)
    return f'{head[:-1]}, "sounds": [\n{rows}\n]}}\n'


def read_sheet(text: str, most: int, max_bytes: int = MAX_LIST_BYTES) -> Sheet:
    """Reads the text of a kit or of a list.

    Args:
        text: text of a recipes.json.
        most: how many sounds of a list to read; the rest are only counted.
        max_bytes: limit on the length of the text.

    Raises:
        KitError: it is neither, damaged, or from a newer Hitmap.
        RecipeError: one of its recipes is invalid.
    """
    try:
        data = read_json(text, max_bytes)
    except KitError:
        raise KitError(FOREIGN) from None
    if not isinstance(data, dict) or data.get("app") != "hitmap" or not {"kit", "sounds"} & data.keys():
        raise KitError(FOREIGN)
    content = "kit" if data.get("format") == KIT_FORMAT else "sounds"
    if data.get("format") not in (KIT_FORMAT, LIST_FORMAT) or content not in data:
        raise KitError("This kit was made by another version of Hitmap, whose format is not known here.")
    prints, sounds = data.get("checkpoints"), data.get("sounds")
    if not isinstance(prints, dict) or not all(isinstance(one, str) for one in prints.values()):
        raise KitError(FOREIGN)
    if content == "kit":
        return Sheet(prints, kit=data["kit"])
    if not isinstance(sounds, list):
        raise KitError(FOREIGN)
    return Sheet(prints, sounds=tuple(entry_of(sound) for sound in sounds[:most]), total=len(sounds))


def read_json(text: str, max_bytes: int) -> Any:
    """Any JSON value from text.

    Raises:
        KitError: it is longer than `max_bytes` characters or is not JSON.
    """
    if not isinstance(text, str) or len(text) > max_bytes:
        raise KitError(f"A kit is a text of {max_bytes // 1024} kB at most.")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except KitError:
        raise
    except (ValueError, RecursionError):
        raise KitError("This kit is not valid JSON.") from None


def entry_of(data: object) -> Entry:
    """The sound in a JSON value; the inverse of `entry_data`.

    Raises:
        KitError: it is not a sound.
        RecipeError: its recipe is invalid.
    """
    if not isinstance(data, dict) or not set(_REQUIRED) <= set(data) <= {
        *_REQUIRED,
        *_PLAYED,
        *_KEPT,
        "file",
    }:
        raise KitError("A sound of a kit is a JSON object with recipe, name, checkpoint and level.")
    return Entry(**{**data, "recipe": parse_recipe(json.dumps(data["recipe"]))})


def entry_data(entry: Entry) -> dict[str, Any]:
    """A sound as a JSON value; the inverse of `entry_of`."""
    data = {
        "recipe": json.loads(to_json(entry.recipe)),
        "name": entry.name,
        "checkpoint": entry.checkpoint,
        "level": entry.level,
    }
    optional = {**_PLAYED, **_KEPT}
    data |= {name: value for name, usual in optional.items() if (value := getattr(entry, name)) != usual}
    if entry.tags:
        data["tags"] = list(entry.tags)
    return data if entry.file is None else {"file": entry.file, **data}


def name_from(text: str) -> str:
    """A valid name for a sound, from any text."""
    return "".join(c for c in text if c.isprintable())[:MAX_NAME].strip() or "Sound"


def _head(version: int, fingerprints: Mapping[str, str]) -> dict[str, Any]:
    return {"app": "hitmap", "format": version, "checkpoints": dict(fingerprints)}


def _refuse_constant(name: str) -> None:
    raise KitError("A kit holds a value that is not a finite number.")
