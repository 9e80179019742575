"""What the page and the endpoint `/export_kit` ask of kits, as functions of a shelf and plain values.

As in `explorer.server.sounds`, what is wrong raises a `HitmapError`. Knows nothing of Gradio.
"""

import base64
import binascii
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from explorer.kit.export import export_kit, save_text
from explorer.kit.kit import MAX_KIT_BYTES, PADS, Kit, data_of, kit_of
from explorer.kit.opening import MAX_ZIP_BYTES, open_kit
from explorer.kit.random import pad_name, random_slots
from explorer.kit.rendered import ExportOptions
from explorer.sound.render import Sound
from explorer.sound.shelf import Shelf
from vae.checkpoint.files import fingerprint as folder_fingerprint
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import Entry, KitError, read_json
from vae.recipes.text import parse_recipe

KIT_FILE = "hitmap-kit.zip"


def fingerprint(shelf: Shelf, checkpoint: str = "") -> str:
    """Twelve hex digits of what a checkpoint's sounds depend on: its configuration, weights and library.

    Raises:
        CheckpointError: there is no such checkpoint, or it is damaged.
    """
    shelf.check(checkpoint)
    folder = shelf.folders[checkpoint or shelf.default]
    stamps = [
        (one.stat().st_mtime_ns, one.stat().st_size) for one in sorted(folder.iterdir()) if one.is_file()
    ]
    return _fingerprint(folder, tuple(stamps))


@lru_cache(maxsize=16)
def _fingerprint(folder: Path, stamps: tuple[tuple[int, int], ...]) -> str:
    """Read once for as long as the files keep their times and sizes."""
    return folder_fingerprint(folder)


def export(
    shelf: Shelf,
    text: str,
    checkpoint: str = "",
    bit_depth: int = 16,
    sample_rate: int = 44_100,
    bars: int = 2,
) -> bytes:
    """The zip of a kit given as JSON text: a kit, or a list of up to eight recipes, named by their titles."""
    kit = _kit_in(shelf, text, checkpoint)
    options = ExportOptions(bit_depth, sample_rate, bars)

    def render(recipe: Recipe, name: str) -> Sound:
        return shelf.renderer(name).render(recipe)

    return export_kit(kit, render, _fingerprints(shelf, kit), options)


def page_functions(shelf: Shelf) -> list[Callable[[object], dict[str, Any]]]:
    """What the page calls on the server; each takes one JSON object, which may hold anything."""

    def export_kit(payload: object) -> dict[str, Any]:
        values = [_value(payload, key) for key in ("bit_depth", "sample_rate", "bars")]
        data = export(shelf, _value(payload, "kit"), "", *values)
        return {"name": KIT_FILE, "zip": base64.b64encode(data).decode("ascii")}

    def restore_kit(payload: object) -> dict[str, Any]:
        return restore(shelf, _value(payload, "data"))

    def seal_kit(payload: object) -> dict[str, Any]:
        return seal(shelf, _value(payload, "kit"))

    def random_kit(payload: object) -> dict[str, Any]:
        return surprise(shelf, *(_value(payload, key) for key in ("checkpoint", "seed", "source")))

    return [export_kit, restore_kit, seal_kit, random_kit]


def seal(shelf: Shelf, text: str) -> dict[str, Any]:
    """The text of recipes.json for a kit: what a link with a kit holds."""
    kit = _kit_in(shelf, text, "")
    return {"text": save_text(kit, _fingerprints(shelf, kit))}


def restore(shelf: Shelf, data: str) -> dict[str, Any]:
    """The kit in an exported zip or in a recipes.json, given as base64.

    `note` is empty, or says which sounds of a list are on the pads and what will sound different here.
    """
    if not isinstance(data, str) or len(data) > MAX_ZIP_BYTES * 4 // 3 + 4:
        raise KitError(f"A kit can be {MAX_ZIP_BYTES // 2**20} MB at most.")
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise KitError("The data of a kit is not valid base64 text.") from None
    saved = open_kit(raw)
    used = {slot.checkpoint for slot in saved.kit.slots if slot is not None}
    notes = []
    if saved.listed > PADS:
        notes.append(f"This file lists {saved.listed} sounds: the first {PADS} are on the pads.")
    missing = sorted(used - set(shelf.names))
    if missing:
        notes.append(
            f"Some pads stay silent: this kit needs the checkpoint {_quoted(missing)}, which is not here."
        )
    elif changed := sorted(name for name in used if saved.fingerprints.get(name) != fingerprint(shelf, name)):
        notes.append(f"The checkpoint {_quoted(changed)} has changed since: the kit may sound different.")
    return {"kit": data_of(saved.kit), "note": " ".join(notes)}


def surprise(shelf: Shelf, checkpoint: str, seed: int, source: str) -> dict[str, Any]:
    """The pads of a random kit; see `explorer.kit.random.random_slots`."""
    library, name = shelf.library(checkpoint), checkpoint or shelf.default
    return {"slots": data_of(Kit(random_slots(library, name, seed, source)))["slots"]}


def _kit_in(shelf: Shelf, text: str, checkpoint: str) -> Kit:
    data = read_json(text, MAX_KIT_BYTES)
    if isinstance(data, dict):
        return kit_of(data)
    if not isinstance(data, list) or not 1 <= len(data) <= PADS:
        raise KitError(f"A kit to export is a JSON list of 1 to {PADS} recipes.")
    library, name = shelf.library(checkpoint), checkpoint or shelf.default
    recipes = [parse_recipe(_text_of(recipe)) for recipe in data]
    slots = [Entry(recipe, pad_name(recipe, library), name) for recipe in recipes]
    return Kit((*slots, *[None] * (PADS - len(slots))))


def _value(payload: object, key: str) -> Any:
    if not isinstance(payload, dict):
        raise KitError("A request for a kit is a JSON object.")
    return payload.get(key)


def _text_of(recipe: object) -> str:
    return recipe if isinstance(recipe, str) else json.dumps(recipe)


def _fingerprints(shelf: Shelf, kit: Kit) -> dict[str, str]:
    names = sorted({slot.checkpoint for slot in kit.slots if slot is not None})
    return {name: fingerprint(shelf, name) for name in names}


def _quoted(names: list[str]) -> str:
    return " and ".join(f'"{name[:40]}"' for name in names[:3])
