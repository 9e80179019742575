"""Kits for the page and for the endpoint `/export_kit`, as functions of a shelf and plain values.

As in `explorer.server.sounds`, invalid input raises a `HitmapError`. Knows nothing of Gradio.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from explorer.kit.export import export_kit, export_loop, save_text
from explorer.kit.kit import MAX_KIT_BYTES, PADS, Kit, data_of, kit_of
from explorer.kit.opening import MAX_ZIP_BYTES, SavedKit, open_kit
from explorer.kit.options import ExportOptions
from explorer.kit.random import pad_name, random_slots
from explorer.kit.rendered import Render
from explorer.server.wire import packed_bytes
from explorer.sound.render import Sound
from explorer.sound.shelf import Shelf
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import Entry, KitError, read_json
from vae.recipes.text import parse_recipe

KIT_FILE = "hitmap-kit.zip"
LOOP_FILE = "hitmap-loop.wav"
MAX_OPTIONS_BYTES = 4096


def export(shelf: Shelf, text: str, checkpoint: str = "", options: ExportOptions | None = None) -> bytes:
    """Exports JSON text as the bytes of a zip: a kit, or a list of up to eight recipes, named by their titles."""
    kit = _kit_in(shelf, text, checkpoint)
    return export_kit(kit, _rendering(shelf), _fingerprints(shelf, kit), options)


def export_for_page(shelf: Shelf, text: str, options: ExportOptions) -> dict[str, Any]:
    """`export` for the page: {name, zip}, the file name and its bytes as base64."""
    return {"name": kit_file(options), "zip": packed_bytes(export(shelf, text, "", options))}


def loop_file(shelf: Shelf, text: str, options: ExportOptions) -> dict[str, Any]:
    """The loop of a kit, given as JSON text, as a WAV file: {name, wav}, its bytes as base64."""
    data = export_loop(_kit_in(shelf, text, ""), _rendering(shelf), options)
    return {"name": LOOP_FILE, "wav": packed_bytes(data)}


def kit_file(options: ExportOptions) -> str:
    """The file name of an exported kit."""
    return f"{options.stem}.zip" if options.name else KIT_FILE


def options_in(text: str) -> ExportOptions:
    """Reads options for an export from the text of a JSON object; what it leaves out is as usual.

    Raises:
        KitError: it is no such object.
    """
    data = read_json(text, MAX_OPTIONS_BYTES)
    known = [field.name for field in fields(ExportOptions)]
    if not isinstance(data, dict) or not set(data) <= set(known):
        raise KitError(f"The options of an export are a JSON object with any of {', '.join(known)}.")
    return ExportOptions(**data)


def to_recipes_json(shelf: Shelf, text: str) -> dict[str, Any]:
    """The text of recipes.json for a kit, which goes into a link: {text}."""
    kit = _kit_in(shelf, text, "")
    return {"text": save_text(kit, _fingerprints(shelf, kit))}


def restore(shelf: Shelf, data: str) -> dict[str, Any]:
    """Opens the kit in an exported zip or a recipes.json, given as base64.

    `note` is empty, or says which sounds of a list are on the pads and which will sound different here.
    """
    if len(data) > MAX_ZIP_BYTES * 4 // 3 + 4:
        raise KitError(f"A kit can be {MAX_ZIP_BYTES // 2**20} MB at most.")
    try:
        raw = base64.b64decode(data, validate=True)
    except ValueError:
        raise KitError("The data of a kit is not valid base64 text.") from None
    saved = open_kit(raw)
    return {"kit": data_of(saved.kit), "note": " ".join(_notes(shelf, saved))}


def random_kit(shelf: Shelf, checkpoint: str, seed: int, source: str) -> dict[str, Any]:
    """The pads of a random kit; see `explorer.kit.random.random_slots`."""
    library, name = shelf.library(checkpoint), checkpoint or shelf.default
    return {"slots": data_of(Kit(random_slots(library, name, seed, source)))["slots"]}


def _rendering(shelf: Shelf) -> Render:
    def render(recipe: Recipe, name: str) -> Sound:
        return shelf.renderer(name).render(recipe)

    return render


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


def _notes(shelf: Shelf, saved: SavedKit) -> Iterator[str]:
    """Sentences to show about a kit that is being opened."""
    if saved.listed > PADS:
        yield f"This file lists {saved.listed} sounds. The first {PADS} are on the pads."
    used = {slot.checkpoint for slot in saved.kit.slots if slot is not None}
    missing = sorted(used - set(shelf.names))
    if missing:
        yield f"Some pads stay silent: this kit needs the checkpoint {_quoted(missing)}, which is missing here."
    elif changed := sorted(n for n in used if saved.fingerprints.get(n) != shelf.fingerprint(n)):
        yield f"The checkpoint {_quoted(changed)} has changed since this kit was saved, so it may sound different."


def _text_of(recipe: object) -> str:
    return recipe if isinstance(recipe, str) else json.dumps(recipe)


def _fingerprints(shelf: Shelf, kit: Kit) -> dict[str, str]:
    names = sorted({slot.checkpoint for slot in kit.slots if slot is not None})
    return {name: shelf.fingerprint(name) for name in names}


def _quoted(names: list[str]) -> str:
    return " and ".join(f'"{name[:40]}"' for name in names[:3])
