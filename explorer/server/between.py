"""Sounds whose middle is known, for listening tests of what lies between: two ends, the true middle, and the mixes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.server.sounds import original_hint
from explorer.server.wire import packed_audio
from explorer.sound.shelf import Shelf
from vae.checks import MAX_INTEGER
from vae.data.originals import has_original, read_original
from vae.data.triples import CHANGES, LEAST_GAP_DB, changed
from vae.drum_machine.around import around
from vae.drum_machine.engine import LOG_UNITS, WHOLE_UNITS
from vae.drum_machine.sound import DrumMachineError, DrumSound
from vae.library.library import LibraryError
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Mix
from vae.recipes.kinds.mix import INTERPOLATIONS
from vae.recipes.text import to_json
from vae.sound.measures import FINE, envelope_db

if TYPE_CHECKING:
    from explorer.sound.render import Renderer

TRIES = 40
"""Sounds to try before giving up: of many, two settings hardly differ."""
IN_WORDS = {
    "retuned": "pitch, by five semitones each way",
    "re-damped": "decay",
    "re-tilted": "brightness",
}
"""What the kinds of `CHANGES` change, in a musician's words."""
UNITS = (*LOG_UNITS, *WHOLE_UNITS, "_db", "_st", "_q")


class Between(NamedTuple):
    """Two sounds, (samples,) each, the one half way between them, and what was changed, in words."""

    first: NDArray[np.float32]
    middle: NDArray[np.float32]
    second: NDArray[np.float32]
    words: str


def draw_triple(shelf: Shelf, seed: int, checkpoint: str = "") -> dict[str, Any]:
    """Draws a sound of a library whose original is on this computer, and two sounds that have it half way between.

    A sound of the drum machine lies between two settings of its engine; a recording between two versions of itself,
    as in `vae.data.triples`. The same seed and checkpoint give the same triple.

    Args:
        shelf: the checkpoints.
        seed: 0 to 2**31 - 1.
        checkpoint: name of a checkpoint; the default one when empty.

    Returns:
        JSON-able: name of the sound; changed, in words; first, middle and second, each the audio and spectrogram of
        `wire.packed_audio` and the `recipe` (JSON text) of its latent; mixes, by interpolation, JSON text of the recipe
        half way between the two ends' latents.

    Raises:
        RecipeError: the seed is out of range.
        LibraryError: there are no originals on this computer, or none of which two versions differ enough.
    """
    if not 0 <= seed <= MAX_INTEGER:
        raise RecipeError(f"The seed of a listening test is a whole number from 0 to {MAX_INTEGER}.")
    renderer = shelf.renderer(checkpoint)
    sound, found = _draw(renderer, np.random.default_rng(seed))
    codec = renderer.codec
    waves = {"first": found.first, "middle": found.middle, "second": found.second}
    latents = codec.encode(list(waves.values()), codec.sample_rate)  # (3, latent_dim)
    given = [Latent.from_array(z, codec.detail_dims) for z in latents]
    recipes = dict(zip(waves, given, strict=True))
    ends = (recipes["first"], recipes["second"])
    return {
        "name": renderer.library.names[sound],
        "changed": found.words,
        **{
            name: {
                "recipe": to_json(recipes[name]),
                **packed_audio(wave, codec.sample_rate, renderer.spectrogram(wave)),
            }
            for name, wave in waves.items()
        },
        "mixes": {way: _half_way(ends, way) for way in INTERPOLATIONS},
    }


def _half_way(ends: tuple[Latent, Latent], way: Any) -> str:
    """JSON text of the mix half way between two latents; `way` is one of `INTERPOLATIONS`."""
    return to_json(Mix(ends, (0.5, 0.5), way))


def _draw(renderer: "Renderer", rng: np.random.Generator) -> tuple[int, Between]:
    """The id of a sound, and the triple around it, with ends that are well apart."""
    sources = renderer.library.sources
    there = [i for i, source in enumerate(sources) if has_original(source, renderer.roots)]
    if not there:
        raise LibraryError(original_hint(sources[0]))
    for sound in rng.permutation(there)[:TRIES].tolist():
        found = _triple(renderer, sources[sound], rng)
        rate = renderer.codec.sample_rate
        if found and envelope_db(found.first, found.second, rate, FINE) >= LEAST_GAP_DB:
            return sound, found
    raise LibraryError("This library has no sounds of which two versions differ enough for this test.")


def _triple(renderer: "Renderer", source: Mapping[str, Any], rng: np.random.Generator) -> Between | None:
    """The triple around the sound of a source; None if it cannot be read, or has no room on both sides."""
    middle = _read(renderer, source)
    if middle is None:
        return None
    if source.get("type") != "drum_machine":
        kind = str(rng.choice(list(CHANGES)))
        made = changed(kind, middle, renderer.codec.sample_rate)
        return Between(made.ends[0], made.middle, made.ends[1], IN_WORDS.get(kind, kind))
    try:
        sides = around(DrumSound.from_json(source), rng)
    except DrumMachineError:
        return None
    if sides is None:
        return None
    first, second = (_read(renderer, {**source, **side.to_json()}) for side in (sides.first, sides.second))
    if first is None or second is None:
        return None
    return Between(first, middle, second, _listed([_in_words(name) for name in sides.moved]))


def _read(renderer: "Renderer", source: Mapping[str, Any]) -> NDArray[np.float32] | None:
    codec = renderer.codec
    return read_original(
        source, sample_rate=codec.sample_rate, num_samples=codec.num_samples, roots=renderer.roots
    )


def _in_words(parameter: str) -> str:
    """A parameter's name without its unit: "sweep_st" is "sweep"."""
    unit = next((unit for unit in UNITS if parameter.endswith(unit)), "")
    return parameter.removesuffix(unit).replace("_", " ")


def _listed(words: list[str]) -> str:
    """The words as a list, each once: "tune, decay and click"."""
    each = list(dict.fromkeys(words))
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"
