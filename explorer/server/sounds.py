"""Sounds and libraries for the page and the named endpoints, as functions of a shelf and plain values.

Input may come from anyone: it is checked here, and anything invalid raises a `HitmapError`.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explorer.kit.wav import tagged_wav
from explorer.server.colourings import describe_colourings
from explorer.server.plots import frequency_ticks
from explorer.server.wire import packed, packed_audio, packed_bytes
from explorer.sound.calibration import load_calibration
from explorer.sound.dimensions import strongest
from explorer.sound.labels import label_confidence, sureness
from explorer.sound.render import Sound
from explorer.sound.shelf import Shelf
from vae.data.originals import DATA_VARIABLE
from vae.library.library import Library, LibraryError
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Phase, Point
from vae.recipes.recipe import Recipe
from vae.recipes.text import parse_recipe, to_json
from vae.sound.audio import AudioError
from vae.sound.measures.pairs import mono as mid

if TYPE_CHECKING:
    from explorer.sound.render import Renderer

MAX_NEIGHBOURS = 100
SHOWN_DIMENSIONS = 8


def describe_library(shelf: Shelf, checkpoint: str = "") -> dict[str, Any]:
    """Everything the page needs to draw a checkpoint's map: colourings, places, names.

    Loads the whole checkpoint, so that one that cannot be played is refused before it is shown.
    """
    library = shelf.renderer(checkpoint).library
    return {
        "checkpoint": checkpoint or shelf.default,
        "fingerprint": shelf.fingerprint(checkpoint),
        **describe_colourings(library),
        "x": packed(library.coordinates[:, 0], "f4"),
        "y": packed(library.coordinates[:, 1], "f4"),
        "names": list(library.names),
        "kits": list(library.kits),
        "confidences": packed(sureness(library), "f4"),
        "shape": load_calibration(shelf.folders[checkpoint or shelf.default]),
    }


def describe_dimensions(shelf: Shelf, checkpoint: str = "") -> dict[str, Any]:
    """The latent dimensions that change a checkpoint's sounds most, strongest first, and the change of each in dB."""
    renderer = shelf.renderer(checkpoint)
    changes_db = renderer.changes * renderer.codec.spectrogram_config.range_db
    dimensions = strongest(changes_db, SHOWN_DIMENSIONS)
    return {
        "dimensions": dimensions,
        "changes_db": [round(float(changes_db[dimension]), 2) for dimension in dimensions],
        "latent_dim": len(changes_db),
    }


def list_library(shelf: Shelf, checkpoint: str = "") -> list[dict[str, Any]]:
    """Every sound of a library: id, name, label, label_confidence (0 to 1; a guess is below 1), kit, x, y."""
    library = shelf.library(checkpoint)
    return [_entry(library, i) for i in range(len(library))]


def render(shelf: Shelf, recipe: str, checkpoint: str = "") -> tuple[Recipe, Sound]:
    """Renders a recipe given as JSON text."""
    parsed = parse_recipe(recipe)
    return parsed, shelf.renderer(checkpoint).render(parsed)


def describe_sound(shelf: Shelf, recipe: str, checkpoint: str = "") -> dict[str, Any]:
    """A rendered recipe for the page: 16-bit audio and an 8-bit spectrogram as base64, and the info.

    If the original of a library sound is missing, `original_hint` says how to get it.
    """
    parsed, sound = render(shelf, recipe, checkpoint)
    renderer = shelf.renderer(checkpoint)
    hint = {}
    if sound.info.id is not None and not sound.info.has_original:
        hint["original_hint"] = original_hint(renderer.library.sources[sound.info.id])
    return {
        "recipe": to_json(parsed),
        "info": {**asdict(sound.info), **hint},
        **packed_audio(sound.waveform, sound.sample_rate, sound.spectrogram),
        "ticks": frequency_ticks(renderer.codec.spectrogram_config.band_frequencies()),
    }


def original_hint(source: Mapping[str, Any]) -> str:
    """A sentence that says how to get a sound's original, which is not on this computer."""
    return (
        f"To compare with the original, {source.get('path', 'its file')}, install Debian's hydrogen-drumkits and "
        f"hydrogen-data for the open kits, or set {DATA_VARIABLE} to the folder of your own sounds."
    )


def library_original(renderer: "Renderer", sound_id: int, rounds: int | None = None) -> NDArray[np.float32]:
    """The original of a library sound, as returned by `Renderer.original`.

    Raises:
        RecipeError: there is no such sound, or the number of rounds is invalid.
        LibraryError: the original is not on this computer; the message says how to get it.
    """
    if not 0 <= sound_id < len(renderer.library):
        raise RecipeError("There is no such sound in this library.")
    if rounds is not None:
        Phase(Point(sound_id), rounds)  # checks them
    waveform = renderer.original(sound_id, rounds)
    if waveform is None:
        raise LibraryError(original_hint(renderer.library.sources[sound_id]))
    return waveform


def describe_original(
    shelf: Shelf, sound_id: int, checkpoint: str = "", rounds: int | None = None
) -> dict[str, Any]:
    """The original of a library sound, and the gain that makes its reconstruction as loud.

    `rounds` is that of the reconstruction's `Phase`, None for the codec's own. Raises the same as `library_original`.
    """
    renderer = shelf.renderer(checkpoint)
    waveform = library_original(renderer, sound_id, rounds)
    sound = packed_audio(waveform, renderer.codec.sample_rate, renderer.spectrogram(waveform))
    return {**sound, "matching_gain": renderer.matching_gain(sound_id, rounds)}


def wav_file(
    shelf: Shelf, recipe: str, checkpoint: str = "", bit_depth: int = 16, mono: bool = False
) -> dict[str, Any]:
    """A rendered recipe as a WAV file that carries its title and recipe: {name, wav}, its bytes as base64.

    It has the channels of the sound, or one if `mono`.
    """
    if bit_depth not in (16, 24) or isinstance(bit_depth, bool):
        raise AudioError("A WAV file is written with 16 or 24 bits.")
    parsed, sound = render(shelf, recipe, checkpoint)
    title = sound.info.title
    tags = {"title": title, "comment": to_json(parsed)}
    waveform = mid(sound.waveform) if mono else sound.waveform
    data = tagged_wav(waveform, sound.sample_rate, bit_depth=bit_depth, **tags, whole=True)
    name = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower() or "sound"
    return {"name": f"{name[:80]}.wav", "wav": packed_bytes(data)}


def neighbours(shelf: Shelf, recipe: str, k: int = 8, checkpoint: str = "") -> list[dict[str, Any]]:
    """The k sounds of the library whose latents are nearest to a recipe's, nearest first."""
    if isinstance(k, bool) or not isinstance(k, int | float) or not 1 <= k <= MAX_NEIGHBOURS or k != int(k):
        raise RecipeError(f"The number of neighbours is a whole number from 1 to {MAX_NEIGHBOURS}.")
    renderer = shelf.renderer(checkpoint)
    library = renderer.library
    distances, ids = library.nearest(renderer.latent_of(parse_recipe(recipe)), int(k))
    return [
        {**_entry(library, int(i)), "distance": round(float(d), 4)}
        for d, i in zip(distances, ids, strict=True)
    ]


def _entry(library: Library, i: int) -> dict[str, Any]:
    x, y = library.coordinates[i].tolist()
    return {
        "id": i,
        "name": library.names[i],
        "label": library.labels[i],
        "label_confidence": label_confidence(library, i),
        "kit": library.kits[i],
        "x": x,
        "y": y,
    }
