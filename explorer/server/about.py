"""What the page says about itself: each checkpoint in a sentence, the numbers of a sound, and where the source is."""

import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from explorer.server.wire import packed
from explorer.sound.labels import NO_LABEL
from explorer.sound.shelf import Shelf
from vae.checkpoint.files import load_config
from vae.errors import HitmapError
from vae.library.library import Library
from vae.recipes.text import parse_recipe

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
SPACE_VARIABLE = "SPACE_ID"
"""Set by Hugging Face where the page runs as a Space: its owner and name."""
NAMED_LABELS = 3
REFERENCE = "thesis"
"""The preset that others are compared with."""
COMPARED = " Learned as in the thesis that Hitmap grew out of, to compare with."
MOST = 3.0
"""Standard deviations from the mean of all sounds: as far as a number of a latent is shown."""
APART = " " + 10 * "\N{EM SPACE}" + "\n"
"""Between the name of a choice and its sentence: the field that shows the choice has one line and room for the name."""


def describe(shelf: Shelf) -> dict[str, Any]:
    """The checkpoints, in display order, and where the source is; JSON-able."""
    names = shelf.names
    return {
        "checkpoints": [{"name": name, "sentence": sentence_of(shelf, name)} for name in names],
        "source": source(),
    }


def choices(shelf: Shelf) -> list[tuple[str, str]]:
    """For the choice of a checkpoint: what is shown of each, its sentence on a line of its own, and its name."""
    return [(f"{name}{APART}{sentence_of(shelf, name)}".rstrip(), name) for name in shelf.names]


def sentence_of(shelf: Shelf, checkpoint: str) -> str:
    """A checkpoint in a sentence or two; empty if its library cannot be read."""
    try:
        return in_words(shelf.library(checkpoint), load_config(shelf.folders[checkpoint]))
    except HitmapError:
        return ""


def in_words(library: Library, config: dict[str, Any]) -> str:
    """How many sounds a library has, where they come from, and what they are."""
    sounds = _counted(len(library), "sound")
    kits = {kit: sound for sound, kit in enumerate(library.kits)}
    # One sound stands for its kit: to read the source of each of 100,000 takes seconds.
    synthesised = all(library.sources[sound].get("type") == "drum_machine" for sound in kits.values())
    origin = "made by Hitmap's own synthesiser" if synthesised else f"from {_counted(len(kits), 'kit')}"
    labels = [label for label, _ in Counter(library.labels).most_common() if label not in NO_LABEL]
    named = [label.replace("_", " ").strip() for label in labels[:NAMED_LABELS]]
    if more := len(labels) - len(named):
        named.append(f"{more} more")
    kinds = ": " + " and ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else ""
    reference = (
        " Learned as in the thesis that Hitmap grew out of, to compare with."
        if config.get("preset") == REFERENCE
        else ""
    )
    return f"{sounds} {origin}{kinds}.{reference}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def numbers(shelf: Shelf, recipe: str, checkpoint: str = "") -> dict[str, Any]:
    """The latent of a recipe, each number as far from the mean of all sounds as they usually are: -1…1 is ±`MOST`.

    Returns:
        `numbers`, (latent_dim,) int8 as base64, 127 for 1; `latent_dim`; without what the model misses.
    """
    renderer = shelf.renderer(checkpoint)
    library = renderer.library
    deviations = (renderer.latent_of(parse_recipe(recipe)) - library.centre) / np.maximum(
        library.spread, 1e-9
    )
    scaled = np.rint(np.clip(deviations[: library.compared_dims] / MOST, -1, 1) * 127)
    return {"numbers": packed(scaled, "i1"), "latent_dim": len(scaled)}


def source() -> str:
    """The address of the page's source: the Space that it runs in, or what pyproject.toml names; empty if neither."""
    space = os.environ.get(SPACE_VARIABLE, "")
    if re.fullmatch(r"[\w.-]+/[\w.-]+", space, re.ASCII):
        return f"https://huggingface.co/spaces/{space}/tree/main"
    if not PROJECT.is_file():
        return ""
    urls = tomllib.loads(PROJECT.read_text("utf-8"))["project"].get("urls", {})
    known = {name.lower(): address for name, address in urls.items()}
    return next((known[name] for name in ("source", "repository", "homepage") if name in known), "")
