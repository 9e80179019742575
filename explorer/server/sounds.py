"""What the page and the named endpoints ask for, as functions of a shelf and plain values.

Everything that comes in may come from anyone: it is checked here, and what is wrong raises a
`HitmapError`, whose message is one sentence. Knows nothing of Gradio.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from explorer.kit.wav import tagged_wav
from explorer.server.colourings import describe_colourings
from explorer.server.plots import frequency_ticks, packed
from explorer.sound.calibration import load_calibration
from explorer.sound.dimensions import strongest
from explorer.sound.render import Sound
from explorer.sound.shelf import Shelf
from vae.data.originals import DATA_VARIABLE
from vae.library.library import LibraryError
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Phase, Point
from vae.recipes.recipe import Recipe
from vae.recipes.text import parse_recipe, to_json
from vae.sound.audio import AudioError, read_audio
from vae.sound.hit import strongest_hit

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

MAX_UPLOAD_BYTES = 30 * 1024 * 1024
MAX_RECORDING_SECONDS = 60
MAX_NEIGHBOURS = 100
SHOWN_DIMENSIONS = 8


def describe_library(shelf: Shelf, checkpoint: str = "") -> dict:
    """Everything the page needs to draw a checkpoint's map: colourings, places, names.

    Loads the whole checkpoint: one that cannot be played is refused before it is shown.
    """
    library = shelf.renderer(checkpoint).library
    return {
        "checkpoint": checkpoint or shelf.default,
        **describe_colourings(library),
        "x": packed(library.coordinates[:, 0], "f4")["bdata"],
        "y": packed(library.coordinates[:, 1], "f4")["bdata"],
        "names": list(library.names),
        "kits": list(library.kits),
        "shape": load_calibration(shelf.folders[checkpoint or shelf.default]),
    }


def describe_dimensions(shelf: Shelf, checkpoint: str = "") -> dict:
    """The dimensions of a checkpoint's latents that are heard most, strongest first, and by how many dB each."""
    renderer = shelf.renderer(checkpoint)
    changes_db = renderer.changes * renderer.codec.numbers.range_db
    dimensions = strongest(changes_db, SHOWN_DIMENSIONS)
    return {
        "dimensions": dimensions,
        "changes_db": [round(float(changes_db[dimension]), 2) for dimension in dimensions],
        "latent_dim": len(changes_db),
    }


def list_library(shelf: Shelf, checkpoint: str = "") -> list[dict]:
    """Every sound of a library: id, name, label, kit, x, y."""
    library = shelf.library(checkpoint)
    return [_entry(library, i) for i in range(len(library))]


def render(shelf: Shelf, recipe: str, checkpoint: str = "") -> tuple[Recipe, Sound]:
    """Renders a recipe given as JSON text."""
    parsed = parse_recipe(recipe)
    return parsed, shelf.renderer(checkpoint).render(parsed)


def describe_sound(shelf: Shelf, recipe: str, checkpoint: str = "") -> dict:
    """A rendered recipe as the page wants it: 16-bit audio and 8-bit spectrogram as base64, and the info.

    Where the original of a library sound is missing, `original_hint` says how to get it.
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
        "ticks": frequency_ticks(band_frequencies(renderer.codec)),
    }


def original_hint(source: Mapping[str, Any]) -> str:
    """The sentence that says how to get a sound's original, which is not on this machine."""
    return (
        f"To compare with the original, {source.get('path', 'its file')}, install Debian's hydrogen-drumkits and "
        f"hydrogen-data for the open kits, or name the folder of your own sounds in {DATA_VARIABLE}."
    )


