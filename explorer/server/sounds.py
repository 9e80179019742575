"""Sounds and libraries for the page and the named endpoints, as functions of a shelf and plain values.

Input may come from anyone: it is checked here, and anything invalid raises a `HitmapError`.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explorer.kit.loop import as_played
from explorer.kit.mix import strip_of
from explorer.kit.wav import tagged_wav
from explorer.server.plots import frequency_ticks
from explorer.server.wire import packed_audio, packed_bytes
from explorer.sound.alike import most_alike
from explorer.sound.dimensions import strongest
from explorer.sound.file_names import stem_of
from explorer.sound.labels import label_confidence
from explorer.sound.pitch import pitch_of
from explorer.sound.render import Sound
from explorer.sound.shelf import Shelf
from explorer.sound.torch_lane import is_idle
from vae.data.originals import DATA_VARIABLE
from vae.latent.spacing import likeness
from vae.library.library import Library, LibraryError
from vae.recipes.checks import RecipeError
from vae.recipes.description import NEIGHBOURS
from vae.recipes.kinds import Phase, Point
from vae.recipes.qualities import log_qualities, to_log_qualities
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import Entry
from vae.recipes.text import parse_recipe, to_json
from vae.sound.audio import AudioError
from vae.sound.descriptors import describe
from vae.sound.measures.pairs import mono as mid

if TYPE_CHECKING:
    from explorer.sound.render import Renderer

MAX_NEIGHBOURS = 100
SHOWN_DIMENSIONS = 8


def version(shelf: Shelf, checkpoint: str = "") -> dict[str, Any]:
    """What a checkpoint is now, which changes when sounds are added to it: {fingerprint, sounds}.

    Loads the whole checkpoint, so that one that cannot be played is refused before it is shown.
    """
    library = shelf.renderer(checkpoint).library
    return {"fingerprint": shelf.fingerprint(checkpoint), "sounds": len(library)}


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


def describe_sound(shelf: Shelf, recipe: str, checkpoint: str = "", ahead: bool = False) -> dict[str, Any]:
    """A rendered recipe for the page: 16-bit audio and an 8-bit spectrogram as base64, and the info.

    If the original of a library sound is missing, `original_hint` says how to get it. What is asked for `ahead`
    is made only while nothing else is: otherwise the answer is {busy: true}.
    """
    if ahead and not is_idle():
        return {"busy": True}
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
    shelf: Shelf,
    recipe: str,
    checkpoint: str = "",
    bit_depth: int = 16,
    mono: bool = False,
    mix: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A rendered recipe as a WAV file that carries its title and recipe: {name, wav}, its bytes as base64.

    It has the channels of the sound, or one if `mono`; with a `mix`, any of the level, pitch, decay and pan that an
    `Entry` has, it sounds as on a pad.
    """
    if bit_depth not in (16, 24) or isinstance(bit_depth, bool):
        raise AudioError("A WAV file is written with 16 or 24 bits.")
    parsed, sound = render(shelf, recipe, checkpoint)
    title = sound.info.title
    tags = {"title": title, "comment": to_json(parsed)}
    waveform = mid(sound.waveform) if mono else sound.waveform
    if mix:
        strip = strip_of(Entry(parsed, "Pad", checkpoint or shelf.default, **mix))
        waveform = as_played(waveform, strip, sound.sample_rate, mono=mono)
    data = tagged_wav(waveform, sound.sample_rate, bit_depth=bit_depth, **tags, whole=not mix)
    return {"name": f"{stem_of(title, 80) or 'sound'}.wav", "wav": packed_bytes(data)}


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


def similar(shelf: Shelf, recipe: str, k: int = 8, checkpoint: str = "") -> list[dict[str, Any]]:
    """The k sounds that are most like a recipe's: what `neighbours` gives, each with its likeness, 0 to 1."""
    typical = shelf.library(checkpoint).typical_distance
    return [
        {**entry, "likeness": round(float(likeness(np.array([entry["distance"]]), typical)[0]), 4)}
        for entry in neighbours(shelf, recipe, k, checkpoint)
    ]


def alike(shelf: Shelf, recipe: str, checkpoint: str, aspect: str) -> dict[str, Any]:
    """The sounds most like a recipe's in one aspect of `explorer.sound.alike`, for the page: {ids, likeness}."""
    _, sound = render(shelf, recipe, checkpoint)
    library = shelf.renderer(checkpoint).library
    known = sound.info.id
    if known is None:
        measured = describe(mid(sound.waveform), sound.sample_rate)
        qualities = to_log_qualities(measured[None])[0]
    else:
        qualities = log_qualities(library)[known]
    ids, found = most_alike(library, qualities, aspect, NEIGHBOURS, known)
    return {"ids": ids.tolist(), "likeness": found.round(4).tolist()}


def pitch(shelf: Shelf, recipe: str, checkpoint: str) -> dict[str, Any]:
    """The pitch of a rendered recipe in Hz, for the page: {hz}, None if it has none."""
    _, sound = render(shelf, recipe, checkpoint)
    found = pitch_of(sound.waveform, sound.sample_rate)
    return {"hz": None if found is None else round(found, 3)}


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
