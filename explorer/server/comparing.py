"""What the Compare panel asks for, as functions of a shelf and plain values; what is wrong raises a `HitmapError`."""

import base64
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.sounds import original_hint, packed_pcm
from explorer.sound.difference import band_errors, in_words
from explorer.sound.render import Renderer, Sound
from explorer.sound.shelf import Shelf
from vae.library.library import LibraryError
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Phase
from vae.recipes.recipe import Recipe
from vae.recipes.text import parse_recipe
from vae.sound.audio import AudioError
from vae.sound.levels import PEAK, is_silent, match_level, matching_gain
from vae.sound.measures import envelope_db

DIFFERENCE_DB = 30.0
"""The scale of the difference's colours ends here."""


def compare(
    shelf: Shelf, recipe: str, checkpoint: str = "", original_pcm: str | None = None
) -> dict[str, Any]:
    """How a sound differs from its original.

    Args:
        shelf: the checkpoints.
        recipe: JSON text of a point, or of a place that is a point, in whatever phase; with `original_pcm` any.
        checkpoint: name of a checkpoint; the default one when empty.
        original_pcm: an original that the page has kept, as of `service.packed_pcm`; None for a library sound's.

    Returns:
        JSON-able: error_db; bands, a list of `difference.Band`; words; difference, base64 of int8 (bands, frames),
        127 where the decoded sound is `DIFFERENCE_DB` too loud; shape; limit_db.
    """
    renderer = shelf.renderer(checkpoint)
    sound = renderer.render(parse_recipe(recipe))
    if original_pcm is not None:
        original = _waveform(original_pcm, len(sound.waveform))
    else:
        original = _library_original(renderer, sound)
    decoded = match_level(sound.waveform, original)
    rate, codec = sound.sample_rate, renderer.codec
    error = envelope_db(original, decoded, rate)
    apart = codec.spectrogram(decoded) - codec.spectrogram(original)  # (bands, frames), scaled
    cells = np.rint(np.clip(apart * codec.numbers.range_db / DIFFERENCE_DB, -1, 1) * 127).astype("i1")
    return {
        "error_db": error,
        "bands": [asdict(band) for band in band_errors(original, decoded, rate)],
        "words": in_words(original, decoded, rate, error),
        "difference": base64.b64encode(np.ascontiguousarray(cells).tobytes()).decode("ascii"),
        "shape": list(cells.shape),
        "limit_db": DIFFERENCE_DB,
    }


def _library_original(renderer: Renderer, sound: Sound) -> NDArray[np.float32]:
    if sound.info.id is None:
        raise RecipeError("Only a sound of the library has an original: click one of the marks on the map.")
    original = renderer.original(sound.info.id, sound.info.rounds)
    if original is None:
        raise LibraryError(original_hint(renderer.library.sources[sound.info.id]))
    return original


def _waveform(pcm: object, samples: int) -> NDArray[np.float32]:
    """The inverse of `service.packed_pcm`, for so many samples that are not all silent."""
    try:
        if not isinstance(pcm, str) or len(pcm) > 3 * samples:
            raise ValueError
        raw = base64.b64decode(pcm, validate=True)
    except ValueError:
        raise AudioError("An original to compare with is 16-bit audio as base64 text.") from None
    if len(raw) != 2 * samples:
        raise AudioError(f"An original to compare with has {samples} samples in this checkpoint.")
    waveform = (np.frombuffer(raw, "<i2") / 32767).astype(np.float32)
    if is_silent(waveform):
        raise AudioError("An original to compare with is not silent.")
    return waveform


def rivals(shelf: Shelf, sound_id: int, checkpoint: str = "") -> dict[str, Any]:
    """The original of a library sound and what every checkpoint makes of it, all at equal energy, to be rated.

    Args:
        shelf: the checkpoints; one that cannot be used is left out.
        sound_id: of the sound in the library of `checkpoint`.
        checkpoint: whose library; the default one when empty.

    Returns:
        JSON-able: name of the sound, and systems, a list of {system, sample_rate, pcm}, the sound as in
        `service.packed_pcm`. The thesis preset is there twice: with Griffin-Lim, and with its own phaseless inverse.
    """
    home = shelf.renderer(checkpoint)
    if isinstance(sound_id, bool) or not isinstance(sound_id, int) or not 0 <= sound_id < len(home.library):
        raise RecipeError("There is no such sound in this library.")
    original = home.original(sound_id)
    if original is None:
        raise LibraryError(original_hint(home.library.sources[sound_id]))
    rate = home.codec.sample_rate
    heard: list[tuple[str, NDArray[np.float32], int]] = [("original", original, rate)]
    for name in shelf.names:
        try:
            renderer = shelf.renderer(name)
        except (LibraryError, ValueError):
            continue
        latent = Latent.from_array(renderer.codec.encode(original, rate))
        ways: list[tuple[str, Recipe]] = [(name, latent)]
        if renderer.codec.config.get("preset") == "thesis":
            ways.append((f"{name}, no phase", Phase(latent, 0)))
        for system, recipe in ways:
            sound = renderer.render(recipe)
            heard.append((system, sound.waveform, sound.sample_rate))
    matched = [wave * matching_gain(wave, original, (own, rate)) for _, wave, own in heard]
    loudest = max(float(np.abs(wave).max()) for wave in matched)
    systems = [
        {"system": system, **packed_pcm(wave * (PEAK / loudest), own)}
        for (system, _, own), wave in zip(heard, matched, strict=True)
    ]
    return {"name": home.library.names[sound_id], "systems": systems}


def page_functions(shelf: Shelf) -> list[Callable[[object], dict[str, Any]]]:
    """What the page calls on the server; each takes one JSON object, which may hold anything."""

    def difference(payload: object) -> dict[str, Any]:
        return compare(
            shelf, _text(payload, "recipe"), _text(payload, "checkpoint"), _value(payload, "original")
        )

    def rating(payload: object) -> dict[str, Any]:
        return rivals(shelf, _value(payload, "id"), _text(payload, "checkpoint"))

    return [difference, rating]


def _value(payload: object, key: str) -> Any:
    if not isinstance(payload, dict):
        raise RecipeError("A request to compare is a JSON object.")
    return payload.get(key)


def _text(payload: object, key: str) -> str:
    value = _value(payload, key)
    if not isinstance(value, str):
        raise RecipeError(f"A request to compare needs a text as {key}.")
    return value