def describe_original(shelf: Shelf, sound_id: int, checkpoint: str = "", rounds: int | None = None) -> dict:
    """The original of a library sound, and the gain that its reconstruction needs beside it to be as loud.

    `rounds` are those of the reconstruction's `Phase`, None for the codec's own.
    """
    renderer = shelf.renderer(checkpoint)
    if (
        isinstance(sound_id, bool)
        or not isinstance(sound_id, int)
        or not 0 <= sound_id < len(renderer.library)
    ):
        raise RecipeError("There is no such sound in this library.")
    if rounds is not None:
        Phase(Point(sound_id), rounds)  # checks them
    waveform = renderer.original(sound_id, rounds)
    if waveform is None:
        raise LibraryError(original_hint(renderer.library.sources[sound_id]))
    sound = packed_audio(waveform, renderer.codec.sample_rate, renderer.codec.spectrogram(waveform))
    return {**sound, "matching_gain": renderer.matching_gain(sound_id, rounds)}


def wav_file(shelf: Shelf, recipe: str, checkpoint: str = "", bit_depth: int = 16) -> dict:
    """A rendered recipe as a WAV file, which names its title and recipe: its name and its bytes as base64."""
    if bit_depth not in (16, 24) or isinstance(bit_depth, bool):
        raise AudioError("A WAV file has 16 or 24 bits here.")
    parsed, sound = render(shelf, recipe, checkpoint)
    title = sound.info.title
    tags = {"title": title, "comment": to_json(parsed)}
    data = tagged_wav(sound.waveform, sound.sample_rate, bit_depth=bit_depth, **tags, whole=True)
    name = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower() or "sound"
    return {"name": f"{name[:80]}.wav", "wav": base64.b64encode(data).decode("ascii")}


def encode(shelf: Shelf, file: str | Path | BinaryIO | None, checkpoint: str = "") -> str:
    """The recipe, as JSON text, of the sound in an audio file; of a long recording, that of its strongest hit."""
    waveform, sample_rate = read_hit(file)
    return to_json(Latent.from_array(shelf.renderer(checkpoint).codec.encode(waveform, sample_rate)))


def read_hit(file: str | Path | BinaryIO | None) -> tuple[np.ndarray, int]:
    """The waveform (samples,) of an audio file from its strongest hit on, and its sample rate in Hz."""
    if file is None:
        raise AudioError("There is no audio file to encode.")
    if isinstance(file, str | Path) and Path(file).exists() and Path(file).stat().st_size > MAX_UPLOAD_BYTES:
        raise AudioError(f"An audio file can be {MAX_UPLOAD_BYTES // 2**20} MB at most.")
    waveform, sample_rate = read_audio(file, max_seconds=MAX_RECORDING_SECONDS)
    return strongest_hit(waveform, sample_rate), sample_rate


def neighbours(shelf: Shelf, recipe: str, k: int = 8, checkpoint: str = "") -> list[dict]:
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


def band_frequencies(codec: "Codec") -> np.ndarray:
    """Centre frequencies in Hz of the bands of a codec's spectrograms, lowest first."""
    from vae.sound.spectrogram import (
        SpectrogramConfig,  # brings torch, which the first page does not wait for
    )

    return SpectrogramConfig(**codec.config["spectrogram"]).band_frequencies()


def _entry(library, i: int) -> dict:
    x, y = library.coordinates[i].tolist()
    return {
        "id": i,
        "name": library.names[i],
        "label": library.labels[i],
        "kit": library.kits[i],
        "x": x,
        "y": y,
    }


def packed_pcm(waveform: np.ndarray, sample_rate: int) -> dict:
    """A waveform (samples,) as the page reads it: 16 bits, little-endian, as base64."""
    pcm = np.rint(np.clip(waveform, -1, 1) * 32767).astype("<i2")
    return {"sample_rate": sample_rate, "pcm": base64.b64encode(pcm.tobytes()).decode("ascii")}


def packed_audio(waveform: np.ndarray, sample_rate: int, spectrogram: np.ndarray) -> dict:
    """A waveform as of `packed_pcm`, and its spectrogram (bands, frames) in [0, 1] as 8 bits in base64."""
    cells = np.rint(np.clip(spectrogram, 0, 1) * 255).astype("u1")
    return {
        **packed_pcm(waveform, sample_rate),
        "spectrogram": base64.b64encode(np.ascontiguousarray(cells).tobytes()).decode("ascii"),
        "shape": list(cells.shape),
    }
