"""Compares a sound with its original, and every checkpoint's version of the same sound."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.sounds import library_original
from explorer.server.wire import packed, packed_pcm, read_pcm
from explorer.sound.channels import with_channels
from explorer.sound.difference import band_errors, in_words, width_in_words
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError
from vae.library.library import Library
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Phase
from vae.recipes.recipe import Recipe
from vae.recipes.text import parse_recipe
from vae.sound.audio import AudioError
from vae.sound.levels import PEAK, is_silent, match_level, matching_gain
from vae.sound.measures import envelope_db
from vae.sound.measures.pairs import mono_pair

DIFFERENCE_DB = 30.0
"""The end of the difference's colour scale."""


def compare(
    shelf: Shelf, recipe: str, checkpoint: str = "", original: str | None = None, channels: int = 1
) -> dict[str, Any]:
    """Compares a sound with its original: the levels of their mids, over all of the longer one, and their width.

    Args:
        shelf: the checkpoints.
        recipe: JSON text of a point, or of a place that is a point, in any phase; any recipe if `original` is given.
        checkpoint: name of a checkpoint; the default one when empty.
        original: an original kept by the page, as returned by `wire.packed_pcm`; None for that of a library sound.
        channels: of that original.

    Returns:
        JSON-able: error_db; bands, a list of `difference.Band`; words; difference, base64 of int8 (bands, frames),
        127 where the decoded sound is `DIFFERENCE_DB` too loud; shape; limit_db.
    """
    renderer = shelf.renderer(checkpoint)
    sound = renderer.render(parse_recipe(recipe))
    if original is not None:
        reference = read_pcm(original, channels, renderer.codec.num_samples)
        if is_silent(reference):
            raise AudioError("The original is silent, so there is nothing to compare with.")
    elif sound.info.id is None:
        raise RecipeError("Only library sounds have an original: click one of the marks on the map.")
    else:
        reference = library_original(renderer, sound.info.id, sound.info.rounds)
    rate, range_db = sound.sample_rate, renderer.codec.spectrogram_config.range_db
    theirs, ours = mono_pair(reference, match_level(sound.waveform, reference))  # (samples,) each
    error = envelope_db(theirs, ours, rate)
    apart = renderer.spectrogram(ours) - renderer.spectrogram(theirs)  # (bands, frames), scaled
    cells = np.rint(np.clip(apart * range_db / DIFFERENCE_DB, -1, 1) * 127)
    return {
        "error_db": error,
        "bands": [asdict(band) for band in band_errors(theirs, ours, rate)],
        "words": [*in_words(theirs, ours, rate, error), *width_in_words(reference, sound.waveform, rate)],
        "difference": packed(cells, "i1"),
        "shape": list(cells.shape),
        "limit_db": DIFFERENCE_DB,
    }


def versions(shelf: Shelf, sound_id: int, checkpoint: str = "") -> dict[str, Any]:
    """The checkpoints that have a library sound, known by its name and kit: the open one first.

    Args:
        shelf: the checkpoints; those that cannot be used are left out.
        sound_id: id of the sound in the library of `checkpoint`.
        checkpoint: name of a checkpoint; the default one when empty.

    Returns:
        JSON-able: versions, a list of {checkpoint, id, error_db}, with the id that it has there.
    """
    home = shelf.library(checkpoint)
    if not 0 <= sound_id < len(home):
        raise RecipeError("There is no such sound in this library.")
    own, sound = checkpoint or shelf.default, (home.names[sound_id], home.kits[sound_id])
    found = [_version(own, home, sound_id)]
    for name in shelf.names:
        try:
            shelf.check(name)
        except HitmapError:
            continue
        library = shelf.library(name)
        known = list(zip(library.names, library.kits, strict=True))
        if name != own and sound in known:
            found.append(_version(name, library, known.index(sound)))
    return {"versions": found}


def _version(checkpoint: str, library: Library, sound_id: int) -> dict[str, Any]:
    error = float(library.errors_db[sound_id])
    return {"checkpoint": checkpoint, "id": sound_id, "error_db": error if np.isfinite(error) else None}


def compare_checkpoints(shelf: Shelf, sound_id: int, checkpoint: str = "") -> dict[str, Any]:
    """The original of a library sound and every checkpoint's version of it, all at equal energy, for rating.

    Args:
        shelf: the checkpoints; those that cannot be used are left out.
        sound_id: id of the sound in the library of `checkpoint`.
        checkpoint: name of a checkpoint; the default one when empty.

    Returns:
        JSON-able: name of the sound, and systems, a list of {system, sample_rate, pcm}, with pcm as in
        `wire.packed_pcm`. The thesis preset appears twice: with Griffin-Lim, and with its own phaseless inverse.
    """
    home = shelf.renderer(checkpoint)
    original = library_original(home, sound_id)
    rate = home.codec.sample_rate
    heard: list[tuple[str, NDArray[np.float32], int]] = [("original", original, rate)]
    for name in shelf.names:
        try:
            renderer = shelf.renderer(name)
        except HitmapError:
            continue
        known = with_channels(original, renderer.codec.channels)
        latent = Latent.from_array(renderer.codec.encode(known, rate), renderer.codec.detail_dims)
        ways: list[tuple[str, Recipe]] = [(name, latent)]
        if renderer.codec.config.get("preset") == "thesis":
            ways.append((f"{name}, raw", Phase(latent, 0)))
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
