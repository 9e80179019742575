"""The drum machine for the page and the API: its knobs, and the nearest that it has to a sound."""

from collections.abc import Mapping
from typing import Any

from explorer.server.sounds import render
from explorer.server.uploads import AudioFile, read_upload
from explorer.sound.channels import Waves
from explorer.sound.shelf import Shelf
from explorer.sound.torch_lane import Lane
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.chain import CHAIN_RANGES
from vae.drum_machine.engine import LOG_UNITS, WHOLE_UNITS, Range
from vae.drum_machine.sound import TAKE_RANGES
from vae.imitation import imitate
from vae.imitation.space import NEUTRAL
from vae.imitation.target import Target
from vae.recipes.kinds import Machine
from vae.recipes.text import to_data, to_json

_SEARCHES = Lane(1)
"""One search at a time, so that searches never hold clicks."""


def knobs() -> dict[str, Any]:
    """Every engine and effect of the drum machine, JSON-able.

    Returns:
        `engines`, in order: label, name, title, technique, and knobs. `effects`: name, and knobs with the `neutral`
        value at which one is switched on. `take`: the knobs of every sound in stereo. A knob has its name, low, high,
        and a scale: "log", "whole" or "linear".
    """
    return {
        "engines": [
            {
                "label": engine.label,
                "name": engine.name,
                "title": engine.title,
                "technique": engine.technique,
                "knobs": _knobs(engine.ranges_of(whole=True)),
            }
            for family in ENGINES.values()
            for engine in family.values()
        ],
        "effects": [
            {"name": name, "knobs": _knobs(ranges), "neutral": dict(NEUTRAL.get(name, {}))}
            for name, ranges in CHAIN_RANGES.items()
        ],
        "take": _knobs({name: span for part in TAKE_RANGES.values() for name, span in part.items()}),
    }


def imitation(
    shelf: Shelf, recipe: str, checkpoint: str = "", label: str = "", file: AudioFile | None = None
) -> dict[str, Any]:
    """What the drum machine can do towards a sound.

    Args:
        shelf: the checkpoints.
        recipe: the sound's recipe as JSON text.
        checkpoint: name of a checkpoint; the default one when empty.
        label: the family of engines to look in; all when empty.
        file: an audio file, which is imitated in place of a recipe.

    Returns:
        JSON-able: `recipe`, a machine recipe as JSON text; `label`, `engine`, `parameters` and `seed` as it has them;
        `error_db`, its envelope error.

    Raises:
        HitmapError: the sound cannot be used, or there is no such family; one sentence.
    """
    waveform, sample_rate = _heard(shelf, recipe, checkpoint, file)
    with _SEARCHES.turn():
        found = imitate(waveform, sample_rate, label=label or None)
    made = Machine.of_sound(found.sound)
    return {**to_data(made), "recipe": to_json(made), "error_db": round(found.error_db, 3)}


def error(shelf: Shelf, recipe: str, target: str, checkpoint: str = "") -> dict[str, float]:
    """The envelope error in dB of one recipe's sound against that of another one, the target: {error_db}."""
    _, wanted = render(shelf, target, checkpoint)
    _, sound = render(shelf, recipe, checkpoint)
    measured = Target(wanted.waveform, wanted.sample_rate).error_at(sound.waveform, sound.sample_rate)
    return {"error_db": round(measured, 3)}


def _heard(shelf: Shelf, recipe: str, checkpoint: str, file: AudioFile | None) -> tuple[Waves, int]:
    """What is to be imitated, and its sample rate."""
    if file is not None:
        taken = read_upload(file)
        return taken.waveform, taken.sample_rate
    _, sound = render(shelf, recipe, checkpoint)
    return sound.waveform, sound.sample_rate


def _knobs(ranges: Mapping[str, Range]) -> list[dict[str, Any]]:
    return [
        {"name": name, "low": low, "high": high, "scale": _scale(name)}
        for name, (low, high) in ranges.items()
    ]


def _scale(name: str) -> str:
    """How a parameter's range is spread over the way of its knob: `vae.drum_machine.engine.spread`."""
    if name.endswith(LOG_UNITS):
        return "log"
    return "whole" if name.endswith(WHOLE_UNITS) else "linear"
